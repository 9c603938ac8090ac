"""The employer's pages in a browser: by keyboard, without JavaScript, on a small phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lms.people.models import User
from lms.people.rights import Role
from tests.browser.conftest import Site
from tests.cast import make_institute_with_module
from tests.people.staff_files import as_csv, person
from tests.workforce.cast import Cast, gather, give, invent

MATRIX = "/equipe/competences/"
OWN = "/mes-competences/vues-par-mon-employeur/"


def pages_of(cast: Cast) -> list[tuple[Any, str]]:
    sheet = f"{MATRIX}{cast.yasmine.pk}/"
    return [(cast.hr, MATRIX), (cast.hr, f"{MATRIX}?etat=autre"), (cast.hr, sheet), (cast.yasmine, OWN)]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_of_the_employer_keeps_anyone_out(site: Site, axe: Callable[[Page], None], colours: Any) -> None:
    site.page.emulate_media(color_scheme=colours)
    for reader, address in pages_of(gather()):
        site.enter_as(reader)
        site.open(address)
        axe(site.page)


def test_on_a_small_phone_one_reads_one_person_at_a_time(site: Site, axe: Callable[[Page], None]) -> None:
    cast = gather()
    site.narrow()
    for reader, address in pages_of(cast):
        site.enter_as(reader)
        site.open(address)
        assert site.width() == 320
    site.enter_as(cast.hr)
    site.open(MATRIX)
    expect(site.page.locator("table")).not_to_be_visible()
    axe(site.page)
    site.page.get_by_role("link", name="Zidane Yasmine").click()
    expect(site.page.get_by_text("À renouveler depuis le")).to_be_visible()


def test_who_does_not_have_is_asked_by_keyboard_without_javascript(site: Site, browser: Any) -> None:
    cast = gather()
    site.enter_as(cast.hr)
    context = browser.new_context(java_script_enabled=False, storage_state=site.page.context.storage_state())
    page = context.new_page()
    page.goto(site.address + MATRIX)
    page.get_by_label("Compétence", exact=True).select_option(index=3)
    page.get_by_role("button", name="Voir ces personnes").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**competence=*")
    expect(page.locator("table tbody th a")).to_have_text(["Ancel Zoé"])
    context.close()


def test_hr_finds_who_lacks_a_competency_previews_asks_and_the_learner_sees_it(
    site: Site, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    cast, taught = gather(), make_institute_with_module(tmp_path)
    site.enter_as(cast.hr)
    page = site.page
    site.open("/commencer/")  # where signing in leads: the matrix
    page.get_by_role("link", name="voir qui n’a pas A1.1").click()
    expect(page.locator("table tbody th a")).to_have_text(["Ancel Zoé"])
    page.locator(".nav").get_by_role("link", name="Écarts et plans").click()
    page.wait_for_url("**/equipe/ecarts/")  # a click does not wait for the page that it asks for
    axe(page)
    page.get_by_role("link", name=f"Prévoir «\u00a0{taught.edition.title}\u00a0»").click()
    page.get_by_label("Équipe", exact=True).select_option(label=cast.north.name)
    page.get_by_label("Raison").fill("Un nouvel accueil ouvre")
    page.get_by_role("button", name="Voir qui sera concerné").click()
    expect(page.locator("[data-reached] li")).to_have_text(["Ancel Zoé", "Zidane Yasmine"])
    axe(page)
    page.get_by_role("button", name="Demander à ces personnes").click()
    page.get_by_text("C’est demandé").wait_for()
    axe(page)
    site.enter_as(cast.zoe)
    site.open("/mon-parcours/")
    asked = page.locator("section", has=page.get_by_role("heading", name="Demandé par votre employeur"))
    assert taught.edition.title in asked.inner_text()
    assert "Un nouvel accueil ouvre" in asked.inner_text()
    axe(page)
    site.enter_as(give(invent("Sonia", "Sudiste"), Role.MANAGER, cast.south))
    for address in ("/equipe/ecarts/", MATRIX, "/equipe/plans/nouveau/"):
        site.open(address)
        assert "Ancel" not in page.content()


@pytest.mark.long
def test_the_pages_of_the_staff_and_of_what_posts_ask_keep_nobody_out(
    site: Site, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    cast = gather()
    site.enter_as(cast.hr)
    page = site.page
    file = tmp_path / "effectif.csv"
    zoe = person("7", "Nouvelle", "Nour", team="Équipe nord", email="nour@structure.example")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for address in ("/equipe/effectif/", "/equipe/attendus/", "/equipe/attendus/nouveau/", "/equipe/ecarts/"):
            site.open(address)
            axe(page)
            assert site.width() == width, address
    file.write_bytes(as_csv(zoe, person("8", "Perdue", "Paule", team="Nulle part")))
    site.open("/equipe/effectif/")
    page.get_by_label("Fichier du personnel").set_input_files(file)
    page.get_by_role("button", name="Lire ce fichier").click()
    page.get_by_text("1 ligne est à corriger").wait_for()
    axe(page)
    assert site.width() == 320
    file.write_bytes(as_csv(zoe))
    site.open("/equipe/effectif/")
    page.get_by_label("Fichier du personnel").set_input_files(file)
    page.get_by_role("button", name="Lire ce fichier").click()
    page.get_by_role("button", name="Enregistrer ces changements").click()
    page.get_by_text("Enregistré le").wait_for()
    axe(page)
    assert User.objects.get(email="nour@structure.example").posts.count() == 1
