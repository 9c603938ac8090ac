"""Pages as a browser shows them: nothing keeps anyone out, nothing scrolls sideways, JavaScript is not needed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cms.seeding import seed_site
from tests.browser.conftest import Site

PAGES = [
    "/",
    "/?r=2",
    "/qui-voit-quoi/",
    "/mentions-legales/",
    "/guide/",
    "/guide/declarer-ses-ressources/",
    "/guide/declarer-ses-ressources/fiche/",
    "/charte-d-usages/",
    "/veille/",
    "/veille/la-crainte-pour-les-donnees/",
    "/compte/login/",
    "/compte/password/reset/",
    "/affichage/",
    "/recherche/",
    "/recherche/?q=num%C3%A9rique",
    "/recherche/?q=hippopotame",
    "/perdue/",
]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_public_page_keeps_anyone_out(site: Site, axe: Callable[[Page], None], colours: Any) -> None:
    seed_site()
    site.page.emulate_media(color_scheme=colours)
    for path in PAGES:
        site.open(path)
        axe(site.page)


def test_no_public_page_scrolls_sideways_on_a_small_phone(site: Site) -> None:
    seed_site()
    site.narrow()
    assert {path: site.width() for path in PAGES if site.open(path)} == dict.fromkeys(PAGES, 320)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.urls("tests.browser.sheet")
def test_no_component_keeps_anyone_out(site: Site, axe: Callable[[Page], None], colours: Any) -> None:
    complaints: list[str] = []
    site.page.on("console", lambda message: complaints.append(message.text))
    site.page.emulate_media(color_scheme=colours)
    site.open("/planche/")
    site.page.locator("[data-chart] svg.main-svg").first.wait_for()
    axe(site.page)
    site.narrow()
    # A chart is drawn again once its box has narrowed, a moment after the window.
    site.page.wait_for_function("document.scrollingElement.scrollWidth === 320")
    assert complaints == []


LYING_OVER = """() => [...document.querySelectorAll("[data-chart]")].flatMap((box) => {
  const texts = [...box.querySelectorAll(".ytick text")];
  const names = texts.map((each) => [each.textContent, each.getBoundingClientRect()]);
  return names.flatMap(([one, a]) => names.filter(([other, b]) => one < other && a.top < b.bottom && b.top < a.bottom)
    .map(([other]) => `${one} / ${other}`));
})"""
"""The pairs of names of a chart that lie one over the other."""


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.urls("tests.browser.sheet")
def test_the_names_of_a_chart_never_lie_over_one_another_however_long(site: Site, width: int) -> None:
    site.page.set_viewport_size({"width": width, "height": 900})
    site.open("/planche/")
    site.page.locator("[data-chart] .ytick text").first.wait_for()
    assert site.page.evaluate(LYING_OVER) == []


@pytest.mark.urls("tests.browser.sheet")
def test_a_chart_puts_its_table_away_once_it_is_drawn(site: Site) -> None:
    site.open("/planche/")
    site.page.locator("[data-chart=graphique-2] svg.main-svg").first.wait_for()
    expect(site.page.locator("details.chart-table[open]")).to_have_count(0)


@pytest.mark.urls("tests.browser.sheet")
def test_a_chart_without_javascript_is_its_table(site: Site, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + "/planche/")
    expect(page.get_by_role("cell", name="30").first).to_be_visible()
    expect(page.locator("[data-chart]").first).not_to_be_visible()
    context.close()


def test_a_visitor_answers_the_situation_with_the_keyboard_and_without_javascript(site: Site, browser: Any) -> None:
    seed_site()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + "/")
    page.locator("input[name=r]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?r=2#reaction")
    expect(page.get_by_text("la petite enveloppe")).to_be_visible()
    context.close()


def test_the_first_tab_skips_to_the_content(site: Site) -> None:
    seed_site()
    site.open("/")
    site.page.keyboard.press("Tab")
    site.page.keyboard.press("Enter")
    assert site.page.evaluate("document.activeElement.id") == "contenu"
