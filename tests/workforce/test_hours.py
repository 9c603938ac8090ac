"""The hours of one's staff at any day: the ledger, on screen and in both files; a leaver's stay; nobody else's."""

import csv
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from competencies.days import write_day
from lms.agenda.hours import hours_at, hours_for
from lms.agenda.ledger import correct
from lms.agenda.models import Attestation, HourEntry
from lms.agenda.papers.issuing import issue_attestation
from lms.agenda.papers.replacing import revoke_attestation
from lms.people.models import Post, User
from modules.models import Registration
from tests.cast import Taught, finish, follow, make_institute_with_module
from tests.workforce.cast import Cast, employ

PAGE, OWN = "/equipe/heures/", "/mes-competences/vues-par-mon-employeur/"
DAY = (timezone.now() - timedelta(days=50)).replace(hour=9, minute=0)
Line = tuple[str, str, int, str, str]
"""Name, module, minutes, last day, day of the attestation."""


@pytest.fixture
def taught(cast: Cast, tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def done(cast: Cast, taught: Taught) -> list[Registration]:
    """Yasmine on the 5th and attested, Zoé on the 7th, Élie on the 9th and attested; Paul, elsewhere, on the 5th."""
    days = [(cast.yasmine, 0), (cast.zoe, 2), (cast.elie, 4), (cast.paul, 0)]
    found = [finish(follow(who, taught.edition, DAY), at=DAY + timedelta(days=later)) for who, later in days]
    for registration in (found[0], found[2]):
        issue_attestation(registration, registration.completed_at)
    return found


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def read_screen(client: Client, asked: str = "") -> list[Line]:
    response = client.get(f"{PAGE}?{asked}")
    assert response.status_code == 200
    return [_line(row) for row in BeautifulSoup(response.content, "html.parser").select("tbody tr")]


def _line(row: Any) -> Line:
    module, minutes, last, attested = row.find_all("td")
    day = attested.time["datetime"] if attested.time else ""
    name = row.th.contents[0].get_text().strip()
    return name, module.get_text(), int(minutes["data-minutes"]), last.time["datetime"], day


def on(days_later: int) -> str:
    return (DAY + timedelta(days=days_later)).date().isoformat()


def read_csv(client: Client, asked: str = "") -> list[Line]:
    content = client.get(f"{PAGE}heures.csv?{asked}").content.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(content), delimiter=";"))
    return [
        (f"{family} {first}", module, int(minutes), last, day)
        for family, first, module, minutes, last, day in lines[1 : lines.index([])]
    ]


def read_xlsx(client: Client, asked: str = "") -> list[Line]:
    sheet = load_workbook(BytesIO(client.get(f"{PAGE}heures.xlsx?{asked}").content)).worksheets[0]
    rows: Any = list(sheet.iter_rows(min_row=2, values_only=True))
    for row in rows:
        assert isinstance(row[3], int)
        assert isinstance(row[4], datetime)
    return [(f"{row[0]} {row[1]}", row[2], row[3], _day(row[4]), _day(row[5])) for row in rows]


def _day(value: datetime | None) -> str:
    return value.date().isoformat() if value else ""


def test_the_screen_and_the_two_files_say_the_same_known_hours(hr: Client, done: list[Registration]) -> None:
    shown = read_screen(hr)
    assert shown == [
        ("Ancel Zoé", "Prendre la mesure", 40, on(2), ""),
        ("Étienne Élie", "Prendre la mesure", 40, on(4), on(4)),
        ("Zidane Yasmine", "Prendre la mesure", 40, on(0), on(0)),
    ]
    assert read_csv(hr) == read_xlsx(hr) == shown


@pytest.mark.parametrize("later", [-1, 0, 1, 2, 4, 30])
def test_at_any_day_they_are_the_ledger_and_what_the_attestations_say(
    hr: Client, cast: Cast, done: list[Registration], later: int
) -> None:
    day = (DAY + timedelta(days=later)).date()
    shown = read_screen(hr, f"le={day}")
    assert read_csv(hr, f"le={day}") == read_xlsx(hr, f"le={day}") == shown if shown else True
    ledger = hours_for(day, cast.dunes)
    assert sum(line[2] for line in shown) == sum(ledger.values())
    assert ledger == hours_at(day, [each.pk for each in done[:3]])
    attested = Attestation.objects.standing().filter(issued_at__date__lte=day, registration__in=done[:3])
    assert sum(line[2] for line in shown if line[4]) == sum(each.frozen.minutes_done for each in attested)


def test_hours_taken_back_and_papers_revoked_leave_the_three_together(
    hr: Client, cast: Cast, done: list[Registration]
) -> None:
    correct(HourEntry.objects.filter(registration=done[1]).earliest("pk"), cast.hr, "Saisie deux fois.")
    revoke_attestation(done[0].attestations.get(), cast.hr, "Le nom était mal écrit.")
    shown = {line[0]: line[2:] for line in read_screen(hr)}
    assert shown["Ancel Zoé"][0] == 30
    assert shown["Zidane Yasmine"] == (40, on(0), "")
    assert read_csv(hr) == read_xlsx(hr) == read_screen(hr)


def test_a_leavers_hours_stay_and_what_was_done_after_is_not_read(
    hr: Client, cast: Cast, done: list[Registration]
) -> None:
    Post.objects.filter(person=cast.yasmine).update(ended_on=on(0))
    Post.objects.filter(person=cast.zoe).update(ended_on=on(1))
    shown = read_screen(hr)
    assert [line[0] for line in shown] == ["Étienne Élie", "Zidane Yasmine"]
    page = hr.get(PAGE).content.decode()
    assert "N’est plus là" in page
    assert f"/equipe/competences/{cast.yasmine.pk}/" not in page


def test_a_manager_reads_the_team_and_takes_no_file(client: Client, cast: Cast, done: list[Registration]) -> None:
    client.force_login(cast.manager)
    assert [line[0] for line in read_screen(client)] == ["Ancel Zoé", "Zidane Yasmine"]
    assert [line[0] for line in read_screen(client, f"equipe={cast.south.pk}")] == ["Ancel Zoé", "Zidane Yasmine"]
    assert client.get(f"{PAGE}heures.csv").status_code == 403
    assert "heures.csv" not in client.get(PAGE).content.decode()


def test_nobody_of_another_employer_is_there(client: Client, cast: Cast, done: list[Registration]) -> None:
    client.force_login(cast.other_hr)
    assert [line[0] for line in read_screen(client)] == ["Ailleurs Paul"]
    assert [line[0] for line in read_csv(client)] == ["Ailleurs Paul"]


def test_a_day_that_is_none_is_said_and_no_file_leaves(hr: Client, done: list[Registration]) -> None:
    page = hr.get(f"{PAGE}?le=demain")
    assert "jour/mois/année" in page.content.decode()
    assert hr.get(f"{PAGE}heures.csv?le=demain").status_code == 302
    assert hr.get(f"{PAGE}heures.ods").status_code == 404


def sheet(client: Client, reader: User, address: str) -> str:
    client.force_login(reader)
    return str(BeautifulSoup(client.get(address).content, "html.parser").find(id="releve"))


def test_the_sheet_says_hours_and_the_day_of_the_attestation_to_both(
    client: Client, cast: Cast, done: list[Registration]
) -> None:
    hers = sheet(client, cast.yasmine, OWN)
    assert f"Attestation délivrée le {write_day(DAY.date())}" in hers
    assert "40" in BeautifulSoup(hers, "html.parser").select_one("[aria-labelledby=t-hours]").get_text()  # type: ignore[union-attr]
    assert hers == sheet(client, cast.hr, f"/equipe/competences/{cast.yasmine.pk}/")
    assert done[0].attestations.get().grouped_code not in hers


def test_who_looked_at_the_hours_is_written(hr: Client, cast: Cast, done: list[Registration]) -> None:
    hr.get(PAGE)
    hr.get(f"{PAGE}heures.xlsx")
    pages = list(cast.yasmine.consultations.order_by("pk").values_list("page", flat=True))
    assert pages == ["hours", "hours_file"]


@pytest.mark.parametrize("crowd", [1, 15])
def test_the_page_takes_as_many_queries_whatever_the_crowd(
    hr: Client, cast: Cast, taught: Taught, crowd: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(crowd):
        finish(follow(employ("Ada", f"Foule{number:02}", cast.north), taught.edition))
    with django_assert_max_num_queries(13):
        assert hr.get(PAGE).content.decode().count("Foule") >= crowd
