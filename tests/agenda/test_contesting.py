"""A learner contests a level; the institute answers; both stay."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competencies.models import CFItem
from lms.agenda.contesting import AlreadyAnswered, answer_contest, contest_level
from lms.agenda.models import Contest
from lms.people.models import User
from lms.people.rights import Role
from lms.reminders.sending import decide_reminders, send_waiting
from tests.cast import Taught, finish, follow, make_institute_with_module, make_person

pytestmark = pytest.mark.django_db
WORDS = "J’ai conduit ces entretiens seule depuis deux mois."


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def nadege(taught: Taught) -> User:
    person = make_person("Nadège Osmont")
    finish(follow(person, taught.edition))
    return person


@pytest.fixture
def odile(taught: Taught) -> User:
    return make_person("Odile Varenne", Role.TRAINER, taught.institute)


def item() -> CFItem:
    return CFItem.objects.coded("A1.1").get()


def test_what_was_said_keeps_the_level_and_the_rule_of_that_day(nadege: User, taught: Taught) -> None:
    contest = contest_level(nadege, item(), taught.institute, WORDS)
    assert (contest.level, contest.rule and contest.rule.key) == (3, "standard")
    assert contest_level(nadege, item(), taught.institute, "Encore").pk == contest.pk


def test_the_answer_is_given_once_and_stays(nadege: User, odile: User, taught: Taught) -> None:
    contest = contest_level(nadege, item(), taught.institute, WORDS)
    answer_contest(contest, odile, "Deux passages sont trop anciens.")
    with pytest.raises(AlreadyAnswered):
        answer_contest(contest, odile, "Autre chose.")
    assert Contest.objects.get().answer == "Deux passages sont trop anciens."


def test_nobody_answers_their_own_contest(nadege: User, taught: Taught) -> None:
    contest = contest_level(nadege, item(), taught.institute, WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        answer_contest(contest, nadege, "D’accord avec moi.")


def test_from_the_learner_s_page_to_the_institute_s_and_back(
    client: Client, nadege: User, odile: User, taught: Taught
) -> None:
    address = reverse("agenda:contest", args=[item().pk])
    client.force_login(nadege)
    assert address in client.get(reverse("desk:profile")).content.decode()
    assert client.post(address, {"institute": str(taught.institute.pk), "reason": WORDS}).status_code == 302
    client.force_login(odile)
    listed = client.get(reverse("agenda:contests")).content.decode()
    assert "Nadège Osmont" in listed
    client.post(reverse("agenda:contest_answer", args=[Contest.objects.get().pk]), {"answer": "Je relis avec vous."})
    client.force_login(nadege)
    page = client.get(address).content.decode()
    assert "Je relis avec vous." in page
    assert "Odile Varenne" in page
    assert WORDS in page


def test_both_are_told_on_their_page_and_by_letter_until_it_is_read(
    client: Client, nadege: User, odile: User, taught: Taught, mailoutbox: list[Any]
) -> None:
    contest = contest_level(nadege, item(), taught.institute, WORDS)
    decide_reminders(timezone.localdate())
    assert send_waiting() == 1
    assert mailoutbox[0].to == [odile.email]
    assert "conteste un niveau" in mailoutbox[0].body
    assert not {"Nadège", "Osmont", WORDS} & set(mailoutbox[0].body.split())
    answer_contest(contest, odile, "Deux passages sont trop anciens.")
    decide_reminders(timezone.localdate())
    assert send_waiting() == 1
    assert mailoutbox[1].to == [nadege.email]
    assert "Odile Varenne a répondu à votre demande" in mailoutbox[1].body
    client.force_login(nadege)
    page = client.get(reverse("desk:dashboard")).content.decode().replace("\u00a0", " ")
    assert "A1.1 : ce que vous avez dit de ce niveau a sa réponse." in page
    client.get(reverse("agenda:contest", args=[item().pk]))
    assert "a sa réponse" not in client.get(reverse("desk:dashboard")).content.decode()


def test_what_was_answered_before_the_letter_left_is_not_asked(
    nadege: User, odile: User, taught: Taught, mailoutbox: list[Any]
) -> None:
    contest = contest_level(nadege, item(), taught.institute, WORDS)
    decide_reminders(timezone.localdate())
    answer_contest(contest, odile, "Deux passages sont trop anciens.")
    assert send_waiting() == 0


def test_what_one_says_holds_nobody_s_data_and_nothing_typed_is_lost(
    client: Client, nadege: User, taught: Taught
) -> None:
    client.force_login(nadege)
    data = {"institute": str(taught.institute.pk), "reason": "Appelez Samira au 06 12 34 56 78."}
    page = client.post(reverse("agenda:contest", args=[item().pk]), data).content.decode()
    assert "Appelez Samira" in page
    assert not Contest.objects.exists()
