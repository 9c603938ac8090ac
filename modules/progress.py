"""Progress of a registration: a fold of its facts, the same whatever their order. The one writer of progress rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from modules.facts import Fact
from modules.models import ActivityProgress, EditionActivity, Registration


@dataclass(frozen=True)
class Progress:
    """How far in one activity. `scaled` is the latest score."""

    started_at: datetime | None = None
    completed_at: datetime | None = None
    attempts: int = 0
    scaled: Decimal | None = None
    scored_at: datetime | None = None


def fold(progress: Progress, fact: Fact) -> Progress:
    """One more fact. Earliest start, earliest end, latest score: order never matters, nor hearing a fact twice."""
    progress = replace(
        progress,
        started_at=min(progress.started_at or fact.at, fact.at),
        attempts=max(progress.attempts, fact.attempt),
    )
    if not fact.closes:
        return progress
    progress = replace(progress, completed_at=min(progress.completed_at or fact.at, fact.at))
    if fact.scaled is None or _is_older(fact, progress):
        return progress
    return replace(progress, scaled=fact.scaled, scored_at=fact.at)


def _is_older(fact: Fact, progress: Progress) -> bool:
    """At the same instant the higher score stays: without a rule the order would decide."""
    if progress.scored_at is None or progress.scaled is None or fact.scaled is None:
        return False
    return (fact.at, fact.scaled) < (progress.scored_at, progress.scaled)


def fold_all(facts: Iterable[Fact]) -> dict[UUID, Progress]:
    """Progress by activity key, from all facts of one registration."""
    folded: dict[UUID, Progress] = {}
    for fact in facts:
        folded[fact.activity_key] = fold(folded.get(fact.activity_key, Progress()), fact)
    return folded


@dataclass(frozen=True)
class Whole:
    """The registration as its activities make it."""

    started_at: datetime | None
    completed_at: datetime | None
    minutes_done: int


def decide_whole(minutes: dict[UUID, int], folded: dict[UUID, Progress]) -> Whole:
    """From planned minutes by activity key of the edition. Complete when every activity of the edition is."""
    mine = {key: progress for key, progress in folded.items() if key in minutes}
    ends = {key: progress.completed_at for key, progress in mine.items() if progress.completed_at}
    starts = [progress.started_at for progress in mine.values() if progress.started_at]
    return Whole(
        started_at=min(starts, default=None),
        completed_at=max(ends.values()) if minutes and len(ends) == len(minutes) else None,
        minutes_done=sum(minutes[key] for key in ends),
    )


def take_fact(registration: Registration, fact: Fact) -> None:
    """Fold one new fact into the rows.

    The race: two answers of one learner in two windows. The registration's row is locked first, so they queue.
    """
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    rows = {row.activity_key: row for row in locked.progress.all()}
    folded = {key: _read_row(row) for key, row in rows.items()}
    folded[fact.activity_key] = fold(folded.get(fact.activity_key, Progress()), fact)
    _save_row(locked, rows.get(fact.activity_key), fact.activity_key, folded[fact.activity_key])
    _save_whole(locked, folded)


def replace_progress(registration: Registration, facts: Iterable[Fact]) -> int:
    """Set the rows to what these facts (all of the registration's) make; how many rows changed."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    rows = {row.activity_key: row for row in locked.progress.all()}
    folded = fold_all(facts)
    stale = [row.pk for key, row in rows.items() if key not in folded]
    ActivityProgress.objects.filter(pk__in=stale).delete()
    saved = [_save_row(locked, rows.get(key), key, progress) for key, progress in folded.items()]
    return len(stale) + sum(saved) + _save_whole(locked, folded)


def _read_row(row: ActivityProgress) -> Progress:
    return Progress(row.started_at, row.completed_at, row.attempts, row.scaled, row.scored_at)


def _save_row(registration: Registration, row: ActivityProgress | None, key: UUID, progress: Progress) -> bool:
    """Whether anything was written."""
    if row is not None and _read_row(row) == progress:
        return False
    row = row or ActivityProgress(registration=registration, activity_key=key)
    row.started_at, row.completed_at, row.attempts = progress.started_at, progress.completed_at, progress.attempts
    row.scaled, row.scored_at = progress.scaled, progress.scored_at
    row.save()
    return True


def _save_whole(registration: Registration, folded: dict[UUID, Progress]) -> bool:
    """Whether anything was written."""
    minutes = dict(
        EditionActivity.objects.filter(edition=registration.edition_id).values_list("key", "planned_minutes")
    )
    whole = decide_whole(minutes, folded)
    before = Whole(registration.started_at, registration.completed_at, registration.minutes_done)
    if whole == before:
        return False
    registration.started_at, registration.completed_at = whole.started_at, whole.completed_at
    registration.minutes_done = whole.minutes_done
    registration.save(update_fields=["started_at", "completed_at", "minutes_done"])
    return True
