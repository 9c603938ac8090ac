"""Three months after: a learner says what serves at work. Nobody else reads it, no level moves."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competencies.models import Level, TransferEvidence
from competencies.transfer import due_for_telling
from lms.people.models import User
from lms.people.rights import Role
from tests.cast import finish, follow, hire, make_employer, make_institute_with_module, make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/mes-competences/trois-mois-apres/"


@pytest.fixture
def nadege(tmp_path: Path) -> User:
    """She finished her module four months ago."""
    taught, person = make_institute_with_module(tmp_path), make_person("Nadège Osmont")
    finish(follow(person, taught.edition))
    ago = timezone.localdate() - timedelta(days=125)
    Level.objects.of(person.actor_uuid).update(reached_on=ago)
    return person


def test_nothing_is_asked_before_three_months(client: Client, nadege: User) -> None:
    Level.objects.update(reached_on=timezone.localdate() - timedelta(days=80))
    client.force_login(nadege)
    assert "Rien à dire aujourd’hui" in client.get(ADDRESS).content.decode()


def test_what_she_says_is_kept_once_and_moves_no_level(client: Client, nadege: User) -> None:
    client.force_login(nadege)
    before = list(Level.objects.values_list("level", flat=True))
    answers = {"u-a1-1": "several", "u-a1-1-stop": ["time", "network"]}
    assert client.post(ADDRESS, answers).status_code == 302
    assert client.post(ADDRESS, answers).status_code == 302
    [told] = TransferEvidence.objects.all()
    assert (told.use, told.obstacles, told.teller) == ("several", ["time", "network"], nadege.actor_uuid)
    assert list(Level.objects.values_list("level", flat=True)) == before


def test_a_competency_told_of_is_asked_again_a_month_later(client: Client, nadege: User) -> None:
    client.force_login(nadege)
    client.post(ADDRESS, {"u-a1-1": "never"})
    today = timezone.localdate()
    codes = [level.cfitem.human_coding_scheme for level in due_for_telling(nadege.actor_uuid, today)]
    later = [each.cfitem.human_coding_scheme for each in due_for_telling(nadege.actor_uuid, today + timedelta(days=32))]
    assert "A1.1" not in codes
    assert codes
    assert "A1.1" in later


def test_what_stopped_her_without_how_often_is_asked_back_and_nothing_ticked_is_lost(
    client: Client, nadege: User
) -> None:
    client.force_login(nadege)
    page = client.post(ADDRESS, {"u-a1-1-stop": ["time"]})
    assert "Dites aussi combien de fois" in page.content.decode()
    assert "checked" in page.content.decode()
    assert page.content.decode().count('<details class="field" open>') == 1  # what was ticked stays in sight
    assert not TransferEvidence.objects.exists()


def test_a_form_sent_empty_says_that_nothing_is_kept(client: Client, nadege: User) -> None:
    client.force_login(nadege)
    assert "Rien n’est gardé" in client.post(ADDRESS, {"u-a1-1": ""}, follow=True).content.decode()


def test_her_employer_reads_nothing_of_it(client: Client, nadege: User) -> None:
    employer = make_employer()
    hire(nadege, employer.team)
    head = make_person("Hélène Rivière", Role.HR, employer.root)
    reader, address = Client(), reverse("workforce:person", args=[nadege.pk])
    reader.force_login(head)
    before = reader.get(address).content
    client.force_login(nadege)
    client.post(ADDRESS, {"u-a1-1": "weekly", "u-a1-1-stop": ["place"]})
    assert TransferEvidence.objects.count() == 1
    assert _main(reader.get(address).content) == _main(before)
    assert reader.get(ADDRESS).status_code == 403


def _main(page: bytes) -> str:
    return page.decode().partition("<main")[2].partition("</main")[0]
