"""The employer's pages in a browser: by keyboard, without JavaScript, on a small phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.workforce.cast import Cast, gather

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
    assert not site.page.locator("table").is_visible()
    axe(site.page)
    site.page.get_by_role("link", name="Zidane Yasmine").click()
    assert site.page.get_by_text("À renouveler depuis le").is_visible()


def test_who_does_not_have_is_asked_by_keyboard_without_javascript(site: Site, browser: Any) -> None:
    cast = gather()
    site.enter_as(cast.hr)
    context = browser.new_context(java_script_enabled=False, storage_state=site.page.context.storage_state())
    page = context.new_page()
    page.goto(site.address + MATRIX)
    page.get_by_label("Compétence", exact=True).select_option(index=2)
    page.get_by_role("button", name="Voir ces personnes").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**competence=*")
    assert page.locator("table tbody th a").all_text_contents() == ["Ancel Zoé"]
    context.close()
