"""On a small phone (375 px) nothing floats over what one answers, and a page of an activity is light."""

from collections.abc import Callable
from random import Random

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.seeding import seed_site
from lms.demo.walking import walk
from modules.loading.loader import load_all
from modules.models import Edition
from tests.browser.conftest import Site
from tests.browser.test_weight import weigh
from tests.modules.cast import make_learner
from tests.modules.written import FOLDERS

pytestmark = pytest.mark.long
Check = Callable[[Page], None]
PHONE = {"width": 375, "height": 667}
KILOBYTES = 100
"""Of a page and its sheets, scripts and icons; letters (fonts) are kept by the browser once for the whole site."""

HIDDEN = """() => {
  document.querySelectorAll("main details").forEach((each) => { each.open = true; });
  const seen = (each) => each.getClientRects().length && getComputedStyle(each).visibility !== "hidden";
  const answers = [...document.querySelectorAll("main label, main textarea, main select, main input, main button")];
  const hidden = [];
  for (const each of answers.filter(seen)) {
    const field = each.matches("label") ? each.control : each;
    if (field && field.matches("input[type=hidden]")) continue;
    for (const block of ["center", "nearest"]) {
      each.scrollIntoView({ block, behavior: "instant" });
      const box = each.getBoundingClientRect();
      const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + box.height / 2];
      const top = document.elementFromPoint(x, y);
      const itself = top && (each.contains(top) || top.contains(each) || top.closest("label")?.contains(each));
      if (!itself) hidden.push(`${each.outerHTML.slice(0, 90)} under ${top?.outerHTML.slice(0, 60)}`);
    }
  }
  return hidden;
}"""
FLOATING = """() => [...document.querySelectorAll("body *")]
  .filter((each) => ["fixed", "sticky"].includes(getComputedStyle(each).position))
  .filter((each) => each.getClientRects().length && !each.closest("table"))
  .map((each) => each.outerHTML.slice(0, 80))"""


@pytest.fixture(params=range(len(FOLDERS)), ids=[folder.name for folder in FOLDERS])
def edition(site: Site, request: pytest.FixtureRequest) -> Edition:
    seed_site()
    return load_all(settings.FIXTURES / "modules")[request.param].edition


def test_nothing_floats_over_an_answer(site: Site, edition: Edition) -> None:
    nadege = make_learner()
    registration = walk(nadege, edition, timezone.now(), 0, Random(5))
    site.enter_as(nadege)
    site.page.set_viewport_size(PHONE)
    for activity in edition.activities.all():
        site.open(f"/parcours/{registration.pk}/{activity.slug}/")
        if (begin := site.page.locator("button[value=commencer]")).count():
            begin.first.click()
            site.page.wait_for_load_state()
        assert site.page.evaluate(FLOATING) == [], activity.slug
        assert site.page.evaluate(HIDDEN) == [], activity.slug
        assert site.width() <= PHONE["width"], activity.slug


def test_every_page_of_an_activity_is_under_a_hundred_kilobytes(site: Site, edition: Edition) -> None:
    nadege = make_learner()
    registration = walk(nadege, edition, timezone.now(), 0, Random(5))
    site.enter_as(nadege)
    weights: dict[str, float] = {}
    for activity in edition.activities.all():
        address = f"/parcours/{registration.pk}/{activity.slug}/"
        site.open(address)
        if (begin := site.page.locator("button[value=commencer]")).count():
            begin.first.click()
        weights[activity.slug] = weigh(site, address, but=".woff2")[0] / 1000
    for name, address in (("dashboard", "/mon-parcours/"), ("path", f"/parcours/{registration.pk}/")):
        weights[name] = weigh(site, address, but=".woff2")[0] / 1000
    print(weights)  # noqa: T201 (read with -s)
    assert {name: kb for name, kb in weights.items() if kb > KILOBYTES} == {}


def test_easier_words_and_paper_keep_nobody_out(site: Site, axe: Check, edition: Edition) -> None:
    nadege = make_learner()
    registration = walk(nadege, edition, timezone.now(), 0, Random(5))
    site.enter_as(nadege)
    for activity in edition.activities.all():
        address = f"/parcours/{registration.pk}/{activity.slug}/"
        site.open(address)
        if (begin := site.page.locator("button[value=commencer]")).count():
            begin.first.click()
        if (switch := site.page.get_by_role("button", name="Plus facile à lire")).count():  # kept from one to the next
            switch.click()
        expect(site.page.locator("body.falc")).to_have_count(1)
        for here in (site.page.url, f"{site.address}{address}papier/"):
            site.page.goto(here)
            axe(site.page)
            site.narrow()
            assert site.width() <= 320, here
            site.page.set_viewport_size({"width": 1280, "height": 900})


def test_the_catalogue_by_facets_fits_a_small_phone_and_keeps_nobody_out(site: Site, axe: Check) -> None:
    seed_site()
    load_all(settings.FIXTURES / "modules")
    for address in ("/modules/", "/modules/?pratique=dialogue&duree=demi-journee", "/modules/?competence=non"):
        site.open(address)
        site.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        axe(site.page)
        site.narrow()
        assert site.width() <= 320, address
