"""A quiz's deeds: begin, answer, close with the last answer. One transaction each."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from modules.activities.quiz.scoring import choose_form, decide_outcome, keys_of
from modules.answering import Given, close_attempt, start_attempt, submit_answer
from modules.iris import question_iri
from modules.models import Answer, Attempt, EditionActivity, EditionQuestion, Registration
from modules.outcome import Grade
from modules.questions import Response, grade, interaction_of, say_response
from modules.statements import Thing
from modules.verbs import ActivityType

Questions = dict[str, EditionQuestion]


def start_quiz(registration: Registration, activity: EditionActivity, at: datetime | None = None) -> Attempt:
    """Raises AttemptsExhausted for a graded quiz taken three times in thirty days."""
    quiz = activity.thawed
    form = choose_form(quiz, UUID(str(registration.pk)))
    return start_attempt(registration, activity, form=form, limited=quiz.mode != "pretest", at=at)


@transaction.atomic
def answer_question(
    attempt: Attempt,
    questions: Questions,
    key: str,
    response: Response,
    at: datetime | None = None,
    confidence: int | None = None,
) -> Attempt:
    """Grade and keep one answer; with the last one, close the attempt. Raises AlreadyAnswered."""
    row = questions[key]
    question = row.thawed
    given = Given(
        item=key,
        response=response,
        grade=grade(question, response),
        thing=Thing(question_iri(row.uid), ActivityType.INTERACTION, question.stem, interaction_of(question)),
        said=say_response(question, response),
        confidence=confidence,
    )
    submit_answer(attempt, given, at)
    if not unanswered(attempt):
        close_attempt(attempt, decide_outcome(attempt.activity.thawed, graded(attempt, questions)), at)
    return attempt


def unanswered(attempt: Attempt) -> list[str]:
    """Keys still to answer, in order."""
    given = set(attempt.answers.values_list("item", flat=True))
    return [key for key in keys_of(attempt.activity.thawed, attempt.form) if key not in given]


def graded(attempt: Attempt, questions: Questions) -> list[tuple[str, Grade]]:
    """(competency code, grade) of each answer, graded again from what was answered.

    Read from the database: the answers a page has prefetched do not hold the one just given.
    """
    answers = Answer.objects.filter(attempt=attempt).order_by("pk")
    return [
        (questions[answer.item].thawed.competency, grade(questions[answer.item].thawed, answer.response))
        for answer in answers
    ]
