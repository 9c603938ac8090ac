"""The catalogue by facets: a count is what its link leads to, and a choice that nothing suits says how to get out."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cms.seeding import seed_site
from modules.catalogue import NAMES, Catalogue, Offer, sort_out
from tests.cast import make_institute_with_module


def offer(**values: str) -> Offer:
    """An offer with these values, several of one facet separated by a space."""
    return Offer(None, 210, {facet: {each: each for each in values.get(facet, "").split()} for facet in NAMES})


LEARN = offer(competence="A1.1 A1.2", ecart="E01", duree="demi-journee", format="a-distance")
TALK = offer(competence="A1.1", ecart="E02", duree="demi-journee", format="a-distance en-groupe", pratique="dialogue")
DAY = offer(competence="A1.1 A1.2", ecart="E01 E02", duree="journee", format="a-distance", pratique="dialogue")
OFFERS = [LEARN, TALK, DAY]


def counts(found: Catalogue, facet: str) -> dict[str, int]:
    return {value.key: value.count for each in found.facets if each.key == facet for value in each.values}


def test_each_value_says_how_many_it_would_leave() -> None:
    found = sort_out(OFFERS, {"competence": "A1.2"})
    assert list(found.modules) == [LEARN, DAY]
    assert counts(found, "duree") == {"demi-journee": 1, "journee": 1}
    assert counts(found, "competence") == {"A1.1": 3, "A1.2": 2}  # another value of the same facet replaces it


def test_lengths_come_from_the_shortest_to_the_longest() -> None:
    assert list(counts(sort_out(OFFERS, {}), "duree")) == ["demi-journee", "journee"]


def test_what_nothing_suits_is_said_and_each_way_out_has_its_count() -> None:
    found = sort_out(OFFERS, {"competence": "Z9.9", "duree": "journee"})
    assert found.count == 0
    assert {facet.key: facet.without for facet in found.chosen} == {"competence": 1, "duree": 0}


words = st.sampled_from(["a", "b", "c"])
offers_of_all_kinds = st.lists(
    st.builds(
        lambda values: Offer(None, 1, values), st.fixed_dictionaries({n: st.dictionaries(words, words) for n in NAMES})
    ),
    max_size=6,
)


@given(offers_of_all_kinds, st.dictionaries(st.sampled_from(list(NAMES)), words))
def test_a_count_is_always_what_its_link_leads_to(offers: list[Offer], asked: dict[str, str]) -> None:
    found = sort_out(offers, asked)
    for facet in found.facets:
        for value in facet.values:
            if not value.is_chosen:
                assert sort_out(offers, asked | {facet.key: value.key}).count == value.count


@pytest.fixture
def page(client: Client, tmp_path: Path) -> Any:
    seed_site()
    make_institute_with_module(tmp_path)
    make_institute_with_module(tmp_path, key="aller-plus-loin", title="Aller plus loin")

    def read(address: str = "/modules/") -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


@pytest.mark.django_db
def test_one_chooses_by_competency_gap_length_format_with_links_alone(page: Any) -> None:
    names = [each.text.strip() for each in page().select(".cols summary")]
    assert names == ["Compétence", "Difficulté traitée", "Durée", "Format"]
    link = next(each for each in page().select(".facet a") if each.text.startswith("A2.1"))
    chosen = page("/modules/" + link["href"])
    assert len(chosen.select(".rows > li")) == 2
    assert chosen.select_one(".facet a[aria-current]").text.startswith("A2.1")


@pytest.mark.django_db
def test_an_address_that_nothing_suits_helps_one_out_and_breaks_nothing(page: Any) -> None:
    empty = page("/modules/?competence=%3Cscript%3E&duree=plus").select_one(".empty")
    assert "Rien ne répond à tous ces choix" in empty.text
    assert len(empty.select("a")) == 2
    assert page().select_one(".empty") is None


@pytest.mark.django_db
def test_the_catalogue_costs_the_same_whatever_the_number_of_modules(
    page: Any, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    page()
    for number in range(3):
        make_institute_with_module(tmp_path, key=f"module-{number}", title=f"Module {number}")
    with django_assert_max_num_queries(8):
        page()


@pytest.mark.django_db
def test_the_menu_leads_to_the_catalogue_and_says_when_one_is_there(client: Client) -> None:
    seed_site()
    menus = {
        path: BeautifulSoup(client.get(path).content, "html.parser").select_one("nav.nav a[href='/modules/']")
        for path in ("/", "/modules/")
    }
    assert {path: link.get("aria-current") for path, link in menus.items() if link} == {"/": None, "/modules/": "page"}
