"""What axe does not see, on every public page: keyboard, focus, zoom, spacing, motion, colours, headings.

The lines of docs/rgaa.md name these tests.
"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage
from wagtail.models import Page

from cms.directory.importing import take_shipped
from cms.models import Place
from cms.reading_language import in_language
from cms.seeding import seed_site
from cms.site_map import public_addresses
from lms.demo.meetings import open_meetings
from lms.settings.base import LANGUAGE_CODE
from tests.browser.conftest import Site
from tests.cast import make_institute_with_module

# Text spacing that readers may ask for (WCAG 2.2, 1.4.12): https://www.w3.org/TR/WCAG22/#text-spacing
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
TWO_FRAMES = (
    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
)
OUTSIDE = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(each => each.checkVisibility() && !each.closest('.scroll, svg, .vh, .skip'))
    .filter(each => ['hidden', 'clip'].includes(getComputedStyle(each).overflowX))
    .filter(each => each.scrollWidth > each.clientWidth + 1)
    .map(each => each.outerHTML.slice(0, 160))"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(each => +each.tagName[1])"
TWICE = """() => [...document.querySelectorAll('[id]')].map(each => each.id)
    .filter((id, place, all) => all.indexOf(id) !== place)"""
FOCUSED = """() => {
    const each = document.activeElement
    if (!each || each === document.body) return null
    const box = each.getBoundingClientRect()
    const around = [each, each.closest('label')].filter(Boolean).map(place => getComputedStyle(place))
    return {
        name: each.outerHTML.slice(0, 140),
        ringed: around.some(style => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
            || style.boxShadow !== 'none'),
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.height > 0,
    }
}"""
REACHABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(each => each.checkVisibility() && !each.disabled && each.type !== 'hidden' && each.tabIndex >= 0).length"""


pytestmark = pytest.mark.long


@pytest.fixture
def everything(site: Site, tmp_path: Path) -> list[str]:
    """Every public address: the pages that the search may find, the others of the site map, and those beside them."""
    open_meetings(seed_site())
    make_institute_with_module(tmp_path)
    take_shipped("nord-invente-2026-03")
    site.open("/plan-du-site/")
    linked = site.page.eval_on_selector_all("main a[href^='/']", "all => all.map(each => each.getAttribute('href'))")
    beside = ["/plan-du-site/", "/compte/login/", "/compte/password/reset/", "/perdue/", "/recherche/?q=accompagner"]
    place = f"/annuaire/{Place.objects.all()[0].pk}/"
    found = [*linked, *beside, place, f"{place}erreur/", *(address for _, address in public_addresses())]
    return [path for path in dict.fromkeys(found) if not path.endswith(".xml")]


@pytest.fixture
def both_languages(everything: list[str]) -> list[str]:
    """Every public page in French, in English, and its easy edition where it has one."""
    easy = [page.url for page in Page.objects.live().specific() if getattr(page, "easy_is_shown", False)]
    return [
        *everything,
        *(in_language("en", path) for path in everything),
        *(f"{path}?lecture=facile" for path in easy),
    ]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_keeps_anyone_out_in_either_language(
    site: Site, both_languages: list[str], axe: Callable[[BrowserPage], None], width: int, colours: Any
) -> None:
    site.page.emulate_media(color_scheme=colours)
    site.page.set_viewport_size({"width": width, "height": 900})
    problems: list[str] = []
    for path in both_languages:
        site.open(path)
        try:
            axe(site.page)
        except AssertionError as found:
            problems.append(f"{path}: {found}")
        wide = site.width() - width
        problems += [f"{path} scrolls sideways by {wide}"] * (wide > 0)
    assert not problems, "\n".join(problems)


def test_every_page_is_walked_with_tab_alone_and_the_focus_is_always_seen(site: Site, everything: list[str]) -> None:
    """Each stop once and in sight; the last Tab leaves the page: nothing holds the keyboard."""
    problems: list[str] = []
    for path in everything:
        site.open(path)
        stops = site.page.evaluate(REACHABLE)
        seen: list[Any] = []
        while len(seen) <= stops + 5:
            site.page.keyboard.press("Tab")
            focused = site.page.evaluate(FOCUSED)
            if focused is None or (seen and focused["name"] == seen[0]["name"]):
                break  # the browser's own bar, or round again
            seen.append(focused)
            problems += [f"{path} no ring: {focused['name']}"] * (not focused["ringed"])
            problems += [f"{path} out of sight: {focused['name']}"] * (not focused["inside"])
        problems += [f"{path}: {len(seen)} stops, {stops} expected"] * (not 1 <= len(seen) <= stops)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("zoom", ["text at 200 %", "page at 400 %", "wider spacing"])
def test_nothing_is_lost_by_who_reads_larger_or_wider(site: Site, everything: list[str], zoom: str) -> None:
    """At 400 % a window of 1,280 pixels is 320 wide."""
    site.page.set_viewport_size({"width": 320 if zoom == "page at 400 %" else 1280, "height": 900})
    problems: list[str] = []
    for path in everything:
        site.open(path)
        if zoom == "text at 200 %":
            site.page.add_style_tag(content="html { font-size: 200% !important }")
        if zoom == "wider spacing":
            site.page.add_style_tag(content=SPACING)
        # A chart is drawn again once its box has narrowed, a frame after the text has grown.
        site.page.evaluate(TWO_FRAMES)
        wide = site.width() - site.page.viewport_size["width"]  # type: ignore[index]
        problems += [f"{path} scrolls sideways by {wide}"] * (wide > 0)
        problems += [f"{path} cuts: {each}" for each in site.page.evaluate(OUTSIDE)]
    assert not problems, "\n".join(problems)


def test_headings_go_down_one_by_one_and_no_name_is_given_twice(site: Site, everything: list[str]) -> None:
    problems: list[str] = []
    titles: dict[str, str] = {}
    for path in everything:
        site.open(path)
        levels = site.page.evaluate(HEADINGS)
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        problems += [f"{path}: headings {levels}"] * (levels.count(1) != 1 or bool(jumps))
        problems += [f"{path}: id {each} twice" for each in site.page.evaluate(TWICE)]
        for landmark in ("header", "main", "footer", "nav"):
            problems += [f"{path}: no {landmark}"] * (site.page.locator(f"body {landmark}").count() == 0)
        title = site.page.title()
        problems += [f"{path}: titled like {titles.get(title)}"] * (title in titles)
        titles[title] = path
        language = site.page.evaluate("document.documentElement.lang")
        problems += [f"{path}: lang {language}"] * (language != LANGUAGE_CODE)
    assert not problems, "\n".join(problems)


def test_nothing_moves_for_who_asked_for_stillness(site: Site, everything: list[str]) -> None:
    site.page.emulate_media(reduced_motion="reduce")
    moving = "() => document.getAnimations().filter(each => each.playState === 'running').length"
    assert {path: site.page.evaluate(moving) for path in everything if site.open(path)} == dict.fromkeys(everything, 0)


def test_imposed_colours_keep_what_is_pressed_visible(site: Site, everything: list[str]) -> None:
    """In forced colours a control has no background of ours: its edge or its underline says what it is."""
    site.page.emulate_media(forced_colors="active")
    flat = """() => [...document.querySelectorAll('main button, main input, main select, main textarea')]
        .filter(each => each.checkVisibility() && !['hidden', 'checkbox', 'radio'].includes(each.type))
        .filter(each => parseFloat(getComputedStyle(each).borderTopWidth) === 0)
        .map(each => each.outerHTML.slice(0, 140))"""
    problems = [f"{path}: {each}" for path in everything if site.open(path) for each in site.page.evaluate(flat)]
    assert not problems, "\n".join(problems)
