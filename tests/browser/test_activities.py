"""Every kind of page of each module, as written: axe finds nothing, nothing scrolls sideways at 320 px."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from cms.seeding import seed_site
from lms.demo.walking import walk
from lms.people.models import User
from modules.loading.loader import load_all
from modules.models import Edition, Registration
from tests.browser.conftest import Site
from tests.modules.cast import make_learner
from tests.modules.written import FOLDERS

pytestmark = pytest.mark.long
Check = Callable[[Page], None]


@pytest.fixture(params=range(len(FOLDERS)), ids=[folder.name for folder in FOLDERS])
def edition(site: Site, request: pytest.FixtureRequest) -> Edition:
    seed_site()
    return load_all(settings.FIXTURES / "modules")[request.param].edition


@pytest.fixture
def nadege(edition: Edition) -> User:
    return make_learner()


def addresses(registration: Registration) -> list[str]:
    return [f"/parcours/{registration.pk}/{each.slug}/" for each in registration.edition.activities.all()]


def check_page(site: Site, axe: Check) -> None:
    axe(site.page)
    site.narrow()
    assert site.width() <= 320, site.page.url
    site.page.set_viewport_size({"width": 1280, "height": 900})


def test_no_page_of_a_module_not_begun_keeps_anyone_out(site: Site, axe: Check, edition: Edition, nadege: User) -> None:
    registration = walk(nadege, edition, timezone.now() - timedelta(days=9), 0, Random(5))
    site.enter_as(nadege)
    module = f"/{edition.module.get_parent().slug}/{edition.module.slug}/"
    for address in ["/modules/", module, f"/parcours/{registration.pk}/", *addresses(registration)]:
        site.open(address)
        check_page(site, axe)


def test_no_page_under_way_keeps_anyone_out(site: Site, axe: Check, edition: Edition, nadege: User) -> None:
    """Questions, their errors and their feedback; a conversation; the forms sent empty."""
    registration = walk(nadege, edition, timezone.now() - timedelta(days=9), 0, Random(5))
    site.enter_as(nadege)
    page = site.page
    for activity in registration.edition.activities.all():
        site.open(f"/parcours/{registration.pk}/{activity.slug}/")
        page.get_by_role("main").get_by_role("button").first.click()
        check_page(site, axe)
        if activity.kind in {"quiz", "dialogue"}:
            page.get_by_role("main").get_by_role("button").first.click()  # nothing chosen: the error
            check_page(site, axe)
            for field in page.get_by_role("combobox").all():
                field.select_option(index=1)
            for choice in page.get_by_role("radio").all()[:1]:
                choice.check()
            page.get_by_role("main").get_by_role("button").first.click()
            check_page(site, axe)


def test_no_page_of_a_module_done_keeps_anyone_out(site: Site, axe: Check, edition: Edition, nadege: User) -> None:
    registration = walk(nadege, edition, timezone.now() - timedelta(days=90), edition.activities.count(), Random(5))
    site.enter_as(nadege)
    for address in [f"/parcours/{registration.pk}/", f"/parcours/{registration.pk}/bilan/", *addresses(registration)]:
        site.open(address)
        for details in site.page.locator("details").all()[:3]:
            details.evaluate("each => each.open = true")
        check_page(site, axe)
