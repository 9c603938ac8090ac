"""What a learner meets that is not the straight road: the last try, the double click, the form sent empty."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from competencies.days import write_day
from lms.people.models import User
from modules.loading.loader import load_module
from modules.models import Answer, Attempt, Edition, Registration
from modules.taking import say_moment
from tests.modules.cast import activity_of, make_learner, make_registration
from tests.modules.test_answering import take_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client, nadege: User) -> Client:
    client.force_login(nadege)
    return client


def quiz_address(registration: Registration) -> str:
    return f"/parcours/{registration.pk}/un-quiz/"


def test_a_fourth_try_is_told_when_it_opens(signed_in: Client, registration: Registration) -> None:
    for day in (3, 2, 1):
        take_quiz(registration, 1, 1, 1, at=timezone.now() - timedelta(days=day))
    page = signed_in.post(quiz_address(registration), {"action": "commencer"}, follow=True).content.decode()
    page = page.replace("\xa0", " ")
    assert "trois passages en trente jours" in page
    opens = timezone.localtime(Attempt.objects.earliest("number").finished_at + timedelta(days=30, minutes=1))
    assert f"{write_day(opens)} à {opens:%H:%M}" in page
    assert "?reprendre" not in page
    assert Attempt.objects.count() == 3


def test_the_moment_said_is_the_learners_own_and_never_too_early() -> None:
    assert say_moment(datetime(2026, 4, 1, 22, 4, 30, tzinfo=UTC)) == "2 avril 2026 à 00:05"
    assert say_moment(datetime(2026, 4, 1, 22, 4, tzinfo=UTC)) == "2 avril 2026 à 00:04"


def test_a_question_sent_empty_says_so_and_records_nothing(signed_in: Client, registration: Registration) -> None:
    address = quiz_address(registration)
    signed_in.post(address, {"action": "commencer"})
    response = signed_in.post(address, {"question": "1"})
    assert response.status_code == 422
    assert "Choisissez une réponse" in response.content.decode()
    assert not Answer.objects.exists()


def test_a_double_click_keeps_the_first_answer(signed_in: Client, registration: Registration) -> None:
    address = quiz_address(registration)
    signed_in.post(address, {"action": "commencer"})
    signed_in.post(address, {"question": "1", "reponse": "1"})
    page = signed_in.post(address, {"question": "1", "reponse": "0"}, follow=True).content.decode()
    assert "première réponse" in page
    assert [answer.response for answer in Answer.objects.all()] == [1]


@pytest.mark.parametrize("number", ["0", "99", "-1", "1e9", "١"])
def test_a_question_number_from_nowhere_leads_to_the_next_one(
    number: str, signed_in: Client, registration: Registration
) -> None:
    address = quiz_address(registration)
    signed_in.post(address, {"action": "commencer"})
    response = signed_in.get(address, {"question": number}, follow=True)
    assert response.status_code == 200
    assert "Question 1 sur 3" in response.content.decode().replace("\xa0", " ")


def test_a_lesson_resumes_at_the_screen_left(signed_in: Client, registration: Registration) -> None:
    address = f"/parcours/{registration.pk}/une-lecon/"
    signed_in.post(address, {"ecran": "1"})
    assert "Second écran" in signed_in.get(address).content.decode()


def test_following_twice_leads_to_the_same_path(signed_in: Client, edition: Edition) -> None:
    first = signed_in.post(f"/modules/{edition.module_id}/suivre/")
    second = signed_in.post(f"/modules/{edition.module_id}/suivre/")
    assert first["Location"] == second["Location"]
    assert Registration.objects.count() == 1


def test_a_later_edition_never_moves_under_a_learner(signed_in: Client, registration: Registration) -> None:
    page = activity_of(registration.edition, "une-lecon")
    live = registration.edition.module.activities().get(slug="une-lecon").specific
    live.title = "Une leçon tout autre"
    live.save_revision().publish()
    assert page.title in signed_in.get(f"/parcours/{registration.pk}/").content.decode()
    assert "tout autre" not in signed_in.get(f"/parcours/{registration.pk}/").content.decode()


def test_the_end_page_waits_for_the_last_step(signed_in: Client, registration: Registration) -> None:
    assert signed_in.get(f"/parcours/{registration.pk}/bilan/").status_code == 302


def test_another_learners_activity_is_not_found(client: Client, registration: Registration) -> None:
    client.force_login(make_learner("Malika"))
    assert client.get(quiz_address(registration)).status_code == 404
    assert client.post(quiz_address(registration), {"action": "commencer"}).status_code == 404


NOTE = """
kind: note
key: une-note
title: Une note
minutes: 9
purpose: Écrire.
intro: Pour vous.
prompts: [{key: geste, label: Quel geste ?}]
debrief: Relisez.
"""


@pytest.fixture
def note_address(edition: Edition, nadege: User, tmp_path: Path) -> str:
    """The small module with a note in it, followed by Nadège."""
    folder = tmp_path / "module"
    (folder / "03-note.yaml").write_text(NOTE, encoding="utf-8")
    institute = edition.module.get_parent().specific
    return f"/parcours/{make_registration(load_module(folder, institute).edition, nadege).pk}/une-note/"


def test_a_note_with_a_null_character_is_kept_without_it(signed_in: Client, note_address: str) -> None:
    """PostgreSQL stores no such character in JSON: it would answer 500."""
    assert signed_in.post(note_address, {"geste": "J’ai pris\x00 la souris."}).status_code == 302
    assert Answer.objects.get().response == "J’ai pris la souris."


def test_a_note_too_long_says_so_and_nothing_typed_is_lost(signed_in: Client, note_address: str) -> None:
    text = "mot " * 2000
    response = signed_in.post(note_address, {"geste": text})
    assert response.status_code == 422
    assert text.strip() in response.content.decode()
    assert not Answer.objects.exists()


def test_a_note_that_holds_a_phone_number_is_refused_and_stays_on_the_page(
    signed_in: Client, note_address: str
) -> None:
    response = signed_in.post(note_address, {"geste": "appeler le 06 12 34 56 78"})
    assert response.status_code == 422
    assert "06 12 34 56 78" in response.content.decode()
    assert not Answer.objects.exists()
