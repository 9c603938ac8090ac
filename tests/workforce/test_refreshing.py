"""Levels soon to renew, over the staff and of oneself, with the shorter way: one graded activity, not the module."""

import csv
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from competencies.models import Level
from lms.people.models import User
from lms.workforce.refreshing import ShortWay, own_to_renew, shortest_way, staff_to_renew
from tests.cast import Taught, finish, follow, make_institute_with_module, take
from tests.workforce.cast import Cast, employ, find

STAFF, OWN = "/equipe/a-renouveler/", "/mes-competences/a-renouveler/"
TODAY = timezone.localdate()
ZIDANE, ETIENNE = "Zidane Yasmine", "Étienne Élie"
A11, A12 = UUID(int=11), UUID(int=12)


@pytest.fixture
def taught(cast: Cast, tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


def expire(person: User, days: int) -> None:
    Level.objects.of(person.actor_uuid).update(expires_on=TODAY + timedelta(days=days))


def way(title: str, minutes: int, mode: str, *measures: UUID) -> ShortWay:
    return ShortWay(None, title, title, minutes, mode, frozenset(measures))  # type: ignore[arg-type]


def test_a_test_goes_before_a_practice_then_the_shorter() -> None:
    practice, long, short = way("p", 5, "applied", A11), way("l", 30, "posttest", A11), way("s", 15, "posttest", A11)
    assert shortest_way([practice, long, short], A11) == short
    assert shortest_way([practice], A11) == practice
    assert shortest_way([practice, long, short], A12) is None


def names(rows: Any) -> list[str]:
    return sorted({row.person.last_name for row in rows})


def test_the_list_holds_what_expires_within_the_time_and_what_has(cast: Cast, taught: Taught) -> None:
    expire(cast.elie, 45)
    codes = [row.level.cfitem.human_coding_scheme for row in staff_to_renew([cast.north], TODAY, 30)]
    assert codes == ["A2.1"]  # Yasmine's, since a year ago
    assert names(staff_to_renew([cast.dunes], TODAY, 30)) == ["Zidane"]
    assert names(staff_to_renew([cast.dunes], TODAY, 45)) == ["Zidane", "Étienne"]
    assert all(row.way and row.way.title == "Faire le point" for row in staff_to_renew([cast.dunes], TODAY, 45))


def test_hr_chooses_the_time_and_nobody_of_elsewhere_is_there(client: Client, cast: Cast, taught: Taught) -> None:
    expire(cast.elie, 100)
    expire(cast.paul, 10)
    client.force_login(cast.hr)
    first = client.get(STAFF).content.decode()
    assert "Étienne" not in first
    assert '<option value="90" selected>' in first  # what is shown is what was counted
    page = client.get(f"{STAFF}?jours=180").content.decode()
    assert "Étienne" in page
    assert "Ailleurs" not in page
    assert "Cette durée n’existe pas" in client.get(f"{STAFF}?jours=7000").content.decode()


def test_the_list_the_spreadsheet_and_the_text_file_say_the_same(client: Client, cast: Cast, taught: Taught) -> None:
    expire(cast.elie, 20)
    client.force_login(cast.hr)
    page = BeautifulSoup(client.get(f"{STAFF}?jours=30").content, "html.parser")
    shown = [(row.h2.get_text(), row.select_one(".comp-code").get_text()) for row in page.select("[data-renew] > li")]  # type: ignore[union-attr]
    text = client.get(f"{STAFF}liste.csv?jours=30").content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text), delimiter=";"))
    table = lines[1 : lines.index([])]
    assert [(f"{line[0]} {line[1]}", line[2]) for line in table] == shown == [(ZIDANE, "A2.1"), (ETIENNE, "A1.1")]
    book = load_workbook(BytesIO(client.get(f"{STAFF}liste.xlsx?jours=30").content))
    rows: Any = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [[_text(value) for value in row] for row in rows] == table
    assert isinstance(rows[0][4], int)
    assert isinstance(rows[0][5], datetime)
    described = [line[0].value for line in book.worksheets[1].iter_rows(min_row=2)]
    assert described[: len(lines[0])] == lines[0]


def _text(value: Any) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value or "")


def test_a_manager_takes_no_file_of_the_list_and_a_wrong_length_goes_back(
    client: Client, cast: Cast, taught: Taught
) -> None:
    client.force_login(cast.manager)
    assert client.get(f"{STAFF}liste.csv").status_code == 403
    assert "liste.csv" not in client.get(STAFF).content.decode()
    client.force_login(cast.hr)
    assert client.get(f"{STAFF}liste.csv?jours=7000").status_code == 302
    assert client.get(f"{STAFF}liste.ods").status_code == 404


def test_the_short_way_opens_in_her_own_registration_and_renews(client: Client, cast: Cast, taught: Taught) -> None:
    registration = follow(cast.zoe, taught.edition)
    finish(registration, at=timezone.now() - timedelta(minutes=5))
    expire(cast.zoe, 20)
    client.force_login(cast.zoe)
    page = BeautifulSoup(client.get(OWN).content, "html.parser")
    links = {str(link["href"]) for link in page.select("main .btn")}
    assert links == {f"/parcours/{registration.pk}/test/"}
    assert client.get(links.pop()).status_code == 200
    test = taught.edition.activities.get(slug="test")
    take(registration, test, at=timezone.now() + timedelta(days=1))
    assert own_to_renew(cast.zoe, TODAY, 90) == []


def test_without_a_registration_the_module_is_shown(client: Client, cast: Cast, taught: Taught) -> None:
    client.force_login(cast.yasmine)
    page = client.get(OWN).content.decode()
    assert "Voir le module pour A2.1" in page
    assert not Level.objects.filter(actor=cast.zoe.actor_uuid, cfitem=find("A1.1")).exists()


@pytest.mark.parametrize("crowd", [1, 15])
def test_the_list_takes_as_many_queries_whatever_the_crowd(
    client: Client, cast: Cast, taught: Taught, crowd: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(crowd):
        finish(follow(employ("Ada", f"Foule{number:02}", cast.north), taught.edition))
    Level.objects.update(expires_on=TODAY + timedelta(days=9))
    client.force_login(cast.hr)
    with django_assert_max_num_queries(13):
        client.get(STAFF)
