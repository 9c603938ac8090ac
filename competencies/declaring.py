"""A learner's own word on their levels: kept beside every measure, never mixed with one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from competencies.evidence import DeclaredFact, add_evidence
from competencies.models import DeclaredEvidence
from competencies.models.assessed_actor import lock_actors


@transaction.atomic
def declare_levels(actor: UUID, levels: Mapping[UUID, int], at: datetime) -> int:
    """Keep what this person says of these competencies; how many changed. What was said before stays, with its date.

    The race: a double click. The person is locked first, so the second click finds nothing changed.
    """
    lock_actors([actor])
    said = {item: row.declares_level for (_, item), row in declared_marks([actor]).items()}
    facts = [DeclaredFact(actor, item, level, at) for item, level in levels.items() if said.get(item) != level]
    return len(add_evidence(facts)) if facts else 0


def declared_marks(actors: Iterable[UUID]) -> dict[tuple[UUID, UUID], DeclaredEvidence]:
    """The last thing each person said of each competency. One query."""
    rows = DeclaredEvidence.objects.non_polymorphic().filter(actor__in=set(actors)).order_by("at", "id")
    return {(row.actor, row.cfitem_id): row for row in rows}
