"""Whether a statement made elsewhere tells progress of one of our activities, and what it then measures. Pure.

What it measures is decided by our alignment of the activity, frozen in the edition, not by what the statement says:
a score for each competency of the activity, as a practice (a test is a test only when we asked its questions).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from modules.facts import Fact, Score
from modules.iris import activity_iri, read_key
from modules.models.projection import Reason
from modules.outcome import round_scaled
from modules.statements import actor_account
from modules.verbs import CLOSING, Verb


@dataclass(frozen=True)
class Course:
    """What a registration lets a statement be about: its learner, the competencies of each activity of its edition."""

    actor: UUID
    competencies: Mapping[UUID, tuple[UUID, ...]]


def align(content: Mapping[str, Any], at: datetime, course: Course | None) -> Fact | Reason | None:
    """The fact in a valid statement, or why there is none; None when it is well aligned and moves nothing (answered).

    `at` is when it happened, `course` that of its registration, None when nobody has this one.
    """
    activity = read_key(activity_of(content) or "", "activities")
    if activity is None:
        return Reason.ACTIVITY
    if course is None:
        return Reason.REGISTRATION
    if activity not in course.competencies:
        return Reason.ACTIVITY
    if not _is_agent(content["actor"], course.actor):
        return Reason.ACTOR
    return _read(content, activity, at, course)


def activity_of(content: Mapping[str, Any]) -> str | None:
    """The IRI of the activity that is its object; None when its object is something else."""
    target = content["object"]
    return target["id"] if target.get("objectType", "Activity") == "Activity" else None


def registration_of(content: Mapping[str, Any]) -> UUID | None:
    registration = content.get("context", {}).get("registration")
    return None if registration is None else UUID(registration)


def _is_agent(actor: Mapping[str, Any], learner: UUID) -> bool:
    """Exactly the Agent that our own statements would name: no Group, no other way to say who it is."""
    account = actor_account(learner)["account"]
    return actor.get("objectType", "Agent") == "Agent" and actor.get("account") == account


def _read(content: Mapping[str, Any], activity: UUID, at: datetime, course: Course) -> Fact | None:
    verb = content["verb"]["id"]
    if verb not in CLOSING and verb != Verb.ATTEMPTED:
        return None
    scaled = _scaled(content) if verb in CLOSING else None
    scores = () if verb == Verb.COMPLETED else _scores(course.competencies[activity], scaled, verb == Verb.PASSED)
    return Fact(
        statement_id=UUID(content["id"]),
        actor=course.actor,
        registration=UUID(content["context"]["registration"]),
        activity_key=activity,
        activity_iri=activity_iri(activity),
        at=at,
        attempt=1,
        closes=verb in CLOSING,
        scaled=scaled,
        kind="practice" if scores else "",
        scores=scores,
    )


def _scaled(content: Mapping[str, Any]) -> Decimal | None:
    """From -1 to 1: the store lets no other score in (Data 2.4.5.1)."""
    scaled = content.get("result", {}).get("score", {}).get("scaled")
    return None if scaled is None else round_scaled(Decimal(str(scaled)))


def _scores(competencies: tuple[UUID, ...], scaled: Decimal | None, passed: bool) -> tuple[Score, ...]:
    """The verdict is the verb's: whoever made the activity decided where its threshold is."""
    return () if scaled is None else tuple(Score(cfitem, scaled, passed) for cfitem in competencies)
