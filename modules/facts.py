"""What a statement tells progress and evidence. Pure: the one reading of a statement, live, voided or replayed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from modules.iris import extension_iri, read_key
from modules.verbs import ENDING, Verb


@dataclass(frozen=True)
class Score:
    """A competency (a CFItem's identifier) as one closing statement measured it."""

    cfitem: UUID
    scaled: Decimal
    passed: bool


@dataclass(frozen=True)
class Fact:
    """One activity of one registration: begun (attempted) or closed (completed, passed, failed, attended)."""

    statement_id: UUID
    actor: UUID
    registration: UUID
    activity_key: UUID
    activity_iri: str
    at: datetime
    attempt: int
    closes: bool
    scaled: Decimal | None
    kind: Literal["test", "practice", "note", ""]
    scores: tuple[Score, ...]
    unaided: bool = True
    """False when a third-degree hint was taken."""


def read_fact(statement: dict[str, Any]) -> Fact | None:
    """The fact in a statement; None for the ones that move no progress (answered, registered, a whole module).

    Raises KeyError or ValueError on a statement that has our IRIs but not our shape: we wrote it, so it is a bug.
    """
    activity_key = read_key(statement["object"].get("id", ""), "activities")
    verb = statement["verb"]["id"]
    if activity_key is None or (verb not in ENDING and verb != Verb.ATTEMPTED):
        return None
    context, result = statement["context"], statement.get("result", {})
    measured = result.get("extensions", {}).get(extension_iri("competencies"), {})
    scaled = result.get("score", {}).get("scaled")
    return Fact(
        statement_id=UUID(statement["id"]),
        actor=UUID(statement["actor"]["account"]["name"]),
        registration=UUID(context["registration"]),
        activity_key=activity_key,
        activity_iri=statement["object"]["id"],
        at=datetime.fromisoformat(statement["timestamp"]),
        attempt=context.get("extensions", {}).get(extension_iri("attempt"), 1),
        closes=verb in ENDING,
        scaled=None if scaled is None else Decimal(str(scaled)),
        kind=measured.get("kind", ""),
        scores=tuple(_read_score(score) for score in measured.get("scores", ())),
        unaided=measured.get("unaided", True),
    )


@dataclass(frozen=True)
class Shared:
    """What a learner sent of a positioning, for one competency: a word, never a score."""

    cfitem: UUID
    band: str


@dataclass(frozen=True)
class Sharing:
    """A positioning that its learner sent."""

    statement_id: UUID
    actor: UUID
    registration: UUID
    activity_iri: str
    at: datetime
    shared: tuple[Shared, ...]


def read_sharing(statement: dict[str, Any]) -> Sharing | None:
    """What is sent in one of our statements; None for any other statement. Raises as `read_fact` does."""
    if statement["verb"]["id"] != Verb.SHARED or read_key(statement["object"].get("id", ""), "activities") is None:
        return None
    rows = statement["result"]["extensions"][extension_iri("shared")]
    return Sharing(
        statement_id=UUID(statement["id"]),
        actor=UUID(statement["actor"]["account"]["name"]),
        registration=UUID(statement["context"]["registration"]),
        activity_iri=statement["object"]["id"],
        at=datetime.fromisoformat(statement["timestamp"]),
        shared=tuple(Shared(UUID(row["cfitem"]), row["band"]) for row in rows),
    )


def _read_score(score: dict[str, Any]) -> Score:
    return Score(UUID(score["cfitem"]), Decimal(score["scaled"]), score["passed"])
