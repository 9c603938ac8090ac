"""A half-day called off: with a reason, its people told within minutes and once, no signature any more."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from lms.agenda.calling_off import TookPlace, call_off
from lms.agenda.enrolling import open_half_day
from lms.agenda.models import HalfDay, HourEntry
from lms.agenda.papers.issuing import issue_attestation
from lms.agenda.papers.replacing import replace_attestation, revoke_attestation
from lms.agenda.signing import NotTheDay, sign_presence
from lms.people.models import User
from lms.people.rights import Role
from lms.reminders.sending import decide_reminders, send_waiting, tell_called_off
from lms.reminders.stopping import stop_reminders
from lms.reminders.tasks import tell_half_days_called_off
from modules.models import Registration
from tests.cast import Taught, finish, follow, make_half_day, make_institute, make_institute_with_module, make_person

pytestmark = pytest.mark.django_db

TODAY, WHY = timezone.localdate(), "La salle est inondée."


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def odile(taught: Taught) -> User:
    return make_person("Odile Varenne", Role.TRAINER, taught.institute)


@pytest.fixture
def nadege(taught: Taught) -> Registration:
    return follow(make_person("Nadège Osmont"), taught.edition)


@pytest.fixture
def tomorrow(taught: Taught, nadege: Registration, odile: User) -> HalfDay:
    return make_half_day(taught, nadege, trainer=odile, on=TODAY + timedelta(days=1))


def remind_all() -> int:
    tell_called_off(TODAY)
    return send_waiting()


def test_called_off_from_the_group_its_people_read_why_in_a_letter_and_on_their_page(
    client: Client, tomorrow: HalfDay, nadege: Registration, odile: User, mailoutbox: list[Any]
) -> None:
    colleague = make_person("Bruno Colas", Role.TRAINER, tomorrow.institute)
    tomorrow.trainers.add(colleague)
    client.force_login(odile)
    assert f"/groupes/{tomorrow.pk}/annuler/" in client.get(f"/groupes/{tomorrow.pk}/").content.decode()
    page = client.post(f"/groupes/{tomorrow.pk}/annuler/", {"reason": WHY}, follow=True).content.decode()
    assert WHY in page
    assert "Annulée" in client.get("/groupes/").content.decode()
    assert remind_all() == 2
    assert remind_all() == 0
    assert {letter.to[0] for letter in mailoutbox} == {nadege.learner.email, colleague.email}
    for letter in mailoutbox:
        assert letter.subject == "Une demi-journée est annulée"
        assert WHY in letter.body
        assert WHY in letter.alternatives[0].content
    client.force_login(nadege.learner)
    assert WHY in client.get("/mes-demi-journees/").content.decode()


def test_beat_tells_it_and_only_it(
    tomorrow: HalfDay, nadege: Registration, odile: User, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    call_off(tomorrow, odile, WHY)
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tell_half_days_called_off()
    assert [letter.to for letter in mailoutbox] == [[nadege.learner.email]]


def test_who_stopped_messages_and_what_is_past_are_not_written_about(
    tomorrow: HalfDay, taught: Taught, nadege: Registration, odile: User, mailoutbox: list[Any]
) -> None:
    call_off(make_half_day(taught, nadege, trainer=odile, on=TODAY - timedelta(days=1)), odile, WHY)
    assert remind_all() == 0
    call_off(tomorrow, odile, WHY)
    stop_reminders(nadege.learner)
    assert remind_all() == 0
    assert mailoutbox == []


def test_nobody_signs_it_any_more_and_the_first_reason_stays(taught: Taught, nadege: Registration, odile: User) -> None:
    half_day = make_half_day(taught, nadege, trainer=odile, on=TODAY)
    with pytest.raises(ValueError, match="pourquoi"):
        call_off(half_day, odile, " ")
    assert call_off(half_day, odile, WHY)
    assert not call_off(half_day, odile, "Autre chose.")
    half_day.refresh_from_db()
    assert (half_day.revoked_reason, half_day.revoked_by) == (WHY, odile)
    with pytest.raises(NotTheDay):
        sign_presence(half_day.members.get(), odile)
    assert not HourEntry.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        HalfDay.objects.update(revoked_reason="")


def test_one_that_both_signed_took_place_and_is_not_called_off(
    client: Client, taught: Taught, nadege: Registration, odile: User
) -> None:
    half_day = make_half_day(taught, nadege, trainer=odile, on=TODAY)
    for person in (nadege.learner, odile):
        sign_presence(half_day.members.get(), person)
    with pytest.raises(TookPlace):
        call_off(half_day, odile, WHY)
    client.force_login(odile)
    page = client.post(f"/groupes/{half_day.pk}/annuler/", {"reason": WHY}, follow=True).content.decode()
    assert "a donc eu lieu" in page
    assert not HalfDay.objects.filter(revoked_at__isnull=False).exists()


def test_another_one_may_be_planned_the_same_day(tomorrow: HalfDay, taught: Taught, odile: User) -> None:
    call_off(tomorrow, odile, WHY)
    other = open_half_day(taught.institute, taught.edition, on=tomorrow.held_on)
    assert other != tomorrow
    assert open_half_day(taught.institute, taught.edition, on=tomorrow.held_on) == other


def test_an_attestation_does_not_tell_of_a_half_day_called_off(
    taught: Taught, nadege: Registration, odile: User
) -> None:
    done = finish(nadege)
    call_off(make_half_day(taught, done, trainer=odile, on=TODAY), odile, WHY)
    assert issue_attestation(done).frozen.modality == "remote"


def test_an_empty_reason_is_asked_back_and_a_stranger_finds_nothing(
    client: Client, tomorrow: HalfDay, odile: User
) -> None:
    client.force_login(odile)
    assert "Dites pourquoi" in client.post(f"/groupes/{tomorrow.pk}/annuler/", {"reason": ""}).content.decode()
    client.force_login(make_person("Paule Ailleurs", Role.TRAINER, make_institute("Institut Ailleurs")))
    assert client.post(f"/groupes/{tomorrow.pk}/annuler/", {"reason": WHY}).status_code == 404
    assert not HalfDay.objects.filter(revoked_at__isnull=False).exists()


def test_a_learner_is_told_once_that_an_attestation_was_revoked_and_whether_another_replaces_it(
    nadege: Registration, odile: User, mailoutbox: list[Any]
) -> None:
    first = issue_attestation(finish(nadege))
    second = replace_attestation(first, odile, "Le nom était mal écrit.")
    decide_reminders(TODAY)
    assert send_waiting() == 1
    assert "Le nom était mal écrit." in mailoutbox[0].body
    assert "Une autre la remplace" in mailoutbox[0].body
    assert second.grouped_code not in mailoutbox[0].body
    revoke_attestation(second, odile, "Délivrée par erreur.")
    decide_reminders(TODAY)
    assert send_waiting() == 1
    assert "Une autre la remplace" not in mailoutbox[1].body
    decide_reminders(TODAY + timedelta(days=1))
    assert send_waiting() == 0
