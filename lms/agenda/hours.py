"""Hours read from the ledger, as of a day. Never more than the module was planned to last."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from lms.agenda.models import HourEntry
from lms.people.models import Organisation, Post
from lms.people.models.organisation import within
from modules.models import Registration

Minutes = dict[UUID, int]
"""By registration; one with no minutes is left out."""


def end_of(day: date) -> datetime:
    """The first instant after that day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def hours_at(day: date, registrations: Iterable[Any] | QuerySet[Any], known_at: datetime | None = None) -> Minutes:
    """Minutes of each registration, done by the end of that day. One query.

    As the ledger says it today; with `known_at`, as it said it at that instant, before later corrections.
    """
    return _add_up(_entries(end_of(day), known_at).filter(registration__in=registrations))


def hours_now(registrations: Iterable[Any] | QuerySet[Any]) -> Minutes:
    """Minutes of each registration, whatever their day, as the ledger says it now. One query."""
    return _add_up(HourEntry.objects.filter(registration__in=registrations))


def minutes_of(registration: Registration, before: datetime, known_at: datetime | None = None) -> int:
    """Minutes of one registration, done before that instant: what an attestation says."""
    entries = _entries(before, known_at).filter(registration=registration)
    return _add_up(entries).get(registration.pk, 0)


def hours_for(
    day: date, *nodes: Organisation, known_at: datetime | None = None, learner: UUID | None = None
) -> Minutes:
    """The employer's hours: minutes done by the end of that day, on days when their learner held a post under the
    nodes. A leaver's hours stay; what was done before joining, or for someone else, is not counted. One query."""
    entries = entries_for(day, *nodes, known_at=known_at)
    if learner is not None:
        entries = entries.filter(registration__learner=learner)
    return _add_up(entries)


def entries_for(day: date, *nodes: Organisation, known_at: datetime | None = None) -> QuerySet[HourEntry]:
    """The entries of the ledger that `hours_for` adds up, each with `done_on`, its local day."""
    return _done_at_work(_entries(end_of(day), known_at), nodes)


def _entries(before: datetime, known_at: datetime | None) -> QuerySet[HourEntry]:
    known = Q() if known_at is None else Q(entered_at__lte=known_at)
    return HourEntry.objects.filter(known, done_at__lt=before)


def _done_at_work(entries: QuerySet[HourEntry], nodes: Iterable[Organisation]) -> QuerySet[HourEntry]:
    held = Post.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=OuterRef("done_on")),
        within(*nodes, prefix="team__"),
        person=OuterRef("registration__learner"),
        started_on__lte=OuterRef("done_on"),
    )
    return entries.annotate(done_on=TruncDate("done_at")).filter(Exists(held))


def _add_up(entries: QuerySet[HourEntry]) -> Minutes:
    rows = entries.order_by().values("registration", planned=F("registration__edition__planned_minutes"))
    sums = rows.annotate(total=Sum("minutes")).values_list("registration", "planned", "total")
    return {registration: min(planned, total) for registration, planned, total in sums if total > 0}
