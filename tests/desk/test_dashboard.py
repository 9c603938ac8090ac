"""The learner's first page: one click to the exact activity, and nothing of anyone else."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.desk.paths import say_moment
from lms.people.models import User
from lms.people.rights import Role
from tests.cast import Taught, finish, follow, make_institute_with_module, make_person, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def nadege() -> User:
    return make_person("Nadège Osmont")


def read(client: Client, person: User, name: str = "desk:dashboard") -> str:
    client.force_login(person)
    response = client.get(reverse(name))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_someone_signed_out_is_sent_to_the_sign_in_page(client: Client) -> None:
    response = client.get(reverse("desk:dashboard"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_who_does_not_learn_has_no_path(client: Client) -> None:
    client.force_login(make_person("Karim Sellam", Role.SITE_ADMIN))
    assert client.get(reverse("desk:dashboard")).status_code == 403


def test_a_newcomer_is_greeted_and_offered_the_open_modules(client: Client, nadege: User, taught: Taught) -> None:
    page = read(client, nadege)
    assert "Bonjour Nadège" in page
    assert taught.module.title in page
    assert "Continuer" not in page


def test_continue_leads_to_the_exact_activity(client: Client, nadege: User, taught: Taught) -> None:
    registration = follow(nadege, taught.edition)
    first, second, _third = registration.edition.activities.all()
    take(registration, first)
    page = read(client, nadege)
    assert f'href="{reverse("modules:activity", args=[registration.pk, second.slug])}"' in page
    assert "Étape 2 sur 3" in page
    assert "Enregistré aujourd’hui à" in page
    assert "30 min" in page  # two activities of fifteen minutes are left


def test_a_followed_module_is_not_offered_again(client: Client, nadege: User, taught: Taught) -> None:
    follow(nadege, taught.edition)
    assert taught.module.url not in read(client, nadege)


def test_a_finished_module_leads_to_its_attestation(client: Client, nadege: User, taught: Taught) -> None:
    registration = finish(follow(nadege, taught.edition))
    page = read(client, nadege)
    assert reverse("agenda:attestation", args=[registration.pk]) in page
    assert "Continuer" not in page


def test_a_learner_sees_only_her_own_path(client: Client, nadege: User, taught: Taught) -> None:
    other = finish(follow(make_person("Bilal Ferrand"), taught.edition))
    assert str(other.pk) not in read(client, nadege)


def test_competencies_are_told_in_words(client: Client, nadege: User, taught: Taught) -> None:
    finish(follow(nadege, taught.edition))
    page = read(client, nadege)
    assert "compétences acquises" in page
    assert "compétences jamais évaluées" in page


@pytest.mark.parametrize("modules", [1, 3])
def test_seventeen_queries_at_most_whatever_one_follows(
    client: Client, nadege: User, tmp_path: Path, modules: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for index in range(modules):
        taught = make_institute_with_module(tmp_path, key=f"module-{index}", title=f"Module {index}")
        registration = follow(nadege, taught.edition)
        if index:
            finish(registration)
    make_institute_with_module(tmp_path, key="un-autre", title="Un autre")
    read(client, nadege)
    # Four of which: what their posts ask for, what their employer asks, what it answered, their programmes.
    with django_assert_max_num_queries(17):
        client.get(reverse("desk:dashboard"))


def test_a_moment_is_said_as_people_say_it() -> None:
    now = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    assert say_moment(datetime(2026, 11, 21, 8, 5, tzinfo=UTC), now) == "aujourd’hui à 9\u00a0h\u00a005"
    assert say_moment(datetime(2026, 11, 20, 15, 42, tzinfo=UTC), now) == "hier à 16\u00a0h\u00a042"
    assert say_moment(datetime(2026, 10, 12, 14, 42, tzinfo=UTC), now) == "le 12 octobre 2026 à 16\u00a0h\u00a042"
