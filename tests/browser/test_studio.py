"""An author builds a small module from nothing in the browser, publishes its edition, and a learner takes it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lms.people.models import User
from modules.models import Module, Registration
from tests.browser.conftest import Site
from tests.cast import make_person
from tests.modules.studio.cast import Studio, open_studio

pytestmark = pytest.mark.long
Check = Callable[[Page], None]

SCRIPT = """\
person: {name: Mme Belkacem, about: Elle a cinquante-huit ans., wants: Sa facture., knows: Appeler., fears: Se tromper.}
place: Au guichet, un lundi.
pressure: Quatre personnes attendent.
time: 15
exchanges:
  - line: Faites-le pour moi.
    dilemma: Le faire, ou le faire avec elle ?
    pivot: true
    choices:
      - posture: with
        text: Prenons votre téléphone ensemble.
        reply: Elle le sort.
        lesson: Elle tient l’appareil.
        trust: 1
        trace: true
      - posture: in_place
        text: Donnez-moi votre mot de passe.
        reply: Elle le donne.
        lesson: Il est perdu.
        password: true
good_end: Elle repart avec sa facture.
debrief: Demandez d’abord, faites ensuite.
"""


@pytest.fixture
def studio(site: Site, tmp_path: Path) -> Studio:
    return open_studio(tmp_path)


@pytest.fixture
def denise(studio: Studio) -> User:
    """She writes and publishes for an institute that has nothing yet."""
    return studio.admin


def publish(page: Page) -> None:
    """The publication, in the menu beside « Enregistrer le brouillon »."""
    page.locator("footer [data-w-dropdown-target='toggle']").last.click()
    page.locator("button[name='action-publish']").click()
    expect(page.locator(".messages .success")).to_be_visible()


def begin(site: Site, kind: str, parent: int) -> Page:
    site.open(f"/studio/pages/add/modules/{kind}/{parent}/")
    return site.page


def write_module(site: Site, institute: int) -> Module:
    page = begin(site, "module", institute)
    page.locator("#id_title").fill("Prendre sa place au guichet")
    page.locator("#id_summary").fill("Deux étapes pour faire avec.")
    page.locator("#id_outcomes-0-sentence").fill("faites avec la personne")
    page.locator("#id_alignments-0-cfitem").select_option(index=first_competency(page))
    publish(page)
    return Module.objects.get(title="Prendre sa place au guichet")


def first_competency(page: Page) -> int:
    """Place in the list of the first choice that is a competency (« A1.1 … »)."""
    words = page.locator("#id_alignments-0-cfitem option").all_inner_texts()
    return next(place for place, text in enumerate(words) if text.startswith("A1.1"))


def write_lesson(site: Site, module: int) -> None:
    page = begin(site, "lessonpage", module)
    page.locator("#id_title").fill("Deux gestes")
    page.locator("#id_planned_minutes").fill("10")
    page.locator("#id_purpose").fill("Nommer ce que l’on fait.")
    page.locator("[data-contentpath='screens'] button[title='Insérer un bloc']").first.click()
    page.locator("[name='screens-0-value-title']").fill("Faire avec")
    page.locator("[name='screens-0-value-text']").fill("La personne tient l’appareil.")
    publish(page)


def write_dialogue(site: Site, module: int) -> None:
    page = begin(site, "dialoguepage", module)
    page.locator("#id_title").fill("Une facture au guichet")
    page.locator("#id_planned_minutes").fill("15")
    expect(page.locator("[data-fa-total]")).to_have_text("25")
    page.locator("#id_purpose").fill("Choisir sa posture.")
    page.locator("#id_script").fill(SCRIPT)
    page.get_by_role("button", name="Ajouter un(e) compétence").click()
    page.locator("#id_alignments-0-cfitem").select_option(index=first_competency(page))
    publish(page)


def test_from_an_empty_page_to_a_learner_who_has_finished(site: Site, axe: Check, studio: Studio, denise: User) -> None:
    site.enter_as(denise)
    module = write_module(site, studio.taught.page.pk)
    write_lesson(site, module.pk)
    page = site.page
    site.open(f"/studio/editions/{module.pk}/")
    expect(page.get_by_text("Aucune activité n’évalue la compétence A1.1")).to_be_visible()
    write_dialogue(site, module.pk)
    site.open(f"/studio/editions/{module.pk}/")
    check_screen(page, axe)
    page.locator("input[name='size'][value='new']").check()
    page.locator("input[name='read']").check()
    page.get_by_role("button", name="Publier une édition").click()
    expect(page.get_by_text("L’édition 1.0 est publiée")).to_be_visible()
    check_screen(page, axe)
    take_it(site, module)


def check_screen(page: Page, axe: Check) -> None:
    """Our part of the screen; Wagtail's own menu and header are Wagtail's."""
    page.evaluate("document.querySelectorAll('aside, [data-wagtail-sidebar]').forEach(each => each.remove())")
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")  # a message that fades in
    axe(page)


def take_it(site: Site, module: Module) -> None:
    nadege = make_person()
    site.page.context.clear_cookies()
    site.enter_as(nadege)
    page = site.page
    site.open(f"/{module.get_parent().slug}/{module.slug}/")
    page.get_by_role("button", name="Suivre ce module").click()
    page.get_by_role("link", name="Continuer").click()
    expect(page.get_by_role("heading", name="Faire avec")).to_be_visible()
    page.get_by_role("button", name="Terminer cette leçon").click()
    page.get_by_role("button", name="Commencer la conversation").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("main").get_by_role("button").first.click()
    registration = Registration.objects.of(nadege).get()
    assert registration.edition.label == "1.0"
    site.open(f"/parcours/{registration.pk}/bilan/")
    registration.refresh_from_db()
    assert registration.completed_at is not None
