"""What arrives over HTTP is stored and answered; this walks it down the road of our own activities (receivers.py).

Up to Consistent-Through and in the order of storing, from a stored cursor that moves in the same transaction as what
it moved past: nothing is lost, nothing is walked twice, whenever a process is killed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from competencies.evidence import add_evidence
from competencies.models.assessed_actor import lock_actors
from modules.alignment import registration_of
from modules.elsewhere import from_elsewhere, judge
from modules.facts import Fact
from modules.models import ProjectionCursor, Reason, Registration, UnalignedStatement
from modules.progress import take_fact
from modules.receivers import evidence_of, take_back_statement
from xapi_store.consistency import consistent_through
from xapi_store.models import Reference, Statement
from xapi_store.sid import first_at, stored_at

BATCH = 500
MOST_COUNTED = 1000
"""Beyond, the exact number tells nothing more and counting it would cost."""


@dataclass
class Walked:
    """Statements read, those that were facts, those left aside, and the voided ones that were taken back."""

    read: int = 0
    taken: int = 0
    unaligned: int = 0
    taken_back: int = 0

    def add(self, other: "Walked") -> None:
        self.read += other.read
        self.taken += other.taken
        self.unaligned += other.unaligned
        self.taken_back += other.taken_back


def project(batch: int = BATCH) -> Walked:
    """Walk all that waits, batch after batch, each in its own transaction. One projector works, others do nothing."""
    done = Walked()
    while _something_waits():
        walked = _walk_batch(batch)
        if walked is None:
            break
        done.add(walked)
    return done


def _something_waits() -> bool:
    """Asked without a transaction: where nothing was stored, nothing is locked and nothing written."""
    through = first_at(consistent_through())
    return Statement.objects.filter(sid__gt=ProjectionCursor.objects.place(), sid__lt=through).exists()


@transaction.atomic
def _walk_batch(most: int) -> Walked | None:
    """The next statements and the cursor, together or not at all; None when another projector is at work."""
    cursor = ProjectionCursor.objects.lock()
    if cursor is None:
        return None
    # Asked before anything is read: what a writer still holds stays ahead of the cursor.
    ahead = Statement.objects.filter(sid__gt=cursor.sid, sid__lt=first_at(consistent_through()))
    latest = ahead.in_order().values_list("sid", flat=True).last()
    if latest is None:
        return Walked()
    page = from_elsewhere().filter(sid__gt=cursor.sid, sid__lte=latest).select_related("authority").in_order()[:most]
    statements = list(page)
    # First, since a replay of a registration (after a voiding) takes what is behind the cursor.
    cursor.move_to(statements[-1].sid if len(statements) == most else latest)
    return walk(statements)


def walk(statements: Sequence[Statement]) -> Walked:
    """Walk these, all behind the cursor, inside the caller's transaction: facts in their order, then voidings."""
    voided = _voided_by(statements)
    voiding = _voiding(statements)
    judged = judge([each for each in statements if not each.voided and each.sid not in voiding])
    facts = {sid: fact for sid, fact in judged.items() if isinstance(fact, Fact)}
    registrations = _lock(
        [fact.registration for fact in facts.values()],
        [registration for each in voided if (registration := registration_of(each.as_json()))],
    )
    aside = [UnalignedStatement(pk=sid, reason=why) for sid, why in judged.items() if isinstance(why, Reason)]
    UnalignedStatement.objects.bulk_create(aside)
    taken = _take([facts[sid] for sid in _still_standing(facts)], registrations)
    for statement in voided:
        take_back_statement(Statement, statement)
    return Walked(len(statements), taken, len(aside), len(voided))


def _voiding(statements: Sequence[Statement]) -> dict[int, UUID]:
    """By sid of each that voids another: the id of the other."""
    sids = [each.sid for each in statements]
    return dict(Reference.objects.filter(sid__in=sids, voids=True).order_by("sid").values_list("sid", "target"))


def _voided_by(statements: Sequence[Statement]) -> list[Statement]:
    targets = _voiding(statements).values()
    voided = Statement.objects.filter(statement_id__in=targets, voided=True)
    return list(voided.select_related("authority").in_order())


def _lock(*ids: Iterable[UUID]) -> dict[UUID, Registration]:
    """These registrations, then their learners, each kind in one order: so do all who write progress and evidence."""
    wanted = {each for some in ids for each in some}
    locked = Registration.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    registrations = {each.pk: each for each in locked.select_related("learner")}
    lock_actors(each.learner.actor_uuid for each in registrations.values())
    return registrations


def _still_standing(facts: Iterable[int]) -> Iterable[int]:
    """Race: one of ours voids such a statement meanwhile. It locks the registration too: now that we hold it, look."""
    return Statement.objects.standing().filter(sid__in=list(facts)).in_order().values_list("sid", flat=True)


def _take(facts: Sequence[Fact], registrations: dict[UUID, Registration]) -> int:
    for fact in facts:
        take_fact(registrations[fact.registration], fact)
    add_evidence([measure for fact in facts for measure in evidence_of(fact)])
    return len(facts)


def projector_lag() -> dict[str, Any]:
    """For `GET /health/`: how many statements wait (up to a thousand), and for how many seconds the first of them."""
    place = ProjectionCursor.objects.place()
    waiting = list(from_elsewhere().filter(sid__gt=place).in_order().values_list("sid", flat=True)[:MOST_COUNTED])
    seconds = int((timezone.now() - stored_at(waiting[0])).total_seconds()) if waiting else 0
    return {
        "ok": seconds < settings.PROJECTOR_FAILED_SECONDS,
        "warning": seconds >= settings.PROJECTOR_WARNING_SECONDS,
        "waiting": len(waiting),
        "seconds": seconds,
    }
