"""The road of an answer: one transaction from the attempt to the level, nothing left when a step fails."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError

from competencies.models import Evidence, Level
from lms.people.models import User
from modules.activities.quiz.answering import answer_question, start_quiz
from modules.answering import (
    AlreadyAnswered,
    AttemptsExhausted,
    close_attempt,
    refuse_more_passes,
    register,
    start_attempt,
)
from modules.models import ActivityProgress, Answer, Attempt, Edition, Registration
from modules.outcome import Outcome
from modules.rebuilding import rebuild
from modules.statements import authority
from tests.modules.cast import RIGHT, WRONG, activity_of
from xapi_store.models import Statement
from xapi_store.recording import void

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def take_quiz(registration: Registration, *responses: int, at: datetime = MONDAY) -> Attempt:
    edition = registration.edition
    questions = {row.key: row for row in edition.questions.all()}
    attempt = start_quiz(registration, activity_of(edition, "un-quiz"), at)
    for key, response in zip(["a-1", "a-2", "b-1"], responses, strict=False):
        attempt = answer_question(attempt, questions, key, response, at + timedelta(minutes=5))
    attempt.refresh_from_db()
    return attempt


def verbs() -> list[str]:
    return [statement.as_json()["verb"]["id"].rsplit("/", 1)[-1] for statement in Statement.objects.in_order()]


def test_registering_twice_is_registering_once(edition: Edition, nadege: User) -> None:
    assert register(nadege, edition) == register(nadege, edition)
    assert verbs() == ["registered"]


def test_an_answer_becomes_a_statement_progress_evidence_and_a_level(registration: Registration) -> None:
    attempt = take_quiz(registration, RIGHT, RIGHT, WRONG)
    assert verbs() == ["attempted", "answered", "answered", "answered", "failed"]  # two of three is under 70 %
    assert attempt.scaled == Decimal("0.6667")
    progress = ActivityProgress.objects.get(registration=registration)
    assert progress.completed_at == MONDAY + timedelta(minutes=5)
    levels = {level.cfitem.human_coding_scheme: level.level for level in Level.objects.select_related("cfitem")}
    assert levels == {"A1.1": 2, "A1.2": 1}


def test_the_statement_carries_a_random_actor_and_nothing_of_the_person(registration: Registration) -> None:
    take_quiz(registration, RIGHT)
    statement = Statement.objects.in_order().last()
    assert statement is not None
    content = statement.as_json()
    assert content["actor"]["account"]["name"] == str(registration.learner.actor_uuid)
    assert content["context"]["registration"] == str(registration.pk)
    assert content["context"]["revision"] == "1.0"
    assert content["authority"] == authority()
    text = statement.as_text().decode()
    for private in (registration.learner.email, "Nadège", str(registration.learner.pk)):
        assert private not in text


def test_iris_do_not_depend_on_the_host(registration: Registration) -> None:
    take_quiz(registration, RIGHT)
    for statement in Statement.objects.all():
        assert statement.as_json()["object"]["id"].startswith("https://faire-avec.example/xapi/")


def test_a_second_answer_to_the_same_question_is_refused_and_the_first_stays(registration: Registration) -> None:
    attempt = take_quiz(registration, RIGHT)
    questions = {row.key: row for row in registration.edition.questions.all()}
    with pytest.raises(AlreadyAnswered):
        answer_question(attempt, questions, "a-1", WRONG)
    assert Answer.objects.get().response == RIGHT


def test_closing_twice_says_it_once(registration: Registration) -> None:
    attempt = start_attempt(registration, activity_of(registration.edition, "une-lecon"), at=MONDAY)
    close_attempt(attempt, Outcome(), MONDAY)
    close_attempt(attempt, Outcome(), MONDAY + timedelta(hours=1))
    assert verbs() == ["attempted", "completed"]


def test_an_open_attempt_is_gone_on_with(registration: Registration) -> None:
    lesson = activity_of(registration.edition, "une-lecon")
    assert start_attempt(registration, lesson) == start_attempt(registration, lesson)


def test_two_open_attempts_cannot_stand_in_the_database(registration: Registration) -> None:
    lesson = activity_of(registration.edition, "une-lecon")
    start_attempt(registration, lesson)
    with pytest.raises(IntegrityError):
        Attempt.objects.create(registration=registration, activity=lesson, number=2, started_at=MONDAY)


def test_a_fourth_graded_pass_waits_thirty_days_after_the_first(registration: Registration) -> None:
    for day in range(3):
        take_quiz(registration, RIGHT, RIGHT, RIGHT, at=MONDAY + timedelta(days=day))
    with pytest.raises(AttemptsExhausted) as refusal:
        take_quiz(registration, RIGHT, at=MONDAY + timedelta(days=4))
    assert refusal.value.again_on == MONDAY + timedelta(days=30, minutes=5)
    assert take_quiz(registration, RIGHT, at=refusal.value.again_on + timedelta(minutes=1)).number == 4


def test_two_passes_in_thirty_days_leave_a_third() -> None:
    refuse_more_passes([MONDAY, MONDAY + timedelta(days=1)], MONDAY + timedelta(days=2))


def test_the_last_activity_completes_the_module_once(registration: Registration) -> None:
    attempt = start_attempt(registration, activity_of(registration.edition, "une-lecon"), at=MONDAY)
    close_attempt(attempt, Outcome(), MONDAY + timedelta(minutes=12))
    take_quiz(registration, RIGHT, RIGHT, RIGHT, at=MONDAY + timedelta(hours=1))
    take_quiz(registration, RIGHT, RIGHT, WRONG, at=MONDAY + timedelta(days=1))
    registration.refresh_from_db()
    assert registration.minutes_done == 32
    assert registration.completed_at == MONDAY + timedelta(hours=1, minutes=5)
    assert verbs().count("completed") == 2  # the lesson, the module


STEPS = [
    "modules.answering.record",
    "modules.receivers.take_fact",
    "modules.receivers.add_evidence",
    "competencies.evidence.write_levels",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_nothing(
    step: str, registration: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_quiz(registration, RIGHT, RIGHT)
    before = (Answer.objects.count(), Statement.objects.count(), Evidence.objects.count(), Level.objects.count())
    attempt = Attempt.objects.get()
    questions = {row.key: row for row in registration.edition.questions.all()}

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(step)

    monkeypatch.setattr(step, fail)
    with pytest.raises(RuntimeError, match=step):
        answer_question(attempt, questions, "b-1", RIGHT, MONDAY)
    assert (
        Answer.objects.count(),
        Statement.objects.count(),
        Evidence.objects.count(),
        Level.objects.count(),
    ) == before
    attempt.refresh_from_db()
    assert attempt.finished_at is None
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()


def test_voiding_walks_the_road_backwards(registration: Registration) -> None:
    attempt = take_quiz(registration, RIGHT, RIGHT, RIGHT)
    assert attempt.statement_id is not None
    void(UUID(str(attempt.statement_id)), actor=authority(), at=MONDAY + timedelta(days=1))
    assert not Evidence.objects.exists()
    assert not Level.objects.exists()
    progress = ActivityProgress.objects.get()
    assert progress.completed_at is None
    assert progress.started_at == MONDAY


def test_rebuilding_changes_nothing(registration: Registration) -> None:
    take_quiz(registration, RIGHT, RIGHT, WRONG)
    assert rebuild().changes == 0


def test_rebuilding_mends_what_was_damaged(registration: Registration) -> None:
    take_quiz(registration, RIGHT, RIGHT, WRONG)
    ActivityProgress.objects.all().delete()
    Level.objects.all().delete()
    assert rebuild().changes > 0
    assert Level.objects.count() == 2
    assert rebuild().changes == 0


def test_a_pass_forged_under_another_authority_moves_nothing(registration: Registration) -> None:
    attempt = take_quiz(registration, RIGHT, RIGHT, RIGHT)
    forged = Statement.objects.get(statement_id=attempt.statement_id).as_json()
    Evidence.objects.all().delete()
    forged["id"] = "0a9c4a56-7c3f-4a43-9a60-4f5d1c1a0b11"
    for name in ("authority", "stored"):
        forged.pop(name)
    from xapi_store.recording import record

    record(forged, authority={"objectType": "Agent", "mbox": "mailto:quelqu.un@exemple.example"})
    assert not Evidence.objects.exists()


def test_the_last_answer_counts_even_when_the_page_read_the_others_before(registration: Registration) -> None:
    attempt = take_quiz(registration, WRONG, WRONG)
    questions = {row.key: row for row in registration.edition.questions.all()}
    read_by_the_page = Attempt.objects.prefetch_related("answers").get(pk=attempt.pk)
    answer_question(read_by_the_page, questions, "b-1", RIGHT, MONDAY + timedelta(minutes=9))
    attempt.refresh_from_db()
    assert attempt.scaled == Decimal("0.3333")
    assert Evidence.objects.get(cfitem__human_coding_scheme="A1.2").passed
