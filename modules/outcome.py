"""What an attempt came to, decided by the pure functions of each kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

STEP = Decimal("0.0001")


class EvidenceKind(StrEnum):
    """`test` and `practice` are proof of different worth; the empty kind proves nothing."""

    NONE = ""
    TEST = "test"
    PRACTICE = "practice"


@dataclass(frozen=True)
class Grade:
    """One answer's worth, from 0 to 1; success when it is entirely right."""

    scaled: Decimal
    success: bool


@dataclass(frozen=True)
class CompetencyScore:
    code: str
    scaled: Decimal
    passed: bool


@dataclass(frozen=True)
class Outcome:
    """Score from 0 to 1 (None when the kind has none), the verdict, and the score by competency that is evidence."""

    kind: EvidenceKind = EvidenceKind.NONE
    scaled: Decimal | None = None
    passed: bool | None = None
    competencies: tuple[CompetencyScore, ...] = ()
    unaided: bool = True
    """False when a third-degree hint was taken: enough for « avec appui », not for « en autonomie »."""


def round_scaled(value: Decimal) -> Decimal:
    """Four decimals, half up: what the database keeps and what the statement says are the same number."""
    return value.quantize(STEP, ROUND_HALF_UP)


def mean(values: Iterable[Decimal]) -> Decimal:
    """Mean to four decimals; 0 for no value."""
    counted = list(values)
    return round_scaled(sum(counted, Decimal(0)) / len(counted)) if counted else Decimal(0)
