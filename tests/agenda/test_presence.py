"""A half-day planned, then signed by the person and by a trainer: only then it counts in the hours."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lms.agenda.models import HalfDay, HourEntry, Presence
from lms.people.models import User
from lms.people.rights import Role
from tests.cast import (
    Taught,
    follow,
    give_role,
    make_half_day,
    make_institute,
    make_institute_with_module,
    make_person,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]

MINE, PLAN = "/mes-demi-journees/", "/groupes/nouveau/"
TODAY = timezone.localdate()


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def odile(taught: Taught) -> User:
    return make_person("Odile Varenne", Role.TRAINER, taught.institute)


@pytest.fixture
def nadege(taught: Taught) -> User:
    person = make_person("Nadège Osmont")
    follow(person, taught.edition)
    return person


def held(taught: Taught, nadege: User, odile: User, days: int = 0) -> HalfDay:
    registration = nadege.registrations.get()
    return make_half_day(taught, registration, trainer=odile, on=TODAY + timedelta(days=days))


def sign_as(client: Client, person: User, half_day: HalfDay) -> Any:
    member = half_day.members.get()
    client.force_login(person)
    if member.registration.learner == person:
        return client.post(f"{MINE}{member.pk}/signer/", follow=True)
    return client.post(f"/groupes/{half_day.pk}/presence/{member.pk}/", follow=True)


def test_signed_by_both_from_their_own_pages_it_counts_once(
    client: Client, taught: Taught, nadege: User, odile: User
) -> None:
    half_day = held(taught, nadege, odile)
    client.force_login(nadege)
    assert "Vous n’avez pas encore signé" in client.get(MINE).content.decode()
    assert "une fois que l’autre" in sign_as(client, nadege, half_day).content.decode()
    assert not HourEntry.objects.exists()
    page = sign_as(client, odile, half_day).content.decode()
    assert "Signé des deux côtés" in page
    sign_as(client, odile, half_day)
    assert [entry.minutes for entry in HourEntry.objects.all()] == [half_day.minutes]
    client.force_login(nadege)
    mine = client.get(MINE).content.decode()
    assert "Signé par vous le" in mine
    assert "Signé par Odile Varenne le" in mine


def test_before_the_day_nothing_is_signed_and_it_says_why(
    client: Client, taught: Taught, nadege: User, odile: User
) -> None:
    half_day = held(taught, nadege, odile, days=1)
    assert "le jour de la demi-journée" in sign_as(client, odile, half_day).content.decode()
    client.force_login(nadege)
    assert "signer/" not in client.get(MINE).content.decode()
    assert not Presence.objects.filter(trainer_signed_at__isnull=False).exists()


def test_nobody_signs_for_another(client: Client, taught: Taught, nadege: User, odile: User) -> None:
    half_day = held(taught, nadege, odile)
    member = half_day.members.get()
    stranger = make_person("Paule Ailleurs", Role.LEARNER)
    give_role(stranger, Role.TRAINER, make_institute("Institut Ailleurs"))
    client.force_login(stranger)
    assert client.post(f"{MINE}{member.pk}/signer/").status_code == 404
    assert client.post(f"/groupes/{half_day.pk}/presence/{member.pk}/").status_code == 404
    give_role(nadege, Role.TRAINER, taught.institute)  # both a learner and a trainer: still one signature
    client.force_login(nadege)
    assert client.post(f"/groupes/{half_day.pk}/presence/{member.pk}/").status_code == 404
    assert not Presence.objects.exists()


def plan(client: Client, taught: Taught, trainer: User, people: str, **others: Any) -> Any:
    client.force_login(trainer)
    said = {"module": taught.edition.module_key, "held_on": TODAY, "trainers": [trainer.pk], "people": people}
    return client.post(PLAN, said | others)


def test_a_half_day_is_planned_with_those_who_follow_the_module(
    client: Client, taught: Taught, nadege: User, odile: User
) -> None:
    assert plan(client, taught, odile, f" {nadege.email.upper()} \n\n").status_code == 302
    half_day = HalfDay.objects.get()
    assert [member.learner for member in half_day.members.all()] == [nadege]
    assert list(half_day.trainers.all()) == [odile]
    client.force_login(nadege)
    assert taught.edition.title in client.get(MINE).content.decode()


def test_an_address_that_does_not_follow_it_is_named_and_nothing_is_lost(
    client: Client, taught: Taught, nadege: User, odile: User
) -> None:
    page = plan(client, taught, odile, f"{nadege.email}\npersonne@ailleurs.example").content.decode()
    assert "ne suivent pas ce module" in page
    assert nadege.email in page
    assert not HalfDay.objects.exists()


def test_one_plans_the_modules_of_ones_own_institute_only(client: Client, taught: Taught, nadege: User) -> None:
    stranger = make_person("Paule Ailleurs", Role.TRAINER, make_institute("Institut Ailleurs"))
    page = plan(client, taught, stranger, "")
    assert page.status_code == 200
    assert taught.edition.title not in page.content.decode()
    assert not HalfDay.objects.exists()
