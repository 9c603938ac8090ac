"""What a visitor comes for, found by clicking from the home page: a module, a place, a procedure and its sheet, a seat;
in English too, and in easy words."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from cms.directory.importing import take_shipped
from cms.pango import pdf_ready
from cms.seeding import seed_site
from lms.agenda.models import MeetingSeat, MeetingsPage
from lms.demo.meetings import open_meetings
from tests.browser.conftest import Site
from tests.cast import make_institute_with_module


@pytest.fixture
def town(site: Site, tmp_path: Path) -> Site:
    open_meetings(seed_site())
    make_institute_with_module(tmp_path)
    take_shipped("nord-invente-2026-03")
    site.open("/")
    return site


def test_a_module_from_the_home_page(town: Site) -> None:
    page = town.page
    page.get_by_role("link", name="Voir les modules").click()
    expect(page.get_by_role("heading", name="Par où commencer")).to_be_in_viewport()
    page.get_by_role("link", name="Prendre la mesure").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prendre la mesure")
    expect(page.get_by_role("button", name="Suivre ce module")).to_be_visible()


def test_a_resource_near_a_commune_from_the_home_page(town: Site) -> None:
    page = town.page
    page.get_by_role("link", name="Annuaire des lieux").click()
    page.get_by_label("Autour de quelle commune").fill("Roubaix")
    page.get_by_role("button", name="Voir les lieux").click()
    expect(page.get_by_role("heading", name="km de Roubaix")).to_be_visible()
    first = page.locator(".places h3 a").first
    name = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text("Adresse", exact=True)).to_be_visible()


def test_a_procedure_and_its_sheet_from_the_home_page(town: Site) -> None:
    page = town.page
    page.get_by_role("navigation", name="Principale").get_by_role("link", name="Guide des démarches").click()
    page.get_by_role("link", name="Déclarer ses ressources tous les trois mois").click()
    expect(page.get_by_role("heading", name="Qui peut saisir quoi")).to_be_visible()
    page.get_by_role("link", name="Voir la fiche").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je déclare mes ressources")
    if not pdf_ready():
        pytest.skip("no Pango on this machine: the sheet is printed from the page")
    address = page.get_by_role("link", name="Cette fiche en PDF").get_attribute("href")
    answer = page.request.get(town.address + str(address))
    assert answer.headers["content-type"] == "application/pdf"
    pdf = PdfReader(BytesIO(answer.body()))
    assert len(pdf.pages) == 1
    words = " ".join(pdf.pages[0].extract_text().split())
    assert "Je déclare mes ressources" in words
    assert "Déclarer ses ressources tous les trois mois" in words


def test_a_seat_at_a_meeting_from_the_home_page(town: Site) -> None:
    page = town.page
    page.get_by_role("navigation", name="Principale").get_by_role("link", name="Rencontres").click()
    page.get_by_role("link", name="Forum ouvert : les mots de passe des autres").click()
    with page.expect_download() as calendar:
        page.get_by_role("link", name="Mettre dans mon agenda").click()
    assert "BEGIN:VEVENT" in calendar.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="S’inscrire").click()
    page.get_by_label("Votre nom").fill("Ana")
    page.get_by_label("Adresse électronique").fill("ana@structure.example")
    page.get_by_role("button", name="Me garder une place").click()
    expect(page.get_by_role("status").first).to_contain_text("C’est noté")
    meeting = MeetingsPage.objects.get().get_children().get(slug="forum-ouvert")
    assert MeetingSeat.objects.get(email="ana@structure.example").meeting_id == meeting.pk


def test_the_same_page_in_english_and_back(town: Site, axe: Callable[[Page], None]) -> None:
    page = town.page
    town.open("/annuaire/?commune=Roubaix")
    page.get_by_role("link", name="English").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Directory of places")
    expect(page.get_by_label("Around which commune")).to_have_value("Roubaix")
    axe(page)
    page.get_by_role("link", name="Contact").click()
    expect(page.get_by_text("A question finds its answer faster at the right door.")).to_be_visible()
    page.get_by_role("link", name="Français").first.click()
    expect(page).to_have_url(f"{town.address}/contact/")


def test_a_page_in_easy_words_and_back(town: Site, axe: Callable[[Page], None]) -> None:
    page = town.page
    town.narrow()
    page.get_by_role("link", name="Lire cette page en mots faciles").press("Enter")
    expect(page.get_by_role("heading", name="L’idée du site")).to_be_visible()
    axe(page)
    assert town.width() == 320
    page.get_by_role("link", name="Lire la page ordinaire").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aider sans faire à la place")
