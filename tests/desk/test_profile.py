"""Each competency with its level, why, until when, and what would change it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competencies.declaring import declare_levels
from competencies.models import CFItem, CFItemType, DeclaredEvidence
from lms.agenda.observing import Seen, observe
from lms.desk.standing import Standing, decide_standing
from lms.people.models import User
from lms.people.rights import Role
from tests.cast import Taught, finish, follow, make_half_day, make_institute_with_module, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def nadege() -> User:
    return make_person("Nadège Osmont")


def read(client: Client, person: User) -> str:
    client.force_login(person)
    response = client.get(reverse("desk:profile"))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_nothing_assessed_is_said_calmly(client: Client, nadege: User) -> None:
    page = read(client, nadege)
    assert "Rien n’est encore évalué" in page
    assert page.count("Jamais évaluée") >= 19


def test_a_level_says_why_and_what_would_change_it(client: Client, nadege: User, taught: Taught) -> None:
    finish(follow(nadege, taught.edition))
    page = read(client, nadege)
    assert "Niveau 3, en autonomie" in page
    assert "Faire le point" in page
    assert "S’exercer sur un cas" in page
    assert "compte pour ce niveau" in page
    assert "Valable jusqu’au" in page
    assert "Ce qui le changerait" in page


def test_an_observation_is_read_by_its_learner_with_the_name_of_who_saw(
    client: Client, nadege: User, taught: Taught
) -> None:
    registration = finish(follow(nadege, taught.edition))
    trainer = make_person("Odile Varenne", Role.TRAINER, taught.institute)
    half_day = make_half_day(taught, registration, trainer=trainer, on=timezone.localdate())
    item = UUID(taught.edition.competencies[0]["identifier"])
    observe(trainer, half_day.members.get(), Seen(item, "A laissé la souris à la personne.", timezone.localdate()))
    page = read(client, nadege)
    assert "A laissé la souris à la personne." in page
    assert "Odile Varenne" in page


def test_a_learner_reads_nobody_else_s_evidence(client: Client, nadege: User, taught: Taught) -> None:
    finish(follow(make_person("Bilal Ferrand"), taught.edition))
    page = read(client, nadege)
    assert "Faire le point" not in page
    assert "Niveau 3" not in page


def add_competencies(number: int) -> None:
    """Grow the framework to that many competencies."""
    model = CFItem.objects.coded("A1.1").select_related("document").get()
    for n in range(CFItem.objects.competencies().count(), number):
        CFItem.objects.create(
            document=model.document,
            human_coding_scheme=f"Z{n}",
            full_statement="x",
            cf_item_type=model.cf_item_type,
            position=100 + n,
        )


@pytest.mark.parametrize("number", [5, 50])
def test_the_profile_costs_twelve_queries_whatever_the_number_of_competencies(
    number: int, client: Client, nadege: User, taught: Taught, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    finish(follow(nadege, taught.edition))
    if number < CFItem.objects.competencies().count():
        kept = CFItem.objects.competencies().order_by("position")[:number].values("pk")
        CFItem.objects.competencies().exclude(pk__in=list(kept.values_list("pk", flat=True))).update(
            cf_item_type=CFItemType.OBJECTIVE
        )
    add_competencies(number)
    declare_levels(nadege.actor_uuid, {each.pk: 2 for each in CFItem.objects.competencies()}, timezone.now())
    read(client, nadege)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("desk:profile")).content.decode()
    assert page.count("comp-code") == number


def test_what_one_declares_is_read_beside_the_measure_and_by_its_learner_alone(
    client: Client, nadege: User, taught: Taught
) -> None:
    finish(follow(nadege, taught.edition))
    client.force_login(nadege)
    assert client.post(reverse("desk:declare"), {"c-a1-1": "4"}).status_code == 302
    page = read(client, nadege)
    assert "Niveau 4" in page
    assert "par vous" in page
    assert "Niveau 3, en autonomie" in page
    assert "par vous" not in read(client, make_person("Bilal Ferrand"))


def test_a_level_that_does_not_exist_is_refused_and_nothing_is_kept(client: Client, nadege: User) -> None:
    client.force_login(nadege)
    page = client.post(reverse("desk:declare"), {"c-a1-1": "9", "c-a1-2": "2"}).content.decode()
    assert "Ce niveau n’existe pas" in page
    assert not DeclaredEvidence.objects.exists()


def test_the_modules_that_close_the_most_lacks_come_with_their_reasons(
    client: Client, nadege: User, taught: Taught
) -> None:
    page = read(client, nadege)
    assert "comblent le plus de manques par heure" in page
    assert "A1.1, A1.2, A2.1" in page


def test_who_sees_what_is_said(client: Client, nadege: User) -> None:
    assert "Qui voit quoi" in read(client, nadege)


def test_an_expired_level_is_to_renew_whatever_it_was() -> None:
    today = date(2026, 11, 21)
    tomorrow = today + timedelta(days=1)
    assert decide_standing(1, tomorrow, today) == Standing.TO_STRENGTHEN
    assert decide_standing(2, tomorrow, today) == Standing.ACQUIRED
    assert decide_standing(4, today, today) == Standing.TO_RENEW
