"""The one writer of evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competencies.levels import settle_levels
from competencies.models import Evidence, EvidenceKind, MeasuredEvidence, ObservedEvidence
from competencies.models.assessed_actor import lock_actors
from competencies.models.evidence import MEASURED_KINDS


@dataclass(frozen=True, slots=True)
class MeasuredFact:
    """A graded pass, for one competency. Pre-tests, positioning and free tries are no facts: they give no level."""

    actor: UUID
    cfitem: UUID
    kind: Literal["test", "practice", "note"]
    situation: str
    """IRI of the test or of the situation; a new pass of the same one replaces the last."""
    scaled: Decimal
    """-1 to 1, as in xAPI."""
    passed: bool
    """At the threshold: two thirds of the items of a test, 70 % of a practice, 6 of 8 for a note."""
    statement_id: UUID
    registration: UUID
    activity_iri: str
    at: datetime
    unaided: bool = True
    """False when a third-degree hint was taken."""


@dataclass(frozen=True, slots=True)
class ObservedFact:
    """A gesture seen by a named person."""

    actor: UUID
    cfitem: UUID
    observer: UUID
    gesture: str
    at: datetime
    setting: str = ""
    reason: str = ""
    supports_colleague: bool = False
    shows_level: int = 3
    statement_id: UUID | None = None


Fact = MeasuredFact | ObservedFact
Name = tuple[UUID, UUID] | Fact

FACT_FIELDS = [
    "actor", "cfitem_id", "kind", "situation", "scaled", "passed", "statement_id", "registration", "activity_iri", "at",
    "unaided",
]  # fmt: skip


def add_evidence(facts: Sequence[Fact]) -> list[Evidence]:
    """Keep the facts and update the levels they touch, in one transaction. Returns the evidence in their order.

    A fact whose (statement, competency) is already there is not written again: its evidence is returned as it is.
    Raises ValidationError when someone observes themselves or an observation says no gesture. The number of queries
    does not grow with the measured facts; each observation adds its own insert.
    """
    for fact in facts:
        _check(fact)
    with transaction.atomic():
        lock_actors(fact.actor for fact in facts)  # so the rows looked for below cannot appear meanwhile
        kept = _already_there(facts)
        new = {_name(fact): fact for fact in reversed(facts) if _name(fact) not in kept}
        kept |= _insert(list(reversed(new.values())))
        settle_levels({(fact.actor, fact.cfitem) for fact in new.values()})
    return [kept[_name(fact)] for fact in facts]


def withdraw_evidence(statement_id: UUID) -> int:
    """Take back what a voided statement gave and decide the levels again. Returns how many pieces were taken back."""
    with transaction.atomic():
        # The order of locks is everywhere the same: the people first, then their evidence.
        lock_actors(_of_statements({statement_id}).values_list("actor", flat=True))
        rows = _of_statements({statement_id})
        pairs = list(rows.values_list("actor", "cfitem_id"))
        rows.delete()
        if pairs:
            settle_levels(set(pairs))
    return len(pairs)


def replace_measured_evidence(registrations: Sequence[UUID], facts: Sequence[MeasuredFact]) -> int:
    """Make the measured evidence of these registrations exactly these facts; how many rows changed, levels included.

    What a rebuild calls: on a healthy database it finds every fact in place and returns 0.
    """
    with transaction.atomic():
        rows = Evidence.objects.non_polymorphic().filter(registration__in=registrations, kind__in=MEASURED_KINDS)
        # The people first, as everywhere: no answer of theirs can be recorded between the reading and the writing.
        lock_actors([*(fact.actor for fact in facts), *rows.order_by().values_list("actor", flat=True)])
        found = list(rows.order_by())
        wanted = {_values(_measured(fact)): fact for fact in facts}
        stale = [row.pk for row in found if _values(row) not in wanted]
        missing = wanted.keys() - {_values(row) for row in found}
        Evidence.objects.non_polymorphic().filter(pk__in=stale).delete()
        _insert([fact for values, fact in wanted.items() if values in missing])
        pairs = {(row.actor, row.cfitem_id) for row in found} | {(fact.actor, fact.cfitem) for fact in facts}
        return len(stale) + len(missing) + settle_levels(pairs)


def _check(fact: Fact) -> None:
    if isinstance(fact, ObservedFact):
        if fact.observer == fact.actor:
            raise ValidationError(_("One does not observe oneself: someone else saw the gesture."))
        if not fact.gesture.strip():
            raise ValidationError(_("Say in one sentence the gesture you saw."))


def _name(fact: Fact) -> Name:
    """What makes it the same fact: its statement and competency; all of it when no statement tells it."""
    return (fact.statement_id, fact.cfitem) if fact.statement_id else fact


def _of_statements(statements: Iterable[UUID]) -> "QuerySet[Any]":
    return Evidence.objects.non_polymorphic().filter(statement_id__in=statements).order_by()


def _already_there(facts: Sequence[Fact]) -> dict[Name, Evidence]:
    statements = {fact.statement_id for fact in facts if fact.statement_id}
    return {(row.statement_id, row.cfitem_id): row for row in _of_statements(statements)} if statements else {}


def _insert(facts: Sequence[Fact]) -> dict[Name, Evidence]:
    measured = {_name(fact): _measured(fact) for fact in facts if isinstance(fact, MeasuredFact)}
    MeasuredEvidence.objects.bulk_create(measured.values())
    observed = {_name(fact): _observed(fact) for fact in facts if isinstance(fact, ObservedFact)}
    for row in observed.values():
        row.save(force_insert=True)
    return {**measured, **observed}


def _measured(fact: MeasuredFact) -> MeasuredEvidence:
    return MeasuredEvidence(
        actor=fact.actor,
        cfitem_id=fact.cfitem,
        kind=fact.kind,
        situation=fact.situation,
        scaled=fact.scaled,
        passed=fact.passed,
        statement_id=fact.statement_id,
        registration=fact.registration,
        activity_iri=fact.activity_iri,
        at=fact.at,
        unaided=fact.unaided,
    )


def _values(row: Evidence) -> tuple[Any, ...]:
    """Everything a measured fact says, to compare one with what is stored."""
    return tuple(getattr(row, name) for name in FACT_FIELDS)


def _observed(fact: ObservedFact) -> ObservedEvidence:
    return ObservedEvidence(
        actor=fact.actor,
        cfitem_id=fact.cfitem,
        kind=EvidenceKind.OBSERVATION,
        passed=True,
        statement_id=fact.statement_id,
        at=fact.at,
        observer=fact.observer,
        gesture=fact.gesture.strip(),
        setting=fact.setting,
        reason=fact.reason,
        supports_colleague=fact.supports_colleague,
        shows_level=fact.shows_level,
    )
