"""« Qui a regardé »: every page of an employer that names a person leaves a line, which she alone reads."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from lms.people.models import User
from lms.workforce.consulting import forget_old_consultations, note_consultation
from lms.workforce.models import Consultation, ConsultedPage, Reach
from lms.workforce.planning import Wish, make_plan
from tests.cast import make_institute_with_module
from tests.workforce.cast import Cast

OWN = "/mes-competences/qui-a-regarde/"
MATRIX = "/equipe/competences/"


def pages_about(person: User) -> list[tuple[str, str]]:
    return list(Consultation.objects.filter(person=person).order_by("pk").values_list("reader__last_name", "page"))


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (MATRIX, "matrix"),
        (f"{MATRIX}tableau.csv", "file"),
        (f"{MATRIX}tableau.xlsx", "file"),
        (f"{MATRIX}{{}}/", "sheet"),
        ("/equipe/ecarts/?personne={}", "gaps"),
    ],
)
def test_each_page_that_names_her_is_written_each_time(client: Client, cast: Cast, address: str, page: str) -> None:
    client.force_login(cast.hr)
    for _time in range(2):
        assert client.get(address.format(cast.yasmine.pk)).status_code == 200
    assert pages_about(cast.yasmine) == [("Rivière", page)] * 2


def test_a_plan_that_names_her_is_written(client: Client, cast: Cast, tmp_path: Path) -> None:
    edition = make_institute_with_module(tmp_path).edition
    plan = make_plan(Wish(cast.north, edition, Reach.TEAM, timezone.localdate(), "Un accueil ouvre"), cast.hr)
    client.force_login(cast.manager)
    client.get(f"/equipe/plans/{plan.pk}/")
    assert pages_about(cast.zoe) == [("Nordin", "plan")]


def test_a_page_refused_and_a_table_where_she_is_not_leave_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.other_hr)
    assert client.get(f"{MATRIX}{cast.yasmine.pk}/").status_code == 404
    client.get(MATRIX)
    client.force_login(cast.hr)
    client.get(f"{MATRIX}?equipe={cast.south.pk}")
    assert pages_about(cast.yasmine) == []


def test_she_reads_who_what_and_when_and_reads_nothing_of_others(client: Client, cast: Cast) -> None:
    note_consultation(cast.hr, ConsultedPage.SHEET, [cast.yasmine.pk])
    note_consultation(cast.other_hr, ConsultedPage.SHEET, [cast.paul.pk])
    client.force_login(cast.yasmine)
    page = BeautifulSoup(client.get(OWN).content, "html.parser").select_one("main")
    assert page
    text = " ".join(page.get_text(" ", strip=True).split())
    assert "Hélène Rivière a ouvert votre page de compétences" in text
    assert "Ressources humaines, Relais des Dunes" in text
    assert page.select("time")
    assert "Lisier" not in text


def test_reading_oneself_is_not_written(client: Client, cast: Cast) -> None:
    client.force_login(cast.yasmine)
    client.get("/mes-competences/vues-par-mon-employeur/")
    note_consultation(cast.yasmine, ConsultedPage.SHEET, [cast.yasmine.pk])
    assert not Consultation.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.create(reader=cast.yasmine, person=cast.yasmine, page=ConsultedPage.SHEET)


def test_what_is_more_than_a_year_old_is_forgotten(cast: Cast) -> None:
    now = timezone.now()
    for days in (364, 366):
        at = now - timedelta(days=days)
        Consultation.objects.create(reader=cast.hr, person=cast.zoe, page=ConsultedPage.SHEET, at=at)
    assert forget_old_consultations(now) == 1
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize("looks", [1, 30])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client, cast: Cast, looks: int, django_assert_max_num_queries: Any
) -> None:
    for _look in range(looks):
        note_consultation(cast.hr, ConsultedPage.MATRIX, [cast.yasmine.pk])
    client.force_login(cast.yasmine)
    with django_assert_max_num_queries(9):
        client.get(OWN)
