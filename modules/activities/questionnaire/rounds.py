"""The three moments at which a questionnaire may be answered: before the module ends, after, three months after. Pure.

Each is answered once. A moment missed is missed: answers given later count for the later moment.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from competencies.months import add_months

MONTHS_AFTER = 3


class Round(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    LATER = "later"


def round_of(at: datetime, completed_at: datetime | None) -> Round:
    """The moment at which an answer was given."""
    if completed_at is None or at <= completed_at:
        return Round.BEFORE
    is_later = timezone.localdate(at) >= add_months(timezone.localdate(completed_at), MONTHS_AFTER)
    return Round.LATER if is_later else Round.AFTER


def due_round(answered: Iterable[datetime], completed_at: datetime | None, now: datetime) -> Round | None:
    """The moment that can be answered now; None when it has been."""
    due = round_of(now, completed_at)
    return None if due in {round_of(at, completed_at) for at in answered} else due
