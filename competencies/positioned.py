"""What the positionings that people sent say of them. One that is not sent is no evidence: nothing here finds it."""

from collections.abc import Iterable
from uuid import UUID

from competencies.models import PositioningEvidence


def positioned_marks(actors: Iterable[UUID]) -> dict[tuple[UUID, UUID], PositioningEvidence]:
    """The last word sent by each person on each competency: beside the levels, never one of them. One query."""
    rows = PositioningEvidence.objects.non_polymorphic().filter(actor__in=set(actors)).order_by("at", "id")
    return {(row.actor, row.cfitem_id): row for row in rows}
