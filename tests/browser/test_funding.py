"""The funder's pages as a browser shows them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lms.funding.editions import publish
from lms.funding.grid import Step
from lms.people.rights import Role
from tests.browser.conftest import Site
from tests.funding import cast
from tests.funding.cast import FIRST_DAY, SECOND_DAY, House


@pytest.fixture
def conventions(site: Site) -> list[str]:
    """The pages of a funder: the list, a convention of 360 people with an older table, of twelve people, of none."""
    house, small = House(), House(edition=cast.edition("Orienter"))
    house.fill(70)
    publish(house.convention, FIRST_DAY)
    house.bring(Step.COMPLETED, 80, house.teams[:2])
    publish(house.convention, SECOND_DAY)
    small.fill(3)
    publish(small.convention, FIRST_DAY)
    empty = cast.convention(house.funder, house.edition, number="2027-001")
    small.convention.funder = house.funder
    small.convention.number = "2026-015"
    small.convention.save()
    site.enter_as(cast.person("Inès", Role.FUNDER, house.funder))
    return ["/conventions/", *(f"/conventions/{each.pk}/" for each in (house.convention, small.convention, empty))]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_convention_page_keeps_anyone_out(
    site: Site, axe: Callable[[Page], None], conventions: list[str], colours: Any
) -> None:
    complaints: list[str] = []
    site.page.on("console", lambda message: complaints.append(message.text))
    site.page.emulate_media(color_scheme=colours)
    for path in conventions:
        site.open(path)
        if path == conventions[1]:
            site.page.locator("[data-chart] svg.main-svg").first.wait_for()
        axe(site.page)
        picture(site, path, conventions, colours)
    assert complaints == []


def test_no_convention_page_scrolls_sideways_on_a_small_phone(site: Site, conventions: list[str]) -> None:
    site.narrow()
    assert {path: site.width() for path in conventions if site.open(path)} == dict.fromkeys(conventions, 320)


def test_the_figures_are_read_without_javascript(site: Site, conventions: list[str], browser: Any) -> None:
    with browser.new_context(java_script_enabled=False, storage_state=site.page.context.storage_state()) as context:
        page = context.new_page()
        page.goto(site.address + conventions[1])
        expect(page.locator("details.chart-table[open] table").first).to_be_visible()
        assert page.locator("table[data-axis=territory] tbody tr").count() >= 2


def picture(site: Site, path: str, paths: list[str], colours: str) -> None:
    """Pictures to look at, when PICTURES names a folder."""
    folder = os.environ.get("PICTURES")
    for width in (320, 768, 1280) if folder else ():
        site.page.set_viewport_size({"width": width, "height": 900})
        site.page.wait_for_timeout(300)
        site.page.screenshot(path=Path(str(folder)) / f"{paths.index(path)}-{width}-{colours}.png", full_page=True)
