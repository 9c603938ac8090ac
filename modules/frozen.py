"""What editions keep, read from the database once by each process.

An edition never changes and is never deleted: what derives from it may be kept as long as the process lives. Its key
is its id and the moment it was published, so that an id given again after a rollback is another edition.
"""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from modules.models import Edition, EditionActivity, EditionQuestion

WHOLE = 24
"""Editions kept with everything a learner is shown: about a megabyte each."""
PLANNED = 1024


def activities_of(edition: Edition) -> list[EditionActivity]:
    """In teaching order. The rows are everybody's: read them, never write on them."""
    return list(_read_activities(edition.pk, edition.published_at))


def questions_of(edition: Edition) -> dict[str, EditionQuestion]:
    """By key. The rows are everybody's: read them, never write on them."""
    return dict(_read_questions(edition.pk, edition.published_at))


def minutes_of(edition: Edition) -> dict[UUID, int]:
    """The minutes planned for each activity, by its lasting key."""
    return dict(_read_minutes(edition.pk, edition.published_at))


@lru_cache(maxsize=WHOLE)
def _read_activities(edition: int, _published_at: datetime) -> tuple[EditionActivity, ...]:
    return tuple(EditionActivity.objects.filter(edition=edition).order_by("position"))


@lru_cache(maxsize=WHOLE)
def _read_questions(edition: int, _published_at: datetime) -> tuple[tuple[str, EditionQuestion], ...]:
    return tuple((row.key, row) for row in EditionQuestion.objects.filter(edition=edition).order_by("key"))


@lru_cache(maxsize=PLANNED)
def _read_minutes(edition: int, _published_at: datetime) -> tuple[tuple[UUID, int], ...]:
    rows = EditionActivity.objects.filter(edition=edition).order_by("position")
    return tuple(rows.values_list("key", "planned_minutes"))
