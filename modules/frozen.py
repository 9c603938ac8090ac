"""What editions keep, read from the database once by each process.

An edition never changes and is never deleted: what derives from it may be kept as long as the process lives. Its key
is its id and the moment it was published, so that an id given again after a rollback is another edition.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from modules.citing import Numbers
from modules.models import Edition, EditionActivity, EditionQuestion

Row = TypeVar("Row", EditionActivity, EditionQuestion)
WHOLE = 24
"""Editions kept with everything a learner is shown: about a megabyte each."""
PLANNED = 1024


def activities_of(edition: Edition) -> list[EditionActivity]:
    """In teaching order. The rows are everybody's: read them, never write on them."""
    return _saying_numbers(_read_activities(edition.pk, edition.published_at))


def questions_of(edition: Edition) -> dict[str, EditionQuestion]:
    """By key. The rows are everybody's: read them, never write on them."""
    return {row.key: row for row in _saying_numbers(_read_questions(edition.pk, edition.published_at))}


def minutes_of(edition: Edition) -> dict[UUID, int]:
    """The minutes planned for each activity, by its lasting key."""
    return dict(_read_minutes(edition.pk, edition.published_at))


def forget_editions() -> None:
    """What this process keeps of editions: for a test that writes on one, which nothing else does."""
    for reading in (_read_activities, _read_questions, _read_minutes):
        reading.cache_clear()


def _saying_numbers(rows: Iterable[Row]) -> list[Row]:
    """The survey may change: rows that cite it are copied for this reading, and share one query."""
    rows = list(rows)
    numbers = Numbers(row.content for row in rows if row.cites)
    return [row.saying(numbers) if row.cites else row for row in rows]


@lru_cache(maxsize=WHOLE)
def _read_activities(edition: int, _published_at: datetime) -> tuple[EditionActivity, ...]:
    return tuple(EditionActivity.objects.filter(edition=edition).order_by("position"))


@lru_cache(maxsize=WHOLE)
def _read_questions(edition: int, _published_at: datetime) -> tuple[EditionQuestion, ...]:
    return tuple(EditionQuestion.objects.filter(edition=edition).order_by("key"))


@lru_cache(maxsize=PLANNED)
def _read_minutes(edition: int, _published_at: datetime) -> tuple[tuple[UUID, int], ...]:
    rows = EditionActivity.objects.filter(edition=edition).order_by("position")
    return tuple(rows.values_list("key", "planned_minutes"))
