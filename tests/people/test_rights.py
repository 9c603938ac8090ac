"""The table of rights, walked over every address: who has a right opens the page, nobody else does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from lms.agenda.enrolling import open_half_day
from lms.agenda.papers.issuing import issue_attestation
from lms.funding.models import Convention
from lms.people.models import User
from lms.people.rights import Role, Thing, Verb, roles_that_may
from tests.cast import (
    follow,
    give_role,
    hire,
    make_employer,
    make_funder,
    make_institute_with_module,
    make_person,
    take,
)

pytestmark = pytest.mark.django_db

LEARNING = (Verb.VIEW, Thing.OWN_LEARNING)
TAKING = (Verb.CHANGE, Thing.OWN_LEARNING)
RIGHT_OF_ADDRESS: dict[str, tuple[Verb, Thing]] = {
    "modules:follow": TAKING,
    "modules:path": TAKING,
    "modules:end": TAKING,
    "modules:activity": TAKING,
    "desk:dashboard": LEARNING,
    "desk:profile": LEARNING,
    "workforce:seen_by_employer": LEARNING,
    "agenda:attestation": LEARNING,
    "agenda:attestation_pdf": LEARNING,
    "agenda:groups": (Verb.VIEW, Thing.GROUP),
    "agenda:group": (Verb.VIEW, Thing.GROUP),
    "workforce:matrix": (Verb.VIEW, Thing.MATRIX),
    "workforce:person": (Verb.VIEW, Thing.MATRIX),
    "workforce:export": (Verb.EXPORT, Thing.MATRIX),
    "funding:conventions": (Verb.VIEW, Thing.CONVENTION),
    "funding:convention": (Verb.VIEW, Thing.CONVENTION),
    "funding:export": (Verb.EXPORT, Thing.CONVENTION),
}
PUBLIC = {"modules:catalogue", "agenda:ask_code", "agenda:verify", "display", "health"}
SIGNED_IN = {"start"}
OURS = ("modules", "desk", "agenda", "workforce", "funding")


@dataclass(frozen=True)
class House:
    people: dict[Role, User]
    arguments: dict[str, list[Any]]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """One person a role, each over the right node, and one object of each kind for the addresses."""
    taught = make_institute_with_module(tmp_path)
    employer, funder = make_employer(), make_funder()
    nodes = {
        Role.TRAINER: taught.institute,
        Role.AUTHOR: taught.institute,
        Role.INSTITUTE_ADMIN: taught.institute,
        Role.MANAGER: employer.team,
        Role.HR: employer.root,
        Role.FUNDER: funder,
    }
    people = {role: make_person(f"Prénom {role.value}", role, nodes.get(role)) for role in Role}
    hire(people[Role.LEARNER], employer.team)
    registration = follow(people[Role.LEARNER], taught.edition)
    for activity in taught.edition.activities.all():
        take(registration, activity)
    registration.refresh_from_db()
    attestation = issue_attestation(registration)
    half_day = open_half_day(taught.institute, taught.edition, [registration], trainers=[people[Role.TRAINER]])
    convention = Convention.objects.create(
        funder=funder,
        number="2026-001",
        title="Former",
        starts_on=date(2026, 1, 1),
        ends_on=timezone.localdate() + timedelta(days=30),
        territories=["59"],
    )
    arguments = {
        "modules:follow": [taught.module.pk],
        "modules:path": [registration.pk],
        "modules:end": [registration.pk],
        "modules:activity": [registration.pk, "lire"],
        "agenda:attestation": [registration.pk],
        "agenda:attestation_pdf": [registration.pk],
        "agenda:group": [half_day.pk],
        "agenda:verify": [attestation.code],
        "workforce:person": [people[Role.LEARNER].pk],
        "workforce:export": ["csv"],
        "funding:convention": [convention.pk],
        "funding:export": [convention.pk],
    }
    return House(people, arguments)


def our_addresses(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, Any]]:
    """(name, view) of every address of ours."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            if pattern.namespace is None or pattern.namespace in OURS:
                yield from our_addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and (namespace in OURS):
            yield f"{namespace}:{pattern.name}", pattern.callback


def test_every_address_of_ours_is_in_the_table() -> None:
    names = {name for name, _view in our_addresses()}
    assert names == {name for name in {*RIGHT_OF_ADDRESS, *PUBLIC} if ":" in name}


def test_the_gate_of_each_view_asks_for_the_right_of_its_address() -> None:
    for name, view in our_addresses():
        right = getattr(view, "right", None)
        assert right is None or right == RIGHT_OF_ADDRESS[name], name


@pytest.mark.parametrize("role", Role)
def test_who_has_the_right_opens_the_page_and_nobody_else(role: Role, house: House) -> None:
    client, wrong = Client(), []
    client.force_login(house.people[role])
    for name, right in RIGHT_OF_ADDRESS.items():
        status = client.get(reverse(name, args=house.arguments.get(name, []))).status_code
        # A page that only takes a form answers 405 to the one who may send it.
        expected = {200, 302, 405} if role in roles_that_may(*right) else {403}
        wrong += [] if status in expected else [f"{name}: {status}"]
    assert not wrong


def test_the_signed_out_are_sent_to_the_sign_in_page(house: House) -> None:
    for name in {*RIGHT_OF_ADDRESS, *SIGNED_IN}:
        response = Client().get(reverse(name, args=house.arguments.get(name, [])))
        assert response.status_code == 302, name
        assert response["Location"].startswith("/compte/login/?next="), name


def test_public_pages_ask_for_nobody(house: House) -> None:
    for name in PUBLIC:
        assert Client().get(reverse(name, args=house.arguments.get(name, []))).status_code == 200, name


def test_a_right_over_one_branch_says_nothing_of_another(house: House) -> None:
    elsewhere = make_employer("Service Ailleurs")
    stranger = make_person("Paule Ailleurs", Role.HR, elsewhere.root)
    give_role(stranger, Role.FUNDER, make_funder("Fonds Ailleurs"))
    client = Client()
    client.force_login(stranger)
    for name in ("workforce:person", "funding:convention", "funding:export"):
        assert client.get(reverse(name, args=house.arguments[name])).status_code == 404, name


def test_another_learner_finds_nothing_of_hers(house: House) -> None:
    other = make_person("Malika Autre", Role.LEARNER)
    client = Client()
    client.force_login(other)
    names = ["modules:path", "modules:end", "modules:activity", "agenda:attestation", "agenda:attestation_pdf"]
    for name in names:
        assert client.get(reverse(name, args=house.arguments[name])).status_code == 404, name
