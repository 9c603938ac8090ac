"""The matrix page: who is on it, what a cell says, who does not have what."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competencies.evidence import add_evidence
from lms.people.models import Post, User
from tests.workforce.cast import Cast, employ, find, pass_test
from tests.workforce.grid import read_screen

PAGE = "/equipe/competences/"
ZIDANE, ANCEL, ETIENNE = "Zidane Yasmine", "Ancel Zoé", "Étienne Élie"


def names_on(client: Client, **asked: str) -> list[str]:
    page = BeautifulSoup(client.get(PAGE, asked).content, "html.parser")
    return [link.get_text() for link in page.select("table tbody th a")]


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def test_hr_reads_everyone_of_her_structure_by_name_and_nobody_else(hr: Client) -> None:
    assert names_on(hr) == [ANCEL, ETIENNE, ZIDANE]


def test_a_manager_reads_the_team_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    assert names_on(client) == [ANCEL, ZIDANE]
    assert names_on(client, equipe=str(cast.south.pk)) == [ANCEL, ZIDANE]


def test_someone_who_left_is_no_longer_there(hr: Client, cast: Cast) -> None:
    Post.objects.filter(person=cast.elie).update(ended_on=timezone.localdate() - timedelta(days=1))
    assert names_on(hr) == [ANCEL, ZIDANE]


def test_a_cell_says_its_state_level_and_date(hr: Client) -> None:
    grid = read_screen(hr, PAGE)
    assert grid[ZIDANE, "A1.1"][:2] == ("Acquise", 2)
    assert grid[ZIDANE, "A1.2"][:2] == ("Non acquise", 1)
    assert grid[ZIDANE, "A2.1"][:2] == ("À renouveler", 2)
    assert grid[ZIDANE, "A2.1"][2] < timezone.localdate().isoformat()
    assert grid[ANCEL, "A1.1"] == ("Jamais évaluée", None, "")
    assert len(grid) == 3 * 19


@pytest.mark.parametrize(
    ("state", "code", "people"),
    [
        ("", "A1.1", [ANCEL]),
        ("n-a-pas", "A1.2", [ANCEL, ETIENNE, ZIDANE]),
        ("jamais-evaluee", "A1.2", [ANCEL, ETIENNE]),
        ("non-acquise", "A1.2", [ZIDANE]),
        ("a-renouveler", "A2.1", [ZIDANE]),
        ("acquise", "A1.1", [ETIENNE, ZIDANE]),
        ("acquise", "C3.2", []),
    ],
)
def test_who_does_not_have_a_competency_counts_the_never_assessed(
    hr: Client, state: str, code: str, people: list[str]
) -> None:
    assert names_on(hr, competence=str(find(code)), etat=state) == people


def test_any_competency_may_be_asked_about_at_once(hr: Client) -> None:
    assert names_on(hr, competence="une", etat="a-renouveler") == [ZIDANE]
    assert names_on(hr, competence="une", etat="jamais-evaluee") == [ANCEL, ETIENNE, ZIDANE]
    assert names_on(hr, etat="a-renouveler") == [ANCEL, ETIENNE, ZIDANE]


def test_a_team_and_a_domain_narrow_the_table(hr: Client, cast: Cast) -> None:
    domain = BeautifulSoup(hr.get(PAGE).content, "html.parser").select("#filtre-domaine option")[2]["value"]
    grid = read_screen(hr, f"{PAGE}?equipe={cast.south.pk}&domaine={domain}")
    assert {name for name, _ in grid} == {ETIENNE}
    assert {code[0] for _, code in grid} == {"B"}


def test_a_wrong_filter_says_so_and_loses_nothing(hr: Client, cast: Cast) -> None:
    page = hr.get(PAGE, {"equipe": str(cast.other_hr.pk), "competence": str(find("A1.1")), "etat": "acquise"})
    assert page.status_code == 200
    text = BeautifulSoup(page.content, "html.parser")
    assert "n’est pas l’une des vôtres" in text.find(id="erreurs").get_text()  # type: ignore[union-attr]
    assert text.title.get_text().startswith("Erreur")  # type: ignore[union-attr]
    assert [link.get_text() for link in text.select("table tbody th a")] == [ETIENNE, ZIDANE]


def test_counts_are_over_everyone_and_not_the_page(hr: Client, cast: Cast) -> None:
    crowd = [employ("Ada", f"Foule{number:02}", cast.south) for number in range(60)]
    add_evidence([pass_test(person, "A1.1") for person in crowd])
    page = BeautifulSoup(hr.get(PAGE).content, "html.parser")
    assert len(page.select("table tbody tr")) == 50
    assert page.select("table tfoot td")[0].get_text() == "62 sur 63"
    assert "Personnes 1 à 50 sur 63" in page.get_text()
    assert len(names_on(hr, page="2")) == 13
    assert names_on(hr, page="2")[-1] == ZIDANE
    assert len(names_on(hr, page="n’importe quoi")) == 50


@pytest.mark.parametrize("asked", ["", "?competence=une&etat=n-a-pas"])
def test_the_number_of_queries_does_not_grow(
    hr: Client, cast: Cast, asked: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        add_evidence([pass_test(employ("Ada", f"Foule{number:02}", cast.north), "A1.1")])
    with django_assert_max_num_queries(
        15
    ):  # five are any page’s: session, person, right, menu, foot; one writes who looked
        hr.get(PAGE + asked)


def test_an_employer_without_staff_reads_why_the_page_is_empty(client: Client, cast: Cast) -> None:
    Post.objects.all().delete()
    client.force_login(cast.hr)
    assert "Personne à montrer pour le moment" in client.get(PAGE).content.decode()


def test_a_person_with_two_posts_is_one_row(hr: Client, cast: Cast) -> None:
    Post.objects.create(person=cast.zoe, team=cast.south, profession="cesf", started_on=timezone.localdate())
    assert names_on(hr) == [ANCEL, ETIENNE, ZIDANE]
    head = BeautifulSoup(hr.get(PAGE).content, "html.parser").select("table tbody th")[0]
    assert [small.get_text().split(", ")[1] for small in head.find_all("small")] == ["Équipe nord", "Équipe sud"]


def test_the_menu_leads_to_the_matrix(hr: Client) -> None:
    assert reverse("workforce:matrix") == PAGE
    page = BeautifulSoup(hr.get(PAGE).content, "html.parser")
    assert page.select_one('.nav a[aria-current="page"]')["href"] == PAGE  # type: ignore[index]


def test_homonyms_are_two_people(hr: Client, cast: Cast) -> None:
    namesake = employ("Zoé", "Ancel", cast.south)
    assert names_on(hr) == [ANCEL, ANCEL, ETIENNE, ZIDANE]
    assert User.objects.get(pk=namesake.pk) != cast.zoe
