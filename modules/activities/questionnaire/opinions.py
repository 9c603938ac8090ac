"""What learners think of a module, asked without a name: their answers are added to counts and kept nowhere else."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from modules.answering import close_attempt, start_attempt
from modules.models import Attempt, EditionActivity, OpinionCount, Registration
from modules.outcome import Outcome
from modules.signals import opinions_told

TOGETHER = 11
"""Answers are told by so many people at once, never fewer: the k of the engine that shows them (`lms.funding.grid`)."""


@transaction.atomic
def count_opinion(
    registration: Registration, activity: EditionActivity, given: Mapping[str, list[int]], at: datetime | None = None
) -> None:
    """Add these answers to the counts and say the activity completed; the statements carry no answer. Asked once.

    The race: a double click, or two people at once. The registration is locked first, then the row that counts the
    people, so that what waits is told whole.
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
        opinions_told.send(EditionActivity, activity=activity)
    close_attempt(start_attempt(registration, activity, at=at), Outcome(), at)


def _lock_people(activity: EditionActivity) -> OpinionCount:
    OpinionCount.objects.get_or_create(activity=activity, question="", answer=0)
    return OpinionCount.objects.select_for_update().get(activity=activity, question="", answer=0)


def read_counts(activity: EditionActivity) -> tuple[int, dict[tuple[str, int], int]]:
    """How many people were told of together so far, and how many gave each answer, by (question, place). One query.

    For `lms.funding.opinions`, which alone decides what of it anyone may read.
    """
    counts = {(row.question, row.answer): row.shown for row in OpinionCount.objects.filter(activity=activity)}
    return counts.pop(("", 0), 0), counts
