"""The site as it opens: the home page, its situation to try, the text pages."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site

from cms.blocks import CellBlock
from cms.models import HomePage, Listed, StandardPage
from cms.models.home import choose_answer, read_trial
from cms.seeding import seed_site
from competencies.survey import figure
from tests.modules.durations import WORDS_A_MINUTE, count_words

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


def test_the_conversation_goes_on_with_what_was_answered_in_its_address(client: Client) -> None:
    situations = [block.value for block in seed_site().trial]
    first = client.get("/?r=2").content.decode()
    assert 'href="/?r=2&amp;suite=1#essai"' in first
    second = client.get("/?r=2&suite=1").content.decode()
    assert situations[1]["title"] in second
    assert 'value="21"' in second
    assert "Ce que cela change" not in second
    last = client.get("/?r=213").content.decode()
    assert situations[2]["title"] in last
    assert "Passer le relais" in last
    assert "suite=1" not in last


@pytest.mark.parametrize("given", ["2134", "29", "2x", "-1", "٢"])
def test_answers_that_do_not_exist_begin_it_again(given: str) -> None:
    situations = [block.value for block in seed_site().trial]
    trial = read_trial(situations, given, goes_on=True)
    assert trial is not None
    assert (trial.number, trial.chosen) == (1, None)


def test_a_page_with_nothing_to_try_shows_no_trial(client: Client) -> None:
    home = seed_site()
    home.trial = []
    home.save()
    assert 'id="essai"' not in client.get("/?r=1").content.decode()


def test_the_trial_takes_two_minutes() -> None:
    """Everything shown on the way, read at 200 words a minute, and ten seconds to choose each time."""
    for answers in product(range(3), repeat=3):
        words = 0
        for block, place in zip(seed_site().trial, answers, strict=True):
            shown, chosen = block.value, block.value["answers"][place]
            texts = [shown["title"], shown["scene"], shown["speech"], chosen["reaction"], chosen["why"]]
            words += count_words(*texts, *(answer["says"] for answer in shown["answers"]))
        assert 1.5 <= words / WORDS_A_MINUTE + 3 * 10 / 60 <= 2.5, words


def test_no_trial_offers_the_best_answer_always_at_the_same_place() -> None:
    places = {[answer["posture"] for answer in block.value["answers"]].index("with") for block in seed_site().trial}
    assert len(places) > 1


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
