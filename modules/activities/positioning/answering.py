"""A positioning's deeds: begin, answer the question drawn, send to one's employer. One transaction each."""

from datetime import datetime
from typing import Any

from django.db import transaction

from competencies.models import Band, PositioningEvidence
from competencies.positioning import Item, Reply, Result, next_item, read_results
from modules.answering import (
    AlreadyAnswered,
    Given,
    close_attempt,
    name_sharing,
    share_attempt,
    start_attempt,
    submit_answer,
)
from modules.iris import question_iri
from modules.loading.schema import Positioning
from modules.models import Answer, Attempt, EditionActivity, EditionQuestion, Registration
from modules.outcome import Outcome
from modules.questions import Response, grade, interaction_of, say_response
from modules.statements import Thing
from modules.verbs import ActivityType

Questions = dict[str, EditionQuestion]

UNKNOWN: dict[str, Any] = {"unknown": True}
"""What is kept of « Je ne sais pas »: like no answer to any kind of question."""


class NothingToSend(Exception):  # noqa: N818 (the name says what happened)
    """The positioning is not finished, or says nothing of any competency."""


def start_positioning(registration: Registration, activity: EditionActivity, at: datetime | None = None) -> Attempt:
    return start_attempt(registration, activity, at=at)


def items_of(positioning: Positioning, questions: Questions) -> list[Item]:
    """What may be asked, as the estimator reads it."""
    return [
        Item(item.question, questions[item.question].thawed.competency, float(item.difficulty))
        for item in positioning.items
    ]


def replies_of(answers: list[Answer], questions: Questions) -> dict[str, Reply]:
    """Each answer read again from what was answered: right, wrong or unknown."""
    return {answer.item: _reply(answer, questions) for answer in answers}


def _reply(answer: Answer, questions: Questions) -> Reply:
    if answer.response == UNKNOWN:
        return "unknown"
    return "right" if grade(questions[answer.item].thawed, answer.response).success else "wrong"


def question_to_ask(attempt: Attempt, answers: list[Answer], questions: Questions) -> Item | None:
    """None when it is over. The same answers ask the same question, on any device: nothing is drawn at random."""
    items = items_of(attempt.activity.thawed, questions)
    return next_item(items, replies_of(answers, questions), seed_of(attempt))


def seed_of(attempt: Attempt) -> str:
    return f"{attempt.registration_id}/{attempt.activity.key}/{attempt.number}"


def results_of(attempt: Attempt, answers: list[Answer], questions: Questions) -> list[Result]:
    """One a competency; there is no total."""
    return read_results(items_of(attempt.activity.thawed, questions), replies_of(answers, questions))


@transaction.atomic
def answer_item(
    attempt: Attempt, questions: Questions, key: str, response: Response | None, at: datetime | None = None
) -> None:
    """Keep the answer to the question drawn (None: « Je ne sais pas »); close the attempt when nothing more is learnt.

    The race: two windows answer at once. The registration's row is locked first, and the question drawn again under
    the lock. Raises AlreadyAnswered for any other question than that one.
    """
    Registration.objects.select_for_update().get(pk=attempt.registration_id)
    expected = question_to_ask(attempt, _answers(attempt), questions)
    if expected is None or expected.key != key:
        raise AlreadyAnswered
    submit_answer(attempt, _given(questions[key], response), at)
    if question_to_ask(attempt, _answers(attempt), questions) is None:
        close_attempt(attempt, Outcome(), at)


def _answers(attempt: Attempt) -> list[Answer]:
    """Read from the database: what a page has prefetched does not hold the one just given."""
    return list(Answer.objects.filter(attempt=attempt).order_by("pk"))


def _given(row: EditionQuestion, response: Response | None) -> Given:
    question = row.thawed
    thing = Thing(question_iri(row.uid), ActivityType.INTERACTION, question.stem, interaction_of(question))
    if response is None:
        return Given(row.key, UNKNOWN, None, thing, unknown=True)
    return Given(row.key, response, grade(question, response), thing, say_response(question, response))


@transaction.atomic
def send_positioning(attempt: Attempt, answers: list[Answer], questions: Questions, at: datetime | None = None) -> None:
    """Say the words of a finished positioning to one's employer; « pas assez pour le dire » says nothing, so it stays.

    It is evidence of its own kind, neither declared nor measured: no rule reads it and it gives no level.
    The race: a double click. The registration's row is locked first, so the second finds the first's evidence.
    Raises NothingToSend.
    """
    Registration.objects.select_for_update().get(pk=attempt.registration_id)
    if sent_on(attempt):
        return
    said = sendable(results_of(attempt, answers, questions))
    if attempt.finished_at is None or not said:
        raise NothingToSend
    identifiers = {row["code"]: row["identifier"] for row in attempt.registration.edition.competencies}
    shared = [
        {"cfitem": identifiers[each.competency], "code": each.competency, "band": each.band.value} for each in said
    ]
    share_attempt(attempt, shared, at)


def sent_on(attempt: Attempt) -> datetime | None:
    """When it was sent; None when it was not."""
    sent = PositioningEvidence.objects.non_polymorphic().filter(statement_id=name_sharing(attempt))
    return sent.order_by("pk").values_list("at", flat=True).first()


def sendable(results: list[Result]) -> list[Result]:
    return [each for each in results if each.band != Band.TOO_LITTLE]
