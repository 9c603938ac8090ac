"""The orientation cases in Chromium: by keyboard alone, axe on each page, no wider than a phone, no JavaScript."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from modules.activities.orientation.scoring import CaseAnswer, best_answer
from modules.loading.loader import load_module
from modules.models import Attempt, Registration
from tests.browser.conftest import Site
from tests.modules.cast import make_learner, make_registration, open_module
from tests.modules.test_orientation import COMPETENCIES, SOURCE, address_of

pytestmark = pytest.mark.long
Check = Callable[[Page], None]


@pytest.fixture
def registration(site: Site, tmp_path: Path) -> Registration:
    edition = open_module(tmp_path / "module")
    text = SOURCE.read_text(encoding="utf-8").replace("competencies: [B3.1, B3.2]", COMPETENCIES)
    (tmp_path / "module" / "03-cas.yaml").write_text(text, encoding="utf-8")
    nadege = make_learner()
    site.enter_as(nadege)
    institute = edition.module.get_parent().specific
    return make_registration(load_module(tmp_path / "module", institute).edition, nadege)


def best_answers(registration: Registration) -> Mapping[str, CaseAnswer]:
    orientation = registration.edition.activities.get(slug="six-orientations").thawed
    return {case.key: best_answer(orientation, case) for case in orientation.cases}


def press_button(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill_case(page: Page, answer: CaseAnswer) -> None:
    chosen = {"besoin": [answer.need], "lieu": [answer.place], "criteres": answer.criteria}
    for name, values in (chosen | {"repli": [answer.fallback], "relais": [answer.relay]}).items():
        for value in values:
            page.locator(f'input[name="{name}"][value="{value}"]').focus()
            page.keyboard.press("Space")


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_by_keyboard_alone_from_the_first_case_to_the_balance(
    site: Site, registration: Registration, axe: Check
) -> None:
    page, answers = site.page, list(best_answers(registration).values())

    def check() -> None:
        for details in page.locator("details").all():
            details.evaluate("each => each.open = true")
        axe(page)
        site.narrow()
        assert site.width() <= 320, page.url
        page.set_viewport_size({"width": 1280, "height": 900})

    site.open(address_of(registration))
    check()
    press_button(page, "Commencer les cas")
    press_button(page, "Envoyer ma réponse")
    check()  # what is missing is said
    for number, answer in enumerate(answers, start=1):
        if number == 2:
            check()
        fill_case(page, answer)
        press_button(page, "Envoyer ma réponse")
        if number == 2:
            check()
        follow(page, "Voir le bilan" if number == len(answers) else "Cas suivant")
    check()
    assert Attempt.objects.get().passed


def test_without_javascript_a_case_is_answered_and_explained(
    site: Site, registration: Registration, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(site.page.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.address + address_of(registration))
    page.get_by_role("button", name="Commencer les cas").click()
    fill_case(page, best_answers(registration)["fatoumata"])
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.get_by_role("heading", name="Ce qui a décidé")).to_be_visible()
    context.close()
