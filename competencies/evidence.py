"""The one writer of evidence."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competencies.evidence_rows import row_of
from competencies.fact import (
    DeclaredFact,
    Fact,
    MeasuredFact,
    ObservedFact,
    PositioningFact,
    PriorLearningFact,
    TransferFact,
)
from competencies.levels import Known, proof_of, read_evidence, settle_levels, write_levels
from competencies.models import Evidence, MeasuredEvidence
from competencies.models.assessed_actor import lock_actors
from competencies.models.evidence import MEASURED_KINDS

__all__ = [
    "DeclaredFact",
    "Fact",
    "MeasuredFact",
    "ObservedFact",
    "PositioningFact",
    "PriorLearningFact",
    "TransferFact",
    "add_evidence",
    "replace_measured_evidence",
    "withdraw_evidence",
]

Name = tuple[UUID, UUID] | Fact
READ_BY_RULES = (MeasuredFact, ObservedFact, PriorLearningFact)

FACT_FIELDS = [
    "actor", "cfitem_id", "kind", "situation", "scaled", "passed", "statement_id", "registration", "activity_iri", "at",
    "unaided",
]  # fmt: skip


def add_evidence(facts: Sequence[Fact]) -> list[Evidence]:
    """Keep the facts and update the levels they touch, in one transaction. Returns the evidence in their order.

    A fact whose (statement, competency) is already there is not written again: its evidence is returned as it is.
    Raises ValidationError when someone observes themselves, reviews their own document, or says nothing where words
    are asked for. The number of queries does not grow with the measured facts; any other fact adds its own insert.
    What no rule reads (declared, told three months after, positioning) decides no level. Inside the transaction of
    its statement it sets no savepoint of its own: a failure takes the statement back too.
    """
    for fact in facts:
        _check(fact)
    with transaction.atomic(savepoint=False):
        lock_actors(fact.actor for fact in facts)  # so the rows looked for below cannot appear meanwhile
        pairs = {(fact.actor, fact.cfitem) for fact in facts if isinstance(fact, READ_BY_RULES)}
        known = read_evidence(pairs) if pairs else Known()
        kept = _already_there(facts, known)
        new = {_name(fact): fact for fact in reversed(facts) if _name(fact) not in kept}
        rows = _insert(list(reversed(new.values())))
        kept |= rows
        read = [rows[name] for name, fact in new.items() if isinstance(fact, READ_BY_RULES)]
        known.add(((row.actor, row.cfitem_id), proof_of(row)) for row in read)
        write_levels({(row.actor, row.cfitem_id) for row in read}, known)
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
        found = {tuple(values): pk for pk, *values in rows.order_by().values_list("pk", *FACT_FIELDS)}
        wanted = {_values(fact): fact for fact in facts}
        stale = [pk for values, pk in found.items() if values not in wanted]
        if stale:
            Evidence.objects.non_polymorphic().filter(pk__in=stale).delete()
        _insert([fact for values, fact in wanted.items() if values not in found])
        pairs = {values[:2] for values in found} | {(fact.actor, fact.cfitem) for fact in facts}
        return len(stale) + len(wanted.keys() - found.keys()) + settle_levels(pairs)


def _check(fact: Fact) -> None:
    match fact:
        case ObservedFact(actor=actor, observer=observer) if observer == actor:
            raise ValidationError(_("One does not observe oneself: someone else saw the gesture."))
        case ObservedFact(gesture=gesture) if not gesture.strip():
            raise ValidationError(_("Say in one sentence the gesture you saw."))
        case PriorLearningFact(actor=actor, reviewer=reviewer) if reviewer == actor:
            raise ValidationError(_("One does not review one’s own document: someone else decides."))
        case PriorLearningFact(reason=reason) if not reason.strip():
            raise ValidationError(_("Say why the document shows this level."))


def _name(fact: Fact) -> Name:
    """What makes it the same fact: its statement and competency; all of it when no statement tells it."""
    return (fact.statement_id, fact.cfitem) if fact.statement_id else fact


def _of_statements(statements: Iterable[UUID]) -> "QuerySet[Any]":
    return Evidence.objects.non_polymorphic().filter(statement_id__in=statements).order_by()


def _already_there(facts: Sequence[Fact], known: Known) -> dict[Name, Evidence]:
    """No query for a statement whose evidence is among what is known not to hold it: the road of an answer."""
    statements = {
        fact.statement_id
        for fact in facts
        if fact.statement_id and (not isinstance(fact, READ_BY_RULES) or (fact.statement_id, fact.cfitem) in known.told)
    }
    return {(row.statement_id, row.cfitem_id): row for row in _of_statements(statements)} if statements else {}


def _insert(facts: Sequence[Fact]) -> dict[Name, Evidence]:
    rows = {_name(fact): row_of(fact) for fact in facts}
    measured = [row for row in rows.values() if isinstance(row, MeasuredEvidence)]
    MeasuredEvidence.objects.bulk_create(measured)
    for row in rows.values():
        if not isinstance(row, MeasuredEvidence):
            row.save(force_insert=True)
    return rows


def _values(fact: MeasuredFact) -> tuple[Any, ...]:
    """Everything a measured fact says, in the order of FACT_FIELDS, to compare it with what is stored."""
    return tuple(getattr(fact, "cfitem" if name == "cfitem_id" else name) for name in FACT_FIELDS)
