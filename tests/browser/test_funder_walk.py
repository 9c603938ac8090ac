"""A funder opens a convention, reads chart and table, exports, shares a link that expires; another sees nothing."""

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lms.funding.editions import publish
from lms.funding.models import ShareLink
from lms.funding.observatory import publish_observatory
from lms.funding.rollup import settle_everything
from lms.funding.sharing import address_of, make_link
from lms.people.models import User
from lms.people.rights import Role
from tests.browser.conftest import Site
from tests.funding import cast
from tests.funding.cast import FIRST_DAY, House
from tests.funding.test_outcomes import asked, fill_and_ask

__all__ = ["asked"]
pytestmark = pytest.mark.long


@pytest.fixture
def house(site: Site) -> House:
    return House()


@pytest.fixture
def published(house: House, asked: object) -> House:
    """Tables and answers before and after, in an edition and in the observatory."""
    fill_and_ask(house, asked)  # type: ignore[arg-type]
    publish(house.convention, FIRST_DAY)
    publish_observatory(FIRST_DAY)
    return house


def test_a_funder_reads_exports_and_shares_and_the_link_expires(
    site: Site, published: House, axe: Callable[[Page], None]
) -> None:
    page, convention = site.page, published.convention
    site.enter_as(cast.person("Inès", Role.FUNDER, published.funder))
    site.open("/conventions/")
    page.get_by_role("link", name=convention.title).first.click()
    page.locator("[data-chart] svg.main-svg").first.wait_for()
    expect(page.locator("table[data-axis=territory] tfoot td").first).to_have_text("240")
    expect(page.get_by_role("heading", name="Ce qui a changé")).to_be_visible()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger les chiffres (.csv)").click()
    assert "240" in Path(str(download.value.path())).read_text("utf-8-sig")
    address = share(site, published)
    site.page.context.clear_cookies()
    assert site.open(address).status == 200
    expect(page.locator("table[data-axis=territory] tfoot td").first).to_have_text("240")
    axe(page)
    ShareLink.objects.update(made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(days=1))
    assert site.open(address).status == 410
    expect(page.locator("table")).to_have_count(0)


def share(site: Site, house: House) -> str:
    """Make a link from the page of the convention; its address."""
    site.open(f"/conventions/{house.convention.pk}/partage/")
    site.page.get_by_label("Pour qui").first.fill("Comité de pilotage")
    site.page.get_by_role("button", name="lien").first.click()
    link = site.page.locator("[href*='/partage/'], input[value*='/partage/']")
    found = [each.get_attribute("href") or each.get_attribute("value") or "" for each in link.all()]
    shared = next(each for each in found if "/partage/" in each and "/conventions/" not in each)
    return shared.removeprefix(site.address)


def test_another_funder_sees_nothing_of_it(site: Site, published: House) -> None:
    site.enter_as(cast.person("Basile", Role.FUNDER, cast.funder("Fonds du Littoral")))
    site.open("/conventions/")
    expect(site.page.get_by_text(published.convention.title)).to_have_count(0)
    assert site.open(f"/conventions/{published.convention.pk}/").status == 404


def test_the_observatory_is_for_anyone(site: Site, published: House, axe: Callable[[Page], None]) -> None:
    site.open("/observatoire/")
    site.page.locator("[data-chart] svg.main-svg").first.wait_for()
    axe(site.page)
    picture(site, "observatoire")
    site.narrow()
    site.open("/observatoire/")
    assert site.width() == 320


def test_what_changed_fits_a_small_phone(site: Site, published: House) -> None:
    site.enter_as(cast.person("Inès", Role.FUNDER, published.funder))
    path = f"/conventions/{published.convention.pk}/"
    site.open(path)
    site.page.locator("[data-chart] svg.main-svg").first.wait_for()
    picture(site, "convention")
    site.narrow()
    site.open(path)
    assert site.width() == 320


CLIPPED = """() => [...document.querySelectorAll("[data-chart]")].flatMap((box) => {
  const edge = box.getBoundingClientRect();
  return [...box.querySelectorAll("svg text")].filter((text) => {
    const { left, right } = text.getBoundingClientRect();
    return left < edge.left - 1 || right > edge.right + 1;
  }).map((text) => text.textContent);
})"""
"""The words of the charts that stand out of their chart."""


def test_a_chart_keeps_its_words_whole_when_the_window_is_narrowed(site: Site, published: House) -> None:
    site.enter_as(cast.person("Inès", Role.FUNDER, published.funder))
    site.open(f"/conventions/{published.convention.pk}/")
    site.page.locator("[data-chart] svg.main-svg").first.wait_for()
    assert site.page.evaluate(CLIPPED) == []
    site.narrow()
    site.page.wait_for_function(f"({CLIPPED})().length === 0")
    assert site.width() == 320


def test_the_figures_print_with_their_charts_and_tables_and_without_the_navigation(
    site: Site, published: House
) -> None:
    page = site.page
    page.emulate_media(color_scheme="dark")
    site.enter_as(cast.person("Inès", Role.FUNDER, published.funder))
    site.open(f"/conventions/{published.convention.pk}/")
    page.locator("[data-chart] svg.main-svg").first.wait_for()
    titles = page.locator("details.chart-table caption").all_text_contents()
    assert titles
    expect(page.locator("details.chart-table[open]")).to_have_count(0)
    printed = page.pdf(prefer_css_page_size=True)
    keep(printed, "convention.pdf")
    words = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(printed)).pages)
    for title in titles:
        assert " ".join(title.split()) in words
    assert "240" in words
    assert "Se déconnecter" not in words
    assert "Aller au contenu" not in words
    expect(page.locator("details.chart-table[open]")).to_have_count(0)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert max(page.evaluate("[...document.querySelectorAll('.main-svg')].map((svg) => svg.clientWidth)")) <= 640
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(INK) == "rgb(20, 39, 43)", "the ink of the day, on white paper"


INK = "() => getComputedStyle(document.querySelector('[data-chart] svg text')).fill"


def keep(content: bytes, name: str) -> None:
    """To look at, when PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        (Path(folder) / name).write_bytes(content)


def test_every_screen_of_the_figures_fits_a_small_phone_and_keeps_nobody_out(
    site: Site, published: House, axe: Callable[[Page], None]
) -> None:
    funder = cast.person("Inès", Role.FUNDER, published.funder)
    [edition] = published.convention.editions.all()
    address = f"/conventions/{published.convention.pk}"
    edition_address = f"{address}/editions/{edition.pk}"
    screens = {
        "archive": f"{address}/editions/",
        "edition": f"{edition_address}/",
        "recu": f"{edition_address}/recu/",
        "rejouer": f"{edition_address}/rejouer/",
        "partage": f"{address}/partage/",
        "lien": address_of(make_link(edition, funder, "Comité", 7)),
    }
    look(site, axe, funder, screens)
    settle_everything()
    look(site, axe, cast.person("Maud", Role.SITE_ADMIN), {"en-direct": f"{address}/en-direct/"})


def look(site: Site, axe: Callable[[Page], None], person: User, screens: dict[str, str]) -> None:
    site.enter_as(person)
    for name, path in screens.items():
        site.page.set_viewport_size({"width": 1280, "height": 900})
        assert site.open(path).status == 200
        axe(site.page)
        picture(site, name)
        site.narrow()
        site.open(path)
        assert (name, site.width()) == (name, 320)


def picture(site: Site, name: str) -> None:
    """Pictures to look at, when PICTURES names a folder."""
    folder = os.environ.get("PICTURES")
    for width in (320, 768, 1280) if folder else ():
        site.page.set_viewport_size({"width": width, "height": 900})
        site.page.wait_for_timeout(300)
        site.page.screenshot(path=Path(str(folder)) / f"{name}-{width}.png", full_page=True)
