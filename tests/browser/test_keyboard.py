"""One module of every question kind, a conversation, a note and a workshop, from path to end: Tab and keys alone.

No mouse, and nothing is focused by the test: what cannot be reached by Tab is not reached.
"""

import re
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Locator, Page, expect

from cms.seeding import seed_site
from modules.loading.loader import InstituteFile, load_institute, load_module
from modules.loading.schema import Matching, MultipleChoice, Ordering, QuestionEntry, ShortText
from modules.models import Answer, Registration
from tests.agenda.test_workshops import WORKSHOP
from tests.browser.conftest import Site
from tests.browser.test_studio import SCRIPT
from tests.modules.cast import QUIZ, make_learner, make_registration, write_module
from tests.modules.question_examples import EXAMPLES

pytestmark = pytest.mark.long
MOST_TABS = 120
NOTE = """\
kind: note
key: une-note
title: Mon geste
minutes: 10
purpose: Écrire pour soi.
competencies: [A1.1]
intro: Rien ne sort d’ici.
prompts:
  - {key: geste, label: Quel geste gardez-vous ?}
  - {key: quand, label: Quand ?, choices: [Cette semaine, Ce mois-ci]}
debrief: À relire dans un mois.
"""
DIALOGUE = f"""\
kind: dialogue
key: une-facture
title: Une facture au guichet
minutes: 15
purpose: Choisir sa posture.
competencies: [A1.1]
{SCRIPT}"""


@pytest.fixture
def registration(site: Site, tmp_path: Path) -> Registration:
    seed_site()
    folder = write_module(tmp_path / "module")
    keys = ", ".join(example.key for example in EXAMPLES)
    quiz = QUIZ.replace("a-1, a-2, b-1", keys).replace("posttest", "applied").replace("[A1.1, A1.2]", "[A1.1]")
    files = {"02-quiz": quiz, "03-dialogue": DIALOGUE, "04-note": NOTE, "05-atelier": WORKSHOP}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "questions.yaml").write_bytes(msgspec.yaml.encode({"questions": msgspec.to_builtins(EXAMPLES)}))
    module = folder / "module.yaml"
    module.write_text(module.read_text(encoding="utf-8").replace("[A1.1, A1.2]", "[A1.1]"), encoding="utf-8")
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    nadege = make_learner()
    site.enter_as(nadege)
    return make_registration(load_module(folder, institute).edition, nadege)


def tab_to(page: Page, wanted: Locator) -> None:
    """Tab until the focus is there, and seen: an outline or a border tells where one is."""
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"Tab never leads to {wanted} at {page.url}")


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=words)


def link(page: Page, words: str) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=words).first


def tick(page: Page, field: Locator) -> None:
    tab_to(page, field)
    page.keyboard.press("Space")
    expect(field).to_be_checked()


def answer(page: Page, question: QuestionEntry) -> None:
    main = page.get_by_role("main")
    match question:
        case Ordering():
            order_by_keys(page)
        case Matching():
            for row in main.get_by_role("combobox").all():
                tab_to(page, row)
                page.keyboard.press("ArrowDown")
                assert row.input_value()
        case ShortText():
            tab_to(page, main.get_by_role("textbox"))
            page.keyboard.type("le consentement")
        case _ if main.get_by_role("checkbox").count():
            tick(page, main.get_by_role("checkbox").first)
        case _:
            tick(page, main.get_by_role("radio").first)


def order_by_keys(page: Page) -> None:
    """A line goes down by its button; it keeps the focus, so the next press goes on from there."""
    lines = page.locator("[data-ordering] > li > label")
    before = lines.all_inner_texts()
    down = page.get_by_role("button", name=f"Descendre : {before[0]}")
    tab_to(page, down)
    page.keyboard.press("Enter")
    after = lines.all_inner_texts()
    assert after[:2] == [before[1], before[0]]
    assert down.evaluate("each => each === document.activeElement")
    expect(page.locator("[data-ordering-status]")).to_contain_text("2 /")


def test_from_the_path_to_the_end_with_tab_and_keys_alone(site: Site, registration: Registration) -> None:
    page = site.page
    site.open(f"/parcours/{registration.pk}/")
    press(page, link(page, "Continuer"))
    press(page, button(page, "Écran suivant"))
    press(page, button(page, "Terminer cette leçon"))
    press(page, button(page, "Commencer"))
    for number, example in enumerate(EXAMPLES, start=1):
        answer(page, example)
        press(page, button(page, "Envoyer ma réponse"))
        press(page, link(page, "Voir le bilan" if number == len(EXAMPLES) else "Question suivante"))
    press(page, link(page, "Continuer"))
    press(page, button(page, "Commencer la conversation"))
    tick(page, page.get_by_role("main").get_by_role("radio").first)
    press(page, button(page, "Dire cette phrase"))
    press(page, link(page, "Continuer"))
    tab_to(page, page.get_by_role("textbox"))
    page.keyboard.type("Je demande avant de prendre la souris.")
    tick(page, page.get_by_role("checkbox").first)
    press(page, button(page, "Garder ma note"))
    press(page, link(page, "Continuer"))
    tab_to(page, page.locator("summary"))
    page.keyboard.press("Enter")
    press(page, button(page, "J’ai participé à cet atelier"))
    press(page, link(page, "Continuer"))
    expect(page).to_have_url(re.compile("/bilan/$"))
    registration.refresh_from_db()
    assert registration.completed_at is not None
    kinds = {type(example) for example in EXAMPLES}
    assert {Ordering, Matching, MultipleChoice} <= kinds
    assert Answer.objects.filter(attempt__activity__kind="quiz").count() == len(EXAMPLES)
