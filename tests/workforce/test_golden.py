"""Golden data: eight people, four competencies, every state; answers counted by hand, the never assessed too."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from competencies.evidence import add_evidence
from lms.people.models import Post
from lms.workforce.competency_list import read_competencies
from lms.workforce.gaps import read_gaps
from lms.workforce.models import Reach
from lms.workforce.planning import Wish, find_reached
from tests.cast import make_institute_with_module
from tests.workforce.cast import Cast, employ, find, pass_test
from tests.workforce.grid import read_csv, read_screen, read_xlsx

MATRIX = "/equipe/competences/"
CODES = ("A1.1", "A1.2", "A2.1", "B1.1")
# o: acquired, x: not acquired, r: to renew, .: never assessed
TABLE = {
    "Abadie Anne": "o o o o",
    "Brun Bilal": "o x r .",
    "Caron Chloé": "x x . .",
    "Diallo Dora": ". . . .",
    "Évrard Émile": "r o o .",
    "Faure Fanny": ". . . .",
    "Gros Gaël": "o o x x",
    "Huet Hana": ". o r .",
}
# Counted by hand from the table above.
LACKING = {
    "A1.1": ["Caron Chloé", "Diallo Dora", "Évrard Émile", "Faure Fanny", "Huet Hana"],
    "A1.2": ["Brun Bilal", "Caron Chloé", "Diallo Dora", "Faure Fanny"],
    "A2.1": ["Brun Bilal", "Caron Chloé", "Diallo Dora", "Faure Fanny", "Gros Gaël", "Huet Hana"],
    "B1.1": ["Brun Bilal", "Caron Chloé", "Diallo Dora", "Évrard Émile", "Faure Fanny", "Gros Gaël", "Huet Hana"],
}
NEVER = {
    "A1.1": ["Diallo Dora", "Faure Fanny", "Huet Hana"],
    "A1.2": ["Diallo Dora", "Faure Fanny"],
    "A2.1": ["Caron Chloé", "Diallo Dora", "Faure Fanny"],
    "B1.1": ["Brun Bilal", "Caron Chloé", "Diallo Dora", "Évrard Émile", "Faure Fanny", "Huet Hana"],
}
MISSING_LEVELS = {"A1.1": 9, "A1.2": 6, "A2.1": 11, "B1.1": 13}
"""Two for who was never assessed or is to renew, one for a level 1."""
WORDS = {"o": "Acquise", "x": "Non acquise", "r": "À renouveler", ".": "Jamais évaluée"}


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    """The people of the cast leave; those of the table arrive."""
    Post.objects.filter(team__path__startswith=cast.dunes.path).delete()
    for name, states in TABLE.items():
        last, first = name.split()
        person = employ(first, last, cast.north)
        for code, state in zip(CODES, states.split(), strict=True):
            if state != ".":
                months = 36 if state == "r" else 1
                add_evidence([pass_test(person, code, passed=state != "x", months_ago=months)])
    client.force_login(cast.hr)
    return client


def names_on(client: Client, code: str, state: str) -> list[str]:
    page = BeautifulSoup(client.get(MATRIX, {"competence": str(find(code)), "etat": state}).content, "html.parser")
    return [link.get_text() for link in page.select("table tbody th a")]


def test_every_cell_says_what_is_known_on_screen_and_in_both_files(hr: Client) -> None:
    known = {
        (name, code): WORDS[state]
        for name, states in TABLE.items()
        for code, state in zip(CODES, states.split(), strict=True)
    }
    for grid in (
        read_screen(hr, MATRIX),
        read_csv(hr.get(f"{MATRIX}tableau.csv").content),
        read_xlsx(hr.get(f"{MATRIX}tableau.xlsx").content),
    ):
        assert {key: cell[0] for key, cell in grid.items() if key[1] in CODES} == known


@pytest.mark.parametrize("code", CODES)
def test_who_lacks_it_is_known_and_the_never_assessed_are_there(hr: Client, code: str) -> None:
    assert names_on(hr, code, "n-a-pas") == LACKING[code]
    assert names_on(hr, code, "jamais-evaluee") == NEVER[code]


def test_the_gaps_count_what_was_counted_by_hand(hr: Client, cast: Cast) -> None:
    gaps = {each.competency.code: each for each in read_gaps([cast.dunes], read_competencies(), timezone.localdate())}
    assert {code: gaps[code].lacking for code in CODES} == {code: len(LACKING[code]) for code in CODES}
    assert {code: gaps[code].never_assessed for code in CODES} == {code: len(NEVER[code]) for code in CODES}
    assert {code: gaps[code].missing for code in CODES} == MISSING_LEVELS


def test_a_half_day_reaches_all_who_lack_one_of_its_competencies(hr: Client, cast: Cast, tmp_path: Path) -> None:
    """It works on A1.1, A1.2 and A2.1: Anne alone has the three."""
    edition = make_institute_with_module(tmp_path).edition
    today = timezone.localdate()
    reached = find_reached(Wish(cast.dunes, edition, Reach.TEAM, today, "Un accueil ouvre"), today)
    assert [member.name for member in reached.people] == [name for name in TABLE if name != "Abadie Anne"]
