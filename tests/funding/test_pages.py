"""What a funder reads: only her conventions, only published figures, the same on screen and in the file."""

import csv
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.funding.editions import publish
from lms.funding.grid import Step
from lms.people.models import User
from lms.people.rights import Role
from tests.funding import cast
from tests.funding.cast import FIRST_DAY, House


class Tables(HTMLParser):
    """The figures of the page's own tables: (axis, line, measure) → text."""

    def __init__(self) -> None:
        super().__init__()
        self.axis = ""
        self.line: list[str] = []
        self.heads: list[str] = []
        self.in_cell = False
        self.figures: dict[tuple[str, str, str], str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.axis, self.heads = dict(attrs).get("data-axis") or "", []
        if tag == "tr":
            self.line = []
        if tag in {"th", "td"}:
            self.in_cell = True
            self.line.append("")

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag not in {"th", "td"}
        if tag == "tr" and self.axis:
            self.heads = self.heads or self.line
            named = zip(self.heads[1:], self.line[1:], strict=True)
            if self.line is not self.heads:
                self.figures |= {(self.axis, self.line[0], head): text for head, text in named}

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.line[-1] += data


def read_tables(page: str) -> dict[tuple[str, str, str], str]:
    parser = Tables()
    parser.feed(page)
    return parser.figures


def read_csv(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))


def to_number(text: str) -> int:
    """« 1 284 » → 1284, « 205 h 45 » → 12345."""
    if "h" in text:
        hours, _h, minutes = text.partition("h")
        return to_number(hours) * 60 + (to_number(minutes) if minutes.strip() else 0)
    return int(re.sub(r"\D", "", text))


@pytest.fixture
def funder(house: House) -> User:
    return cast.person("Inès", Role.FUNDER, house.funder)


@pytest.fixture
def page_of(client: Client, house: House) -> Callable[[User], Any]:
    def get(person: User, name: str = "convention") -> Any:
        client.force_login(person)
        arguments = [] if name == "conventions" else [house.convention.pk]
        return client.get(reverse(f"funding:{name}", args=arguments))

    return get


def test_a_funder_lists_her_conventions_and_no_other(house: House, funder: User, page_of: Any) -> None:
    cast.convention(cast.funder("Conseil du Val"), house.edition, number="2026-002", title="Celle d’un autre")
    page = page_of(funder, "conventions").content.decode()
    assert "2026-014" in page
    assert "2026-002" not in page


@pytest.mark.parametrize("name", ["convention", "export"])
def test_another_funder_s_convention_does_not_exist(house: House, page_of: Any, name: str) -> None:
    publish(house.convention, FIRST_DAY)
    other = cast.person("Noé", Role.FUNDER, cast.funder("Conseil du Val"))
    assert page_of(other, name).status_code == 404


@pytest.mark.parametrize("name", ["conventions", "convention", "export"])
@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR])
def test_who_is_not_a_funder_stays_out(house: House, page_of: Any, name: str, role: Role) -> None:
    over = None if role is Role.LEARNER else house.teams[0]
    assert page_of(cast.person("Sacha", role, over), name).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SITE_ADMIN])
def test_an_auditor_and_the_site_team_read_without_the_file(house: House, page_of: Any, role: Role) -> None:
    house.fill(60)
    publish(house.convention, FIRST_DAY)
    reader = cast.person("Maud", role)
    page = page_of(reader)
    assert page.status_code == 200
    assert "donnees.csv" not in page.content.decode()
    assert page_of(reader, "export").status_code == 403


def test_before_the_first_edition_the_page_says_when_figures_come(funder: User, page_of: Any) -> None:
    page = page_of(funder).content.decode()
    assert "à la fin de chaque trimestre" in page
    assert page_of(funder, "export").status_code == 302


def test_the_page_says_where_the_convention_is(house: House, funder: User, page_of: Any) -> None:
    house.convention.target_completed = 140
    house.convention.save()
    house.fill(60)
    publish(house.convention, FIRST_DAY)
    page = page_of(funder).content.decode().replace("\u00a0", " ")
    assert "Il manque 80 personnes pour tenir la cible de 140 au 31 décembre 2026" in page
    assert "là où un rythme régulier en attendait 69" in page  # 140 people × 181 days of 365
    assert "En retard" in page
    assert "arrêtés au 30 juin 2026" in page


def test_the_file_says_what_the_screen_says(house: House, funder: User, page_of: Any) -> None:
    house.fill(60)
    edition = publish(house.convention, FIRST_DAY)
    screen = read_tables(page_of(funder).content.decode())
    lines = read_csv(page_of(funder, "export").content)
    titles = {
        "total": "L’ensemble de la convention",
        "territory": "Par territoire",
        "structure": "Par type de structure",
    }
    assert {(line["Tableau"], line["Groupe"], line["Mesure"]): int(line["Valeur"]) for line in lines} == {
        (titles[axis], label, measure): to_number(text) for (axis, label, measure), text in screen.items()
    }
    assert {line["Empreinte"] for line in lines} == {edition.digest}
    assert len(screen) == 5 * (1 + 3 + 3)


def test_the_page_reads_the_edition_and_never_the_people(house: House, funder: User, page_of: Any) -> None:
    house.fill(60)
    publish(house.convention, FIRST_DAY)
    before = read_tables(page_of(funder).content.decode())
    house.fill(100)
    assert read_tables(page_of(funder).content.decode()) == before


def test_a_house_of_twelve_shows_nobody(house: House, funder: User, page_of: Any) -> None:
    house.fill(3)
    publish(house.convention, FIRST_DAY)
    page = page_of(funder).content.decode()
    assert read_tables(page) == {("total", "Ensemble", "Personnes invitées"): "12"}
    assert "Pas encore" in page
    assert "cible\u00a0: " in page  # « pas encore sur 40 » would say nothing


def test_a_house_of_four_says_so_and_shows_no_figure(house: House, funder: User, page_of: Any) -> None:
    house.fill(1)
    publish(house.convention, FIRST_DAY)
    page = page_of(funder).content.decode()
    assert read_tables(page) == {}
    assert "trop peu de personnes" in page
    assert read_csv(page_of(funder, "export").content) == []


def test_no_person_of_the_convention_is_named(house: House, funder: User, page_of: Any) -> None:
    house.fill(60)
    camille = cast.person("Camillette")
    cast.invite_one(house, camille)
    publish(house.convention, FIRST_DAY)
    for name in ("conventions", "convention", "export"):
        answer = page_of(funder, name).content.decode()
        assert not any(word in answer for word in ("Camillette", camille.email, str(camille.pk), "Maison des Tilleuls"))


def test_an_old_table_keeps_its_own_date(house: House, funder: User, page_of: Any) -> None:
    house.fill(60)
    publish(house.convention, FIRST_DAY)
    house.bring(Step.COMPLETED, 40, house.teams[:2])
    publish(house.convention, cast.SECOND_DAY)
    page = page_of(funder).content.decode()
    assert "Par territoire, arrêté au 30 juin 2026" in page
    assert "Par type de structure, arrêté au 30 septembre 2026" in page
    assert "Ce tableau garde sa date" in page


def test_the_pages_cost_few_queries_however_many_conventions(
    house: House, funder: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    house.fill(60)
    publish(house.convention, FIRST_DAY)
    for number in range(8):
        cast.convention(house.funder, house.edition, number=f"2025-00{number}")
    client.force_login(funder)
    for path in (
        "/conventions/",
        f"/conventions/{house.convention.pk}/",
        f"/conventions/{house.convention.pk}/donnees.csv",
    ):
        with django_assert_max_num_queries(10):
            assert client.get(path).status_code == 200


def test_a_convention_of_two_thousand_is_counted_in_few_queries(
    house: House, django_assert_max_num_queries: Any
) -> None:
    house.fill(500)
    with django_assert_max_num_queries(18):  # one of which: the ledger of hours
        edition = publish(house.convention, FIRST_DAY)
    total = edition.thawed.issue_of("total").table
    assert total is not None
    assert [total.total.counts[step] for step in total.steps] == [2000, 1500, 1000, 500]
