"""The deed of an orientation: answer one case. The last one closes the attempt."""

from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from modules.activities.orientation.scoring import PARTS, CaseAnswer, decide_outcome, grade_case
from modules.answering import Given, close_attempt, start_attempt, submit_answer
from modules.iris import item_iri
from modules.loading.schema import OrientationCase
from modules.models import Attempt, EditionActivity, Registration
from modules.statements import Thing
from modules.verbs import ActivityType

STEPS = {
    "need": "Le besoin d’abord",
    "place": "Le lieu choisi",
    "criteria": "Les critères qui décident",
    "fallback": "Le repli",
    "relay": "Le relais",
}


def start_orientation(registration: Registration, activity: EditionActivity, at: datetime | None = None) -> Attempt:
    """Raises AttemptsExhausted: cases are graded, the first answer counts."""
    return start_attempt(registration, activity, limited=True, at=at)


def answers_of(attempt: Attempt) -> dict[str, CaseAnswer]:
    """What was answered, by the key of the case."""
    return {answer.item: msgspec.convert(answer.response, CaseAnswer) for answer in attempt.answers.all()}


@transaction.atomic
def answer_case(attempt: Attempt, case: OrientationCase, answer: CaseAnswer, at: datetime | None = None) -> Attempt:
    """Raises AlreadyAnswered; the first answer stays.

    The race: two windows answer the last two cases at once. submit_answer locks the registration's row first, then the
    answers are read afresh: one of the two closes.
    """
    orientation = attempt.activity.thawed
    given = Given(
        item=case.key,
        response=msgspec.to_builtins(answer),
        grade=grade_case(orientation, case, answer),
        thing=Thing(item_iri(attempt.activity.key, case.key), ActivityType.INTERACTION, case.title, _interaction_of()),
        said=say_answer(answer),
    )
    submit_answer(attempt, given, at)
    answers = answers_of(Attempt.objects.prefetch_related("answers").get(pk=attempt.pk))
    if all(each.key in answers for each in orientation.cases):
        close_attempt(attempt, decide_outcome(orientation, answers), at)
    return attempt


def _interaction_of() -> dict[str, Any]:
    """A performance of five steps (xAPI 1.0.3, Data appendix C). What is right is computed: it stays out."""
    steps = [{"id": name, "description": {"fr": words}} for name, words in STEPS.items()]
    return {"interaction_type": "performance", "steps": steps}


def say_answer(answer: CaseAnswer) -> str:
    """`need[.]1[,]place[.]…`; the criteria of a step are spaced."""
    said = msgspec.to_builtins(answer) | {"criteria": " ".join(answer.criteria)}
    return "[,]".join(f"{name}[.]{said[name]}" for name in PARTS)
