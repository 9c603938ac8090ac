"""A piece of evidence as the level rules read it, and which pieces still stand on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from competencies.models.evidence import MEASURED_KINDS, EvidenceKind
from competencies.rule import NeedKind

SEEN_LEVEL = 3
"""An observation counts towards level 4 when the gesture shows at least this level."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`id` orders and names; two proofs with one id are the same proof."""

    id: int
    kind: str
    at: datetime
    passed: bool = True
    situation: str = ""
    unaided: bool = True
    observer: UUID | None = None
    supports_colleague: bool = False
    shows_level: int | None = None
    day: date = field(init=False, compare=False)
    """Of `at`, here: said once, a rule asks for it many times."""

    def __hash__(self) -> int:
        """Of what names it: a rule puts each proof in dozens of sets."""
        return hash(self.id)

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", timezone.localdate(self.at))

    @property
    def source(self) -> str:
        """What makes it count beside another: its situation if measured, else who saw it or who read the document."""
        return self.situation if self.kind in MEASURED_KINDS else str(self.observer)


@dataclass(frozen=True, slots=True)
class Standing:
    """The proofs that count on a day, each list oldest first."""

    graded: list[Proof]
    passed: list[Proof]
    observed: list[Proof]
    prior: list[Proof]

    def of(self, kind: NeedKind) -> list[Proof]:
        match kind:
            case "graded":
                return self.graded
            case "observation":
                return self.observed
            case "prior_learning":
                return self.prior
            case "support_observation":
                return [proof for proof in self.observed if proof.supports_colleague]
            case "unaided_practice":
                return [proof for proof in self.passed if proof.kind == "practice" and proof.unaided]
        return [proof for proof in self.passed if proof.kind == kind]


def standing_on(evidence: Iterable[Proof], on: date) -> Standing:
    """What counts on that day; later proofs do not exist yet.

    A failed pass cancels the passes of the same situation before it (« un nouveau passage noté remplace le
    précédent, même s'il est moins bon »); a success confirms them. So a success never takes anything away.
    """
    known = sorted({proof.id: proof for proof in evidence if proof.day <= on}.values(), key=_moment)
    graded = [proof for proof in known if proof.kind in MEASURED_KINDS]
    observed = [p for p in known if p.kind == EvidenceKind.OBSERVATION and (p.shows_level or SEEN_LEVEL) >= SEEN_LEVEL]
    prior = [proof for proof in known if proof.kind == EvidenceKind.PRIOR_LEARNING]
    return Standing(graded, sorted(_not_cancelled(graded), key=_moment), observed, prior)


def _moment(proof: Proof) -> tuple[datetime, bool, int]:
    """At the same instant a failure comes before a success."""
    return proof.at, proof.passed, proof.id


def _not_cancelled(graded: list[Proof]) -> Iterable[Proof]:
    for _same, passes in groupby(sorted(graded, key=_situation), key=_situation):
        kept: list[Proof] = []
        for proof in passes:
            kept = [*kept, proof] if proof.passed else []
        yield from kept


def _situation(proof: Proof) -> tuple[str, str]:
    return proof.kind, proof.situation
