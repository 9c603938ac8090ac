"""Each module taken in Chromium from its public page to the end page: what its files say can be done, by clicking."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cms.seeding import seed_site
from modules.loading.loader import InstituteFile, load_institute, load_module
from modules.models import HALF_DAY_MINUTES, Edition, Registration
from tests.browser.conftest import Site
from tests.browser.walking import Walker, folder_of_shots
from tests.modules.cast import make_learner
from tests.modules.written import FOLDERS

pytestmark = pytest.mark.long
ENGLISH = [each.parent for each in sorted(FOLDERS[0].glob("en/module.yaml"))]


@pytest.fixture(params=[*FOLDERS, *ENGLISH], ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def edition(site: Site, request: pytest.FixtureRequest) -> Edition:
    """A module, after the one it translates if it does."""
    seed_site()
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    folder: Path = request.param
    if folder in ENGLISH:
        load_module(folder.parent, institute)
    return load_module(folder, institute).edition


def test_a_module_is_taken_from_its_first_page_to_its_last(site: Site, edition: Edition) -> None:
    nadege, page = make_learner(), site.page
    site.enter_as(nadege)
    site.open(edition.module.url)
    walker = Walker(site, folder_of_shots(edition.module.slug))
    walker.look("module")
    walker.go_on()
    walker.look("parcours")
    walker.go_on()
    for activity in edition.activities.all():
        assert page.url.rstrip("/").endswith(f"/{activity.slug}"), (page.url, activity.slug)
        walker.take(activity)
    walker.look("bilan")
    expect(page).to_have_url(re.compile("/bilan/$"))
    registration = Registration.objects.get(learner=nadege)
    assert registration.minutes_done == HALF_DAY_MINUTES
    assert registration.completed_at is not None
