"""Progress of a registration: a fold of its facts, the same whatever their order. The one writer of progress rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from modules.facts import Fact
from modules.frozen import minutes_of
from modules.models import ActivityProgress, Registration
from modules.signals import facts_taken, registrations_moved

ROW = ["started_at", "completed_at", "attempts", "scaled", "scored_at"]


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
    [state] = _read_states([registration.pk])
    folded = state.folded()
    folded[fact.activity_key] = fold(folded.get(fact.activity_key, Progress()), fact)
    changes = _changes(state, folded)
    _save([changes])
    if fact.closes:
        facts_taken.send(Registration, facts={registration.pk: [fact]}, is_whole=False)
    if fact.closes or changes.registration is not None:
        registrations_moved.send(Registration, registrations=[registration.pk])


def replace_progress(registration: Registration, facts: Iterable[Fact]) -> int:
    """Set the rows to what these facts (all of the registration's) make; how many rows changed."""
    return replace_progress_of({registration.pk: facts})


def replace_progress_of(facts: Mapping[UUID, Iterable[Fact]]) -> int:
    """The same for many registrations at once, in a number of queries that does not grow with theirs."""
    known = {pk: list(those) for pk, those in facts.items()}
    changed = _save([_changes(state, fold_all(known[state.registration.pk])) for state in _read_states(known)])
    told = facts_taken.send(Registration, facts=known, is_whole=True)
    told += registrations_moved.send(Registration, registrations=list(known))
    return changed + sum(int(rows or 0) for _receiver, rows in told)


@dataclass(frozen=True)
class State:
    """A registration, locked, with its rows by activity key and the planned minutes of its edition."""

    registration: Registration
    rows: dict[UUID, ActivityProgress]
    minutes: dict[UUID, int]

    def folded(self) -> dict[UUID, Progress]:
        return {key: _read_row(row) for key, row in self.rows.items()}


@dataclass(frozen=True)
class Changes:
    """What differs from the rows; nothing on a healthy database."""

    stale: list[ActivityProgress]
    rows: list[ActivityProgress]
    registration: Registration | None


def _read_states(registrations: Iterable[UUID]) -> list[State]:
    """Two queries. In the order of their ids, so that two callers cannot lock each other out."""
    wanted = list(registrations)
    mine = Registration.objects.select_for_update(of=("self",)).with_edition()
    locked = list(mine.filter(pk__in=wanted).order_by("pk"))
    rows: dict[UUID, dict[UUID, ActivityProgress]] = defaultdict(dict)
    for row in ActivityProgress.objects.filter(registration__in=wanted).order_by():
        rows[row.registration_id][row.activity_key] = row
    return [State(each, rows[each.pk], minutes_of(each.edition)) for each in locked]


def _changes(state: State, folded: dict[UUID, Progress]) -> Changes:
    """Pure: what must be written for the rows to say `folded`."""
    stale = [row for key, row in state.rows.items() if key not in folded]
    different = [
        _write_row(state.rows.get(key) or ActivityProgress(registration=state.registration, activity_key=key), progress)
        for key, progress in folded.items()
        if key not in state.rows or _read_row(state.rows[key]) != progress
    ]
    return Changes(stale, different, _write_whole(state, folded))


def _read_row(row: ActivityProgress) -> Progress:
    return Progress(row.started_at, row.completed_at, row.attempts, row.scaled, row.scored_at)


def _write_row(row: ActivityProgress, progress: Progress) -> ActivityProgress:
    row.started_at, row.completed_at, row.attempts = progress.started_at, progress.completed_at, progress.attempts
    row.scaled, row.scored_at = progress.scaled, progress.scored_at
    return row


def _write_whole(state: State, folded: dict[UUID, Progress]) -> Registration | None:
    """The registration with what its activities make of it; None when that is what it says already."""
    registration = state.registration
    whole = decide_whole(state.minutes, folded)
    if whole == Whole(registration.started_at, registration.completed_at, registration.minutes_done):
        return None
    registration.started_at, registration.completed_at = whole.started_at, whole.completed_at
    registration.minutes_done = whole.minutes_done
    return registration


def _save(changes: Sequence[Changes]) -> int:
    """Write them; how many rows. No query when there is nothing to write."""
    stale = [row.pk for each in changes for row in each.stale]
    rows = [row for each in changes for row in each.rows]
    wholes = [each.registration for each in changes if each.registration]
    if stale:
        ActivityProgress.objects.filter(pk__in=stale).delete()
    if rows:
        ActivityProgress.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["registration", "activity_key"], update_fields=ROW
        )
    if wholes:
        Registration.objects.bulk_update(wholes, ["started_at", "completed_at", "minutes_done"], batch_size=100)
    return len(stale) + len(rows) + len(wholes)
