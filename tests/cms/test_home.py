"""The site as it opens: the home page, its situation to try, the text pages."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site

from cms.blocks import CellBlock
from cms.models import HomePage, Listed, StandardPage
from cms.models.home import choose_answer
from cms.seeding import seed_site
from competencies.survey import figure

pytestmark = pytest.mark.django_db


def test_the_home_page_answers_at_once_at_the_root(client: Client) -> None:
    seed_site()
    response = client.get("/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "<title>" in page
    assert "Aider sans faire à la place" in page
    assert '<html lang="fr">' in page


def test_seeding_again_changes_nothing_that_someone_has_edited() -> None:
    home = seed_site()
    home.lead = "Nos mots à nous."
    home.save()
    before = Page.objects.count()
    assert seed_site() == home
    assert Page.objects.count() == before
    assert HomePage.objects.get().lead == "Nos mots à nous."


def test_seeding_gives_back_a_page_that_was_deleted() -> None:
    home = seed_site()
    StandardPage.objects.get(slug="vos-donnees").delete()
    seed_site()
    assert home.get_children().filter(slug="vos-donnees").exists()


def test_the_welcome_page_of_a_bare_site_is_gone() -> None:
    home = seed_site()
    assert list(Page.objects.filter(depth=2)) == [home.page_ptr]
    assert Site.objects.get().root_page_id == home.pk


@pytest.mark.parametrize(
    ("number", "posture"), [("1", "Faire à la place"), ("2", "Faire avec"), ("3", "Passer le relais")]
)
def test_each_answer_gets_its_reaction_and_its_posture(client: Client, number: str, posture: str) -> None:
    situation = seed_site().trial[0].value
    page = client.get(f"/?r={number}").content.decode()
    assert posture in page
    assert situation["answers"][int(number) - 1]["reaction"].split()[0] in page


def test_no_posture_is_named_before_an_answer(client: Client) -> None:
    seed_site()
    page = client.get("/").content.decode()
    assert "Passer le relais" not in page
    assert "Ce que cela change" not in page


@pytest.mark.parametrize("number", ["", "0", "4", "-1", "deux", "²", "1" * 5000, "<b>"])
def test_an_answer_that_does_not_exist_is_no_answer(number: str) -> None:
    assert choose_answer(seed_site().trial[0].value, number) is None


def test_without_a_module_the_home_page_says_so(client: Client) -> None:
    seed_site()
    assert "Le premier module arrive" in client.get("/").content.decode()


def test_the_pages_to_begin_with_are_those_chosen_in_their_order(client: Client) -> None:
    home = seed_site()
    first, second = StandardPage.objects.order_by("-slug")[:2]
    home.featured = [("page", first.page_ptr), ("page", second.page_ptr)]
    home.save()
    assert [page.pk for page in home.beginnings()] == [first.pk, second.pk]
    second.unpublish()
    assert [page.pk for page in home.beginnings()] == [first.pk]
    assert first.search_description in client.get("/").content.decode()


def test_a_listed_page_says_its_description_unless_it_knows_better() -> None:
    class Lesson(Listed):
        search_description = "Ce qu’on y apprend."

    assert (Lesson().summary_words(), Lesson().facts()) == ("Ce qu’on y apprend.", [])


def test_the_figure_of_the_home_page_is_computed_from_its_cell(client: Client) -> None:
    home = seed_site()
    shown = figure(home.figure_cell)
    page = client.get("/").content.decode()
    assert f'<p class="big">{shown.percent_text}</p>' in page
    assert shown.base_text in page
    assert shown.interval_text in page


def test_without_its_cell_the_home_page_shows_no_figure(client: Client) -> None:
    home = seed_site()
    home.figure_cell = "T99/total/non"
    home.save()
    assert 'class="big"' not in client.get("/").content.decode()


def test_a_cell_that_does_not_exist_is_refused_in_the_studio() -> None:
    assert CellBlock().clean("T04/total/non") == "T04/total/non"
    with pytest.raises(ValidationError, match="T04/total/non"):
        CellBlock().clean("T99/total/non")


@pytest.mark.parametrize("slug", ["qui-voit-quoi", "vos-donnees", "accessibilite", "mentions-legales"])
def test_every_page_links_the_text_pages_at_its_foot(client: Client, slug: str) -> None:
    seed_site()
    assert f'href="/{slug}/"' in client.get("/").content.decode()
    assert client.get(f"/{slug}/").status_code == 200


def test_the_home_page_asks_the_database_little(
    client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    seed_site()
    client.get("/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/")
