"""Recording a gesture seen in a group; how a gesture is told to the rules."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from competencies.evidence import ObservedFact, add_evidence
from competencies.models import ObservedEvidence
from lms.agenda.models import HalfDayMember
from lms.people.models import User


@dataclass(frozen=True)
class Seen:
    """What was seen, once checked. `gesture` holds nobody's data; `shows_level` is 1 to 4."""

    cfitem: UUID
    gesture: str
    on: date
    setting: str = ""
    supports_colleague: bool = False
    shows_level: int = 3
    reason: str = ""
    """Why, when it changes the level that was asked for."""


@transaction.atomic
def observe(observer: User, member: HalfDayMember, seen: Seen) -> ObservedEvidence:
    """Keep the observation and update the level, or find the one already kept: the learner reads it at once.

    The race: a double click. The member's row is locked first, so the second click finds what the first kept.
    Raises ValidationError when someone observes themselves.
    """
    HalfDayMember.objects.select_for_update().get(pk=member.pk)
    fact = fact_of(observer, member.learner, seen)
    kept = ObservedEvidence.objects.filter(
        actor=fact.actor, cfitem=fact.cfitem, observer=fact.observer, gesture=fact.gesture, at=fact.at
    ).first()
    if kept is not None:
        return kept
    [evidence] = add_evidence([fact])
    return ObservedEvidence.objects.get(pk=evidence.pk)


def fact_of(observer: User, learner: User, seen: Seen) -> ObservedFact:
    """A day is told as its noon: the hour is neither asked for nor shown."""
    noon = datetime.combine(seen.on, time(12), tzinfo=timezone.get_current_timezone())
    return ObservedFact(
        actor=learner.actor_uuid,
        cfitem=seen.cfitem,
        observer=observer.actor_uuid,
        gesture=seen.gesture.strip(),
        at=noon,
        setting=seen.setting.strip(),
        supports_colleague=seen.supports_colleague,
        shows_level=seen.shows_level,
        reason=seen.reason.strip(),
    )
