"""A page is found by its address at once, and whatever Wagtail alone knows how to serve stays Wagtail's."""

from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from cms.seeding import seed_site
from cms.serving import find_page
from tests.cast import Taught, make_institute_with_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    seed_site()
    return make_institute_with_module(tmp_path)


def test_wagtail_serves_the_page_it_is_told_and_looks_for_no_other(client: Client, taught: Taught) -> None:
    """Holds Wagtail (8.0) to the private name it keeps a page under."""
    with patch("wagtail.models.Page.route", side_effect=AssertionError("looked for again")):
        assert client.get(taught.module.url).status_code == 200


def test_a_page_deep_in_the_tree_takes_two_queries(taught: Taught, django_assert_num_queries: object) -> None:
    Site.get_site_root_paths()
    path = taught.module.url.lstrip("/")
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert find_page(path) == taught.module


def test_a_draft_an_activity_and_a_wrong_address_are_not_found(client: Client, taught: Taught) -> None:
    activity = taught.module.activities().first()
    assert client.get(f"{taught.module.url}{activity.slug}/").status_code == 404
    assert client.get(f"{taught.module.url}rien/").status_code == 404
    assert client.get("/rien%00/").status_code == 404
    taught.module.unpublish()
    assert client.get(taught.module.url).status_code == 404


def test_feeds_of_the_watch_and_the_home_page_are_still_there(client: Client, taught: Taught) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/veille/flux/atom/").status_code == 200


def test_what_is_closed_above_a_module_closes_it(client: Client, taught: Taught) -> None:
    PageViewRestriction.objects.create(page=taught.page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(taught.module.url).status_code == 302
