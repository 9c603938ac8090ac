"""A trainer's groups: only theirs, where each person is, and what was seen."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competencies.models import Level, ObservedEvidence
from lms.agenda.enrolling import OtherModule, join_half_day
from lms.agenda.models import HalfDay, HalfDayMember
from lms.agenda.observing import Seen, observe
from lms.people.models import User
from lms.people.rights import Role
from tests.cast import (
    Taught,
    finish,
    follow,
    give_role,
    make_half_day,
    make_institute,
    make_institute_with_module,
    make_person,
    take,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def odile(taught: Taught) -> User:
    return make_person("Odile Varenne", Role.TRAINER, taught.institute)


@pytest.fixture
def half_day(taught: Taught, odile: User) -> HalfDay:
    """Nadège has done one step of three, Bilal all of them."""
    nadege = follow(make_person("Nadège Osmont"), taught.edition)
    take(nadege, nadege.edition.activities.first())
    bilal = finish(follow(make_person("Bilal Ferrand"), taught.edition))
    return make_half_day(taught, nadege, bilal, trainer=odile, on=TODAY)


def address(half_day: HalfDay) -> str:
    return reverse("agenda:group", args=[half_day.pk])


def posted(half_day: HalfDay, **changes: str) -> dict[str, str]:
    member = half_day.members.first()
    assert member is not None
    return {
        "learner": str(member.pk),
        "competency": member.registration.edition.competencies[0]["identifier"],
        "gesture": "A laissé la personne choisir elle-même son mot de passe.",
        "shows_level": "3",
        "seen_on": timezone.localdate().isoformat(),
        "setting": "permanence numérique",
        "supports_colleague": "no",
    } | changes


def test_a_trainer_reads_where_each_person_is(client: Client, odile: User, half_day: HalfDay) -> None:
    client.force_login(odile)
    page = client.get(address(half_day)).content.decode().replace("\u00a0", " ")
    assert "Nadège Osmont" in page
    assert "1 sur 3" in page
    assert "3 sur 3" in page
    assert "Faire le point" in page
    assert "À faire" in page


def test_a_trainer_s_list_holds_the_groups_of_the_institute(client: Client, odile: User, half_day: HalfDay) -> None:
    client.force_login(odile)
    assert address(half_day) in client.get(reverse("agenda:groups")).content.decode()


def test_the_trainer_of_another_institute_sees_nothing(client: Client, half_day: HalfDay) -> None:
    client.force_login(make_person("Ludovic Ancel", Role.TRAINER, make_institute("Institut des Marais")))
    assert "Aucune demi-journée" in client.get(reverse("agenda:groups")).content.decode()
    assert client.get(address(half_day)).status_code == 404
    assert client.post(address(half_day), posted(half_day)).status_code == 404


def test_a_guest_trainer_sees_the_one_group_they_train(client: Client, taught: Taught, half_day: HalfDay) -> None:
    guest = make_person("Ludovic Ancel", Role.TRAINER, make_institute("Institut des Marais"))
    half_day.trainers.add(guest)
    other = make_half_day(taught, on=TODAY + timedelta(days=7))
    client.force_login(guest)
    assert client.get(address(half_day)).status_code == 200
    assert client.get(address(other)).status_code == 404


def test_a_learner_opens_no_group(client: Client, half_day: HalfDay) -> None:
    client.force_login(User.objects.get(first_name="Nadège"))
    assert client.get(address(half_day)).status_code == 403


def test_an_institute_admin_looks_and_does_not_observe(client: Client, taught: Taught, half_day: HalfDay) -> None:
    client.force_login(make_person("Inès Cordier", Role.INSTITUTE_ADMIN, taught.institute))
    response = client.get(address(half_day))
    assert response.status_code == 200
    assert "Enregistrer ce geste" not in response.content.decode()
    assert client.post(address(half_day), posted(half_day)).status_code == 403
    assert not ObservedEvidence.objects.exists()


def test_an_observation_is_recorded_and_shown(client: Client, odile: User, half_day: HalfDay) -> None:
    client.force_login(odile)
    response = client.post(address(half_day), posted(half_day, supports_colleague="yes"), follow=True)
    page = response.content.decode()
    assert "Geste enregistré. Bilal Ferrand" in page
    assert "A laissé la personne choisir elle-même son mot de passe." in page
    evidence = ObservedEvidence.objects.get()
    assert evidence.observer == odile.actor_uuid
    assert evidence.supports_colleague


def test_an_observation_alone_creates_no_level(odile: User, half_day: HalfDay, taught: Taught) -> None:
    member = half_day.members.get(registration__learner__first_name="Nadège")
    item = ObservedEvidence._meta.get_field("cfitem").related_model.objects.get(human_coding_scheme="A1.1")
    observe(odile, member, Seen(item.pk, "A décrit la situation par des faits.", timezone.localdate()))
    assert not Level.objects.filter(actor=member.learner.actor_uuid).exists()


def test_a_double_click_records_one_observation(client: Client, odile: User, half_day: HalfDay) -> None:
    client.force_login(odile)
    for _click in range(2):
        client.post(address(half_day), posted(half_day))
    assert ObservedEvidence.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("gesture", "Bien.", "Dites-en un peu plus"),
        ("gesture", "A appelé la personne au 06 12 34 56 78 devant moi.", "un numéro de téléphone"),
        ("gesture", "A écrit à jeanne.martin@poste.example avec elle.", "une adresse électronique"),
        ("setting", "chez jeanne.martin@poste.example", "une adresse électronique"),
        ("seen_on", (date(2026, 11, 20) + timedelta(days=4000)).isoformat(), "n’est pas encore venu"),
        ("seen_on", "hier", "jour/mois/année"),
        ("learner", "", "Choisissez la personne"),
        ("learner", "999999", "Sélectionnez un choix valide"),
        ("competency", "", "Choisissez la compétence"),
        ("supports_colleague", "", "appuyait"),
    ],
)
def test_a_wrong_form_says_how_to_mend_it_and_loses_nothing(
    client: Client, odile: User, half_day: HalfDay, field: str, value: str, words: str
) -> None:
    client.force_login(odile)
    response = client.post(address(half_day), posted(half_day, **{field: value}))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "<title>Erreur" in page
    assert (value if field == "setting" else "permanence numérique") in page
    assert not ObservedEvidence.objects.exists()


def test_nobody_observes_themselves(odile: User, taught: Taught) -> None:
    give_role(odile, Role.LEARNER)
    registration = follow(odile, taught.edition)
    member = make_half_day(taught, registration, trainer=odile, on=TODAY).members.get()
    seen = Seen(UUID(taught.edition.competencies[0]["identifier"]), "A tout fait très bien, en effet.", TODAY)
    with pytest.raises(ValidationError):
        observe(odile, member, seen)


def test_a_group_takes_the_registrations_of_its_module_only(taught: Taught, half_day: HalfDay, tmp_path: Path) -> None:
    other = make_institute_with_module(tmp_path, key="autre-module", title="Autre module")
    with pytest.raises(OtherModule):
        join_half_day(half_day, follow(make_person("Sonia Brel"), other.edition))


def test_a_registration_is_in_a_group_once(half_day: HalfDay) -> None:
    member = half_day.members.first()
    assert member is not None
    assert join_half_day(half_day, member.registration) == member
    with pytest.raises(IntegrityError), transaction.atomic():
        HalfDayMember.objects.create(half_day=half_day, registration=member.registration)


@pytest.mark.parametrize("size", [1, 6])
def test_a_group_costs_the_same_whatever_its_size(
    client: Client, odile: User, taught: Taught, size: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    names = ["Anaïs", "Basile", "Chloé", "Driss", "Élise", "Farid"][:size]
    members = [finish(follow(make_person(f"{name} Lenoir"), taught.edition)) for name in names]
    half_day = make_half_day(taught, *members, trainer=odile, on=TODAY)
    client.force_login(odile)
    client.get(address(half_day))
    with django_assert_max_num_queries(14):
        client.get(address(half_day))
