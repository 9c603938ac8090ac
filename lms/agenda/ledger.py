"""The one writer of the ledger of hours: an activity gives its planned minutes once, its closing statement as proof.

The same statements always end in the same standing entries, whatever their order; a rebuild writes what is missing,
takes back what no statement proves any more, and leaves alone what a person took back with a reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.agenda.models import HourEntry, Presence
from lms.agenda.signals import hours_settled
from lms.people.models import User
from modules.facts import Fact
from modules.models import EditionActivity, Registration

TAKEN_BACK = "The statement no longer stands, or an earlier one proves the same activity."
RESTORED = "The statement stands again."


class AlreadyTakenBack(Exception):  # noqa: N818 (the name says what happened)
    """The entry, or what it restored, was taken back before."""


@dataclass(frozen=True)
class Closing:
    """The statement that first closed an activity, and when."""

    at: datetime
    statement_id: UUID


Wanted = dict[UUID, Closing]
"""By activity key."""


def first_closings(facts: Iterable[Fact]) -> Wanted:
    """The earliest closing of each activity; at the same instant, the smaller id. Pure."""
    found: Wanted = {}
    for fact in facts:
        if fact.closes:
            closing = Closing(fact.at, fact.statement_id)
            found[fact.activity_key] = min(found.get(fact.activity_key, closing), closing, key=_order)
    return found


def _order(closing: Closing) -> tuple[datetime, UUID]:
    return closing.at, closing.statement_id


@dataclass(frozen=True)
class Chain:
    """An entry and what was written over it since: it stands when the number of rows is odd."""

    rows: tuple[HourEntry, ...]

    @property
    def first(self) -> HourEntry:
        return self.rows[0]

    @property
    def last(self) -> HourEntry:
        return self.rows[-1]

    @property
    def stands(self) -> bool:
        return len(self.rows) % 2 == 1

    @property
    def was_corrected_by_someone(self) -> bool:
        return self.last.entered_by_id is not None

    @property
    def closing(self) -> Closing:
        """Of an online activity."""
        return Closing(self.first.done_at, cast("UUID", self.first.statement_id))


def read_chains(rows: Iterable[HourEntry]) -> list[Chain]:
    """The rows, in the order they were written, as chains. Pure."""
    chains: dict[int, list[HourEntry]] = {}
    for row in rows:
        chain = chains.pop(row.cancels_id) if row.cancels_id else []
        chains[row.pk] = [*chain, row]
    return [Chain(tuple(chain)) for chain in chains.values()]


def decide_entries(chains: Sequence[Chain], wanted: Wanted, planned: Mapping[UUID, int], of: UUID) -> list[HourEntry]:
    """The rows to write so that each activity stands on its first closing and on nothing else. Pure: none is saved."""
    mine = {chain.first.statement_id: chain for chain in chains if chain.first.statement_id}
    corrected = {chain.first.activity_key for chain in chains if chain.was_corrected_by_someone}
    proofs = {closing.statement_id for closing in wanted.values()}
    gone = [chain.last for proof, chain in mine.items() if chain.stands and proof not in proofs]
    rows = [_counter(last, TAKEN_BACK) for last in gone]
    for key, closing in wanted.items():
        chain = mine.get(closing.statement_id)
        if key in corrected or key not in planned:
            continue
        if chain is None:
            rows.append(_entry(of, key, closing, planned[key]))
        elif not chain.stands:
            rows.append(_counter(chain.last, RESTORED))
    return rows


def _entry(registration: UUID, key: UUID, closing: Closing, minutes: int) -> HourEntry:
    return HourEntry(
        registration_id=registration,
        activity_key=key,
        statement_id=closing.statement_id,
        minutes=minutes,
        done_at=closing.at,
    )


def _counter(row: HourEntry, reason: str, by: User | None = None) -> HourEntry:
    return HourEntry(
        registration_id=row.registration_id,
        activity_key=row.activity_key,
        statement_id=row.statement_id,
        presence_id=row.presence_id,
        minutes=-row.minutes,
        done_at=row.done_at,
        cancels=row,
        reason=reason,
        entered_by=by,
    )


def enter_closing(registration: UUID, fact: Fact) -> int:
    """One more closing of an activity: how many rows. The caller holds the registration. Two queries at most.

    A fact that comes late may be the first closing: the ledger then moves to it.
    """
    chains = read_chains(HourEntry.objects.filter(registration=registration, activity_key=fact.activity_key))
    standing = [chain.closing for chain in chains if chain.stands]
    first = min([Closing(fact.at, fact.statement_id), *standing], key=_order)
    if first in standing:
        return 0
    planned = _planned_minutes([registration], [fact.activity_key])[registration]
    return _save(decide_entries(chains, {fact.activity_key: first}, planned, registration))


def settle_hours(facts: Mapping[UUID, Sequence[Fact]]) -> int:
    """Make the online hours of these registrations, which the caller holds, those of these facts; how many rows.

    Two queries and one insert, whatever their number: what a rebuild and a voiding call.
    """
    rows: dict[UUID, list[HourEntry]] = defaultdict(list)
    for row in HourEntry.objects.filter(registration__in=list(facts)):
        rows[row.registration_id].append(row)
    planned = _planned_minutes(facts)
    return _save(
        [
            row
            for of, those in facts.items()
            for row in decide_entries(read_chains(rows[of]), first_closings(those), planned[of], of)
        ]
    )


def _planned_minutes(registrations: Iterable[UUID], keys: Sequence[UUID] = ()) -> dict[UUID, dict[UUID, int]]:
    """By registration, the planned minutes of each activity of its edition (of these only, when there are some).

    What is private to its learner has no hours: an employer reads them. Nor has a workshop here: its minutes are those
    of the signed half-day.
    """
    activities = EditionActivity.objects.filter(
        edition__registrations__in=list(registrations), edition__module__is_private=False
    ).exclude(kind="workshop")
    if keys:
        activities = activities.filter(key__in=keys)
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for registration, key, minutes in activities.order_by().values_list(
        "edition__registrations", "key", "planned_minutes"
    ):
        found[registration][key] = minutes
    return found


def _save(rows: list[HourEntry]) -> int:
    if rows:
        HourEntry.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def enter_presence(presence: Presence, at: datetime) -> HourEntry:
    """The minutes of a half-day that both have signed, once. The caller holds the registration."""
    member = presence.member
    entry, _is_new = HourEntry.objects.get_or_create(
        presence=presence,
        cancels=None,
        defaults={"registration": member.registration, "minutes": member.half_day.minutes, "done_at": at},
    )
    hours_settled.send(HourEntry, registrations=[member.registration_id])
    return entry


@transaction.atomic
def correct(entry: HourEntry, by: User, reason: str) -> HourEntry:
    """Take an entry back, in someone's name. Raises AlreadyTakenBack, ValueError without a reason.

    The race: two people correct at once, or a statement arrives. The registration is locked first, as everywhere.
    """
    if not reason.strip():
        raise ValueError(_("Say why these hours are corrected."))
    Registration.objects.select_for_update().get(pk=entry.registration_id)
    if HourEntry.objects.filter(cancels=entry).exists():
        raise AlreadyTakenBack
    counter = _counter(entry, reason.strip(), by)
    counter.save()
    hours_settled.send(HourEntry, registrations=[entry.registration_id])
    return counter
