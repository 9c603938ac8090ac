"""What learners think of a module, asked without a name: their answers are added to counts and kept nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from modules.answering import close_attempt, start_attempt
from modules.models import Attempt, EditionActivity, OpinionCount, Registration
from modules.outcome import Outcome

TOGETHER = 5
"""Answers are shown by so many people at once, never fewer."""


@transaction.atomic
def count_opinion(
    registration: Registration, activity: EditionActivity, given: Mapping[str, list[int]], at: datetime | None = None
) -> None:
    """Add these answers to the counts and say the activity completed; the statements carry no answer. Asked once.

    The race: a double click, or two people at once. The registration is locked first, then the row that counts the
    people, so that what waits is shown whole.
    """
    Registration.objects.select_for_update().get(pk=registration.pk)
    if Attempt.objects.filter(
        registration=registration, activity__key=activity.key, finished_at__isnull=False
    ).exists():
        return
    people = _lock_people(activity)
    answers = [(question, answer) for question, chosen in given.items() for answer in chosen]
    for question, answer in [("", 0), *answers]:
        row, _is_new = OpinionCount.objects.get_or_create(activity=activity, question=question, answer=answer)
        OpinionCount.objects.filter(pk=row.pk).update(waiting=F("waiting") + 1)
    if people.waiting + 1 >= TOGETHER:
        OpinionCount.objects.filter(activity=activity).update(shown=F("shown") + F("waiting"), waiting=0)
    close_attempt(start_attempt(registration, activity, at=at), Outcome(), at)


def _lock_people(activity: EditionActivity) -> OpinionCount:
    OpinionCount.objects.get_or_create(activity=activity, question="", answer=0)
    return OpinionCount.objects.select_for_update().get(activity=activity, question="", answer=0)


@dataclass(frozen=True)
class Opinions:
    """Of one questionnaire of one edition: how many people, and for each question how many gave each answer."""

    title: str
    edition: str
    people: int
    questions: list[tuple[str, list[tuple[str, int]]]]


def read_opinions(activity: EditionActivity) -> Opinions:
    """What is shown; one query."""
    shown = {(row.question, row.answer): row.shown for row in OpinionCount.objects.filter(activity=activity)}
    questions = [
        (each.text, [(answer.text, shown.get((each.key, place), 0)) for place, answer in enumerate(each.answers)])
        for each in activity.thawed.questions
    ]
    return Opinions(activity.title, activity.edition.label, shown.get(("", 0), 0), questions)
