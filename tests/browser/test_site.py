"""A visitor of the public site: finds a module, a place near a commune, tells an error; keyboard, phone, no script."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cms.directory.importing import take_shipped
from cms.directory.seeding_actors import seed_actors
from cms.models import Place, PlaceReport
from cms.seeding import seed_site
from lms.agenda.meetings.letters import seat_address
from lms.agenda.models import MeetingReply, MeetingSeat, MeetingsPage, Moment
from lms.demo.meetings import open_meetings
from tests.agenda.test_meeting_questionnaires import begin
from tests.agenda.test_meetings import come, make_meeting
from tests.browser.conftest import Site
from tests.cast import make_institute_with_module


@pytest.fixture
def town(site: Site, tmp_path: Path) -> Site:
    seed_site()
    make_institute_with_module(tmp_path)
    take_shipped("nord-invente-2026-03")
    seed_actors()
    return site


def pages() -> list[str]:
    place = f"/annuaire/{Place.objects.all()[0].pk}/"
    lists = [
        "/annuaire/",
        "/annuaire/?commune=Roubaix&within=10",
        "/annuaire/?commune=Roubais",
        "/annuaire/?public=Femmes",
        "/annuaire/acteurs/",
        "/annuaire/acteurs/maison-du-pont-neuf/",
    ]
    return [*lists, place, f"{place}erreur/", "/plan-du-site/", "/contact/", "/employeurs-et-financeurs/"]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_of_the_directory_keeps_anyone_out(town: Site, axe: Callable[[Page], None], colours: Any) -> None:
    town.page.emulate_media(color_scheme=colours)
    for path in pages():
        town.open(path)
        axe(town.page)
    town.narrow()
    assert {path: town.width() for path in pages() if town.open(path)} == dict.fromkeys(pages(), 320)


def test_a_visitor_finds_a_module_then_a_place_and_tells_an_error(town: Site) -> None:
    page = town.page
    town.open("/")
    page.get_by_role("link", name="Chercher").first.click()
    page.get_by_label("Chercher sur le site").first.fill("mesures")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Prendre la mesure").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prendre la mesure")
    page.get_by_role("link", name="Annuaire des lieux").click()
    page.get_by_label("Autour de quelle commune").fill("tourcoing")
    page.get_by_label("Pour quoi faire").select_option("Aide aux démarches administratives")
    page.get_by_role("button", name="Voir les lieux").click()
    first = page.locator(".places h3 a").first
    name = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("link", name="Signaler une erreur").click()
    page.get_by_label("Les horaires").check()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status").first).to_contain_text("Merci")
    assert PlaceReport.objects.get().place.name == name


def test_the_data_of_a_module_breaks_no_rule_of_the_browser(town: Site) -> None:
    """JSON-LD is data: the policy that closes inline scripts says nothing of it."""
    complaints: list[str] = []
    town.page.on("console", lambda message: complaints.append(message.text))
    town.open("/modules/")
    town.page.get_by_role("link", name="Prendre la mesure").click()
    expect(town.page.locator('script[type="application/ld+json"]')).to_have_count(1)
    assert complaints == []


def test_a_visitor_registers_to_a_meeting(town: Site, axe: Callable[[Page], None]) -> None:
    meeting = make_meeting()
    for path in ("/rencontres/", meeting.url, f"{meeting.url}inscription/"):
        town.open(path)
        axe(town.page)
    town.narrow()
    town.open("/rencontres/")
    town.page.get_by_role("link", name=meeting.title).click()
    assert town.width() == 320
    town.page.get_by_role("link", name="S’inscrire").click()
    town.page.get_by_label("Votre nom").fill("Ana")
    town.page.get_by_label("Adresse électronique").fill("ana@structure.example")
    town.page.get_by_role("button", name="Me garder une place").click()
    expect(town.page.get_by_role("status").first).to_contain_text("C’est noté")
    assert MeetingSeat.objects.get().number == 1
    town.open(seat_address(MeetingSeat.objects.get()))
    axe(town.page)
    assert town.width() == 320


def test_a_guest_answers_the_questionnaire_by_keyboard(town: Site, axe: Callable[[Page], None]) -> None:
    meeting = make_meeting()
    (ana,) = come(meeting, "Ana")
    begin(meeting, timedelta(hours=1))
    town.narrow()
    page = town.page
    town.open(seat_address(ana))
    axe(page)
    page.get_by_role("link", name="Répondre au questionnaire").press("Enter")
    axe(page)
    assert town.width() == 320
    page.get_by_role("button", name="Envoyer mes réponses").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Rien n’est coché")
    axe(page)
    useful = page.get_by_role("group", name="Cette rencontre est utile")
    useful.get_by_label("Pas d’accord", exact=True).focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Envoyer mes réponses").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Merci")
    assert MeetingReply.objects.get().choices == {"useful": 2}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everyone_reads_what_a_meeting_changed(town: Site, axe: Callable[[Page], None], colours: Any) -> None:
    MeetingsPage.objects.all().delete()
    open_meetings(seed_site())
    town.page.emulate_media(color_scheme=colours)
    town.open("/rencontres/")
    town.page.get_by_role("link", name="Ce que changent les rencontres").click()
    axe(town.page)
    town.page.get_by_role("link", name="Forum ouvert").first.click()
    axe(town.page)
    after = MeetingReply.objects.filter(moment=Moment.AFTER).count()
    expect(town.page.get_by_role("main")).to_contain_text(f"sur {after} ")
    town.narrow()
    assert town.width() == 320
    town.open("/bilan-des-rencontres/")
    assert town.width() == 320
