"""A workshop from the group of its trainer to the page of its learner, a video without script, a graph: in Chromium."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cms.seeding import seed_site
from lms.people.rights import Role
from modules.loading.loader import InstituteFile, load_institute, load_module
from modules.models import DialoguePage, Registration
from modules.publishing import publish_edition
from tests.agenda.test_workshops import WORKSHOP
from tests.browser.conftest import Site
from tests.browser.walking import Walker, folder_of_shots
from tests.cast import Taught, follow, make_half_day, make_institute_with_module, make_person, write_module
from tests.modules.cast import make_learner, make_registration
from tests.modules.studio.cast import open_studio
from tests.modules.test_dialogue_graph import HURRIED
from tests.modules.test_media import write_lesson
from tests.modules.test_positioning_activity import FOLDER as POSITIONING

pytestmark = pytest.mark.long
Check = Callable[[Page], None]
TODAY = timezone.localdate()


def check_page(site: Site, axe: Check) -> None:
    axe(site.page)
    site.narrow()
    assert site.width() <= 320, site.page.url
    site.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def taught(site: Site, tmp_path: Path) -> Taught:
    seed_site()
    made = make_institute_with_module(tmp_path)
    folder = write_module(tmp_path / "prendre-la-mesure", "prendre-la-mesure", "Prendre la mesure")
    (folder / "04-atelier.yaml").write_text(WORKSHOP, encoding="utf-8")
    loaded = load_module(folder, made.page)
    return Taught(made.institute, made.page, loaded.module, loaded.edition)


def test_a_workshop_is_led_signed_by_both_and_read_again(site: Site, axe: Check, taught: Taught) -> None:
    page = site.page
    odile = make_person("Odile Varenne", Role.TRAINER, taught.institute)
    nadege = make_person("Nadège Osmont")
    registration = follow(nadege, taught.edition)
    address = f"/parcours/{registration.pk}/atelier/"
    site.enter_as(nadege)
    site.open(address)
    check_page(site, axe)
    half_day = make_half_day(taught, registration, trainer=odile, on=TODAY)
    site.open(address)
    check_page(site, axe)
    page.get_by_role("link", name="Signer ma présence").click()
    page.get_by_role("button", name="Signer ma présence").click()

    page.context.clear_cookies()
    site.enter_as(odile)
    site.open(f"/groupes/{half_day.pk}/")
    page.get_by_role("link", name="Jouer un accueil à trois").first.click()
    expect(page.get_by_text("Vous donnez les rôles")).to_be_visible()
    check_page(site, axe)
    page.get_by_role("link", name="Grille du regard").first.click()
    check_page(site, axe)
    page.get_by_role("link", name="Revenir à l’atelier").click()
    site.open(f"/groupes/{half_day.pk}/")
    page.get_by_role("button", name="Signer la présence de Nadège Osmont").click()

    page.context.clear_cookies()
    site.enter_as(nadege)
    site.open(address)
    expect(page.get_by_text("Chacun a tenu les trois rôles")).to_be_visible()
    check_page(site, axe)


def test_a_positioning_is_taken_to_its_words(site: Site) -> None:
    seed_site()
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    edition = load_module(POSITIONING, institute).edition
    nadege = make_learner()
    registration = make_registration(edition, nadege)
    activity = edition.activities.first()
    assert activity is not None
    site.enter_as(nadege)
    site.open(f"/parcours/{registration.pk}/{activity.slug}/")
    Walker(site, folder_of_shots("positioning")).take(activity)
    assert Registration.objects.get().progress.get(activity_key=activity.key).completed_at is not None


def test_a_video_is_there_without_script_and_asks_no_other_site(
    site: Site, axe: Check, tmp_path: Path, browser: Browser
) -> None:
    studio = open_studio(tmp_path)
    write_lesson(studio)
    edition = publish_edition(studio.module, studio.admin)
    nadege = make_person()
    registration = follow(nadege, edition, timezone.now() - timedelta(hours=1))
    site.enter_as(nadege)
    site.open(f"/parcours/{registration.pk}/lire/")
    check_page(site, axe)
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    context.add_cookies(site.page.context.cookies())  # type: ignore[arg-type]
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.address}/parcours/{registration.pk}/lire/")
    expect(page.locator("video[controls] track[kind=captions]")).to_have_count(1)
    page.locator("summary").click()
    expect(page.get_by_text("prenez la souris")).to_be_visible()
    page.get_by_role("button", name="Terminer cette leçon").click()
    expect(page).not_to_have_url(re.compile("/lire/"))
    assert all(url.startswith((site.address, "data:")) for url in asked), asked
    context.close()


def test_the_graph_of_a_dialogue_keeps_nobody_out(site: Site, axe: Check, tmp_path: Path) -> None:
    studio = open_studio(tmp_path)
    dialogue = DialoguePage(title="Une facture", slug="une-facture")
    dialogue.fill(HURRIED)
    studio.module.add_child(instance=dialogue)
    dialogue.save_revision()
    site.enter_as(studio.author)
    page = site.page
    site.open(f"/studio/dialogues/{dialogue.pk}/graphe/")
    expect(page.get_by_role("img", name="Graphe de")).to_be_visible()
    assert page.locator("svg .fa-lost").count() > 4
    shots = folder_of_shots("graph")
    if shots:
        page.screenshot(path=shots / "graph.png", full_page=True)
    page.evaluate("document.querySelectorAll('aside, [data-wagtail-sidebar]').forEach(each => each.remove())")
    axe(page)
