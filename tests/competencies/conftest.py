"""A small cast: Amina learns, Bruno and Chantal watch her work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from competencies.evidence import MeasuredFact, ObservedFact
from competencies.models import CFItem

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def amina() -> UUID:
    return uuid4()


@pytest.fixture
def bruno() -> UUID:
    return uuid4()


@pytest.fixture
def chantal() -> UUID:
    return uuid4()


@pytest.fixture
def competency(db: None) -> Callable[[str], UUID]:
    def find(code: str) -> UUID:
        return CFItem.objects.coded(code).get().pk

    return find


@pytest.fixture
def measured(amina: UUID, competency: Callable[[str], UUID]) -> Callable[..., MeasuredFact]:
    """A graded pass of Amina's in A1.1 on 3 March 2026, unless said otherwise."""

    def make(kind: str = "test", *, code: str = "A1.1", days: int = 0, **changes: Any) -> MeasuredFact:
        iri = f"https://faire-avec.example/xapi/activity/{kind}"
        values: dict[str, Any] = {
            "actor": amina,
            "cfitem": competency(code),
            "kind": kind,
            "situation": iri,
            "scaled": Decimal("0.8"),
            "passed": True,
            "statement_id": uuid4(),
            "registration": uuid4(),
            "activity_iri": iri,
            "at": NOON + timedelta(days=days),
        }
        return MeasuredFact(**(values | changes))

    return make


@pytest.fixture
def observed(amina: UUID, bruno: UUID, competency: Callable[[str], UUID]) -> Callable[..., ObservedFact]:
    """Bruno saw Amina at work in A1.1 on 3 March 2026, unless said otherwise."""

    def make(*, code: str = "A1.1", days: int = 0, **changes: Any) -> ObservedFact:
        values: dict[str, Any] = {
            "actor": amina,
            "cfitem": competency(code),
            "observer": bruno,
            "gesture": "Décrit la situation par des faits, en quatre dimensions.",
            "setting": "Permanence du mardi",
            "at": NOON + timedelta(days=days),
        }
        return ObservedFact(**(values | changes))

    return make
