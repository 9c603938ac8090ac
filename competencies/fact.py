"""What is told to `competencies.evidence`: one dataclass a kind of evidence. Pure values."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from competencies.models.evidence import Band, Use, Voice


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


@dataclass(frozen=True, slots=True)
class DeclaredFact:
    """A level that the learner says of themselves."""

    actor: UUID
    cfitem: UUID
    level: int
    at: datetime
    statement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TransferFact:
    """Three months after: what the learner, or the manager, says of the last month."""

    actor: UUID
    cfitem: UUID
    teller: UUID
    voice: Voice
    use: Use
    at: datetime
    obstacles: tuple[str, ...] = ()
    statement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PriorLearningFact:
    """A document read and accepted by a named person."""

    actor: UUID
    cfitem: UUID
    reviewer: UUID
    title: str
    reason: str
    shows_level: int
    at: datetime
    statement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PositioningFact:
    """What a positioning that its learner sent says of one competency."""

    actor: UUID
    cfitem: UUID
    band: Band
    activity_iri: str
    registration: UUID
    at: datetime
    statement_id: UUID


Fact = MeasuredFact | ObservedFact | DeclaredFact | TransferFact | PriorLearningFact | PositioningFact
