"""Writing down who opened which page about whom, and telling it to the person. The one writer of Consultation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from lms.people.models import RoleAssignment, User
from lms.people.rights import Thing, Verb, roles_that_may
from lms.workforce.models import Consultation, ConsultedPage

KEPT_FOR = timedelta(days=365)
BATCH = 1000


@dataclass(frozen=True)
class Seen:
    """A consultation as its person reads it."""

    consultation: Consultation
    roles: list[str]
    """What the one who looked is today: « Ressources humaines, Relais des Dunes »."""


def note_consultation(reader: User, page: ConsultedPage, people: Iterable[UUID]) -> None:
    """One row for each person the page names, in one insert; nothing when one reads oneself."""
    now = timezone.now()
    rows = [Consultation(reader=reader, person_id=each, page=page, at=now) for each in people if each != reader.pk]
    Consultation.objects.bulk_create(rows, batch_size=BATCH)


def consultations_of(person: User) -> QuerySet[Consultation]:
    """Who looked, the latest first, with the roles that open these pages to them today. Three queries."""
    roles = RoleAssignment.objects.filter(role__in=roles_that_may(Verb.VIEW, Thing.MATRIX)).select_related("node")
    theirs = Prefetch("reader__role_assignments", roles, to_attr="roles_that_open")
    return Consultation.objects.filter(person=person).select_related("reader").prefetch_related(theirs)


def tell(consultations: Iterable[Consultation]) -> list[Seen]:
    return [Seen(each, _roles(each)) for each in consultations]


def forget_old_consultations(now: datetime) -> int:
    """How many were more than a year old, and are gone."""
    gone, _by_table = Consultation.objects.filter(at__lt=now - KEPT_FOR).delete()
    return gone


def _roles(consultation: Consultation) -> list[str]:
    found = getattr(consultation.reader, "roles_that_open", [])
    return [f"{role.get_role_display()}, {role.node}" for role in found]
