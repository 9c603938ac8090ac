"""Three months after: « utilisé depuis un mois ? ce qui a empêché ? », told by the learner and by the manager."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.evidence import TransferFact, add_evidence
from competencies.models import Level, TransferEvidence, Voice
from competencies.models.assessed_actor import lock_actors
from competencies.models.evidence import LEARNER_USES, MANAGER_USES, Obstacle
from competencies.months import add_months

MONTHS_AFTER = 3


@transaction.atomic
def tell_transfer(facts: Sequence[TransferFact]) -> int:
    """Keep the answers of one form; how many are new. One answer a person who tells, a competency and a day.

    The race: a double click. The people are locked first, so the second click finds the answers of the first.
    Raises ValidationError on an answer that is not one of the voice's, or on a learner's answer told by another.
    """
    for fact in facts:
        _check(fact)
    lock_actors(fact.actor for fact in facts)
    told = {(row.actor, row.cfitem_id, row.teller, row.at.date()) for row in _rows({fact.actor for fact in facts})}
    new = [fact for fact in facts if (fact.actor, fact.cfitem, fact.teller, fact.at.date()) not in told]
    return len(add_evidence(new)) if new else 0


def due_for_telling(actor: UUID, on: date) -> list[Level]:
    """The levels held for three months of which this learner said nothing in the last month. Two queries."""
    return due_for_many([actor], on, Voice.LEARNER).get(actor, [])


def due_for_many(actors: Sequence[UUID], on: date, voice: Voice) -> dict[UUID, list[Level]]:
    """By actor, the levels held for three months of which that voice said nothing in the last month. Two queries."""
    told = {(row.actor, row.cfitem_id): timezone.localdate(row.at) for row in _rows(actors) if row.voice == voice}
    due: dict[UUID, list[Level]] = {}
    for level in Level.objects.of(*actors).select_related("cfitem").order_by("cfitem__position"):
        last = told.get((level.actor, level.cfitem_id))
        if add_months(level.reached_on, MONTHS_AFTER) <= on and (last is None or add_months(last, 1) <= on):
            due.setdefault(level.actor, []).append(level)
    return due


def transfer_of(actor: UUID, voice: Voice) -> dict[UUID, TransferEvidence]:
    """The latest answer of that voice in each competency. One query; a reader of one voice never gets the other."""
    return {row.cfitem_id: row for row in _rows({actor}) if row.voice == voice}


def _rows(actors: Iterable[UUID]) -> list[TransferEvidence]:
    return list(TransferEvidence.objects.non_polymorphic().filter(actor__in=set(actors)).order_by("at", "id"))


def _check(fact: TransferFact) -> None:
    own = fact.teller == fact.actor
    if own != (fact.voice == Voice.LEARNER):
        raise ValidationError(_("The learner tells of themselves; the manager tells of someone else."))
    if fact.use not in (LEARNER_USES if own else MANAGER_USES) or not set(fact.obstacles) <= set(Obstacle.values):
        raise ValidationError(_("Choose one of the answers offered."))
