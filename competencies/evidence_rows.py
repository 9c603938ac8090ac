"""From a fact to the row that keeps it. Pure: nothing is saved."""

from typing import assert_never

from competencies.fact import (
    DeclaredFact,
    Fact,
    MeasuredFact,
    ObservedFact,
    PositioningFact,
    PriorLearningFact,
    TransferFact,
)
from competencies.models import (
    DeclaredEvidence,
    Evidence,
    EvidenceKind,
    MeasuredEvidence,
    ObservedEvidence,
    PositioningEvidence,
    PriorLearningEvidence,
    TransferEvidence,
)


def row_of(fact: Fact) -> Evidence:
    """The row, not saved."""
    row = _row(fact)
    row.actor, row.cfitem_id, row.at, row.statement_id = fact.actor, fact.cfitem, fact.at, fact.statement_id
    return row


def _row(fact: Fact) -> Evidence:
    match fact:
        case MeasuredFact():
            return measured_row(fact)
        case ObservedFact():
            return _observed_row(fact)
        case DeclaredFact():
            return DeclaredEvidence(kind=EvidenceKind.DECLARED, passed=True, declares_level=fact.level)
        case TransferFact():
            return _transfer_row(fact)
        case PriorLearningFact():
            return _prior_learning_row(fact)
        case PositioningFact():
            return _positioning_row(fact)
        case _:
            assert_never(fact)


def measured_row(fact: MeasuredFact) -> MeasuredEvidence:
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


def _observed_row(fact: ObservedFact) -> ObservedEvidence:
    return ObservedEvidence(
        kind=EvidenceKind.OBSERVATION,
        passed=True,
        observer=fact.observer,
        gesture=fact.gesture.strip(),
        setting=fact.setting,
        reason=fact.reason,
        supports_colleague=fact.supports_colleague,
        shows_level=fact.shows_level,
    )


def _transfer_row(fact: TransferFact) -> TransferEvidence:
    return TransferEvidence(
        kind=EvidenceKind.TRANSFER,
        passed=True,
        teller=fact.teller,
        voice=fact.voice,
        use=fact.use,
        obstacles=list(fact.obstacles),
    )


def _prior_learning_row(fact: PriorLearningFact) -> PriorLearningEvidence:
    return PriorLearningEvidence(
        kind=EvidenceKind.PRIOR_LEARNING,
        passed=True,
        reviewer=fact.reviewer,
        title=fact.title.strip(),
        reason=fact.reason.strip(),
        shows_level=fact.shows_level,
    )


def _positioning_row(fact: PositioningFact) -> PositioningEvidence:
    return PositioningEvidence(
        kind=EvidenceKind.POSITIONING,
        passed=True,
        band=fact.band,
        activity_iri=fact.activity_iri,
        registration=fact.registration,
    )
