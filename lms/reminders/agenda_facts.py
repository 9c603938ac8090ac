"""What an institute did that its people must know: half-days called off, attestations revoked."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lms.agenda.hours import end_of
from lms.agenda.models import Attestation, HalfDay, HalfDayMember
from lms.people.models import User
from lms.reminders.deciding import CalledOff, Revoked

REVOKED_LATELY = timedelta(days=14)
"""A paper revoked longer ago is no news: its page and its code say it."""


def called_off(on: date) -> QuerySet[HalfDay]:
    """Those of that day or to come: the others are past."""
    return HalfDay.objects.filter(revoked_at__isnull=False, held_on__gte=on).order_by()


def concerned_by_half_days(on: date) -> QuerySet[User]:
    """Who comes, and who trains; not the one who called it off."""
    half_days = called_off(on)
    come = HalfDayMember.objects.filter(half_day__in=half_days).values("registration__learner")
    train = HalfDay.trainers.through.objects.filter(halfday__in=half_days).values("user")
    return User.objects.filter(pk__in=come) | User.objects.filter(pk__in=train)


def read_called_off(people: QuerySet[User], on: date) -> dict[UUID, list[CalledOff]]:
    """By person. Three queries, one when nothing is called off."""
    found: defaultdict[UUID, list[CalledOff]] = defaultdict(list)
    half_days = {each.pk: each for each in called_off(on).select_related("institute")}
    if not half_days:
        return found
    members = HalfDayMember.objects.filter(half_day__in=half_days, registration__learner__in=people).order_by("pk")
    trainers = HalfDay.trainers.through.objects.filter(halfday__in=half_days, user__in=people).order_by("pk")
    rows: list[Any] = [*members.values_list("registration__learner", "half_day")]
    rows += trainers.values_list("user", "halfday")
    for person, key in dict.fromkeys(rows):
        if person != half_days[key].revoked_by_id:
            found[person].append(_tell(half_days[key]))
    return found


def read_revoked(people: QuerySet[User], on: date) -> dict[UUID, list[Revoked]]:
    """By learner, those revoked lately by someone. One query."""
    standing = Attestation.objects.standing().filter(registration=OuterRef("registration"))
    rows: Any = Attestation.objects.filter(
        registration__learner__in=people, revoked_by__isnull=False, revoked_at__gte=end_of(on - REVOKED_LATELY)
    ).annotate(replaced=Exists(standing))
    found: defaultdict[UUID, list[Revoked]] = defaultdict(list)
    for row in rows.select_related("registration__edition").order_by("revoked_at", "pk"):
        paper = Revoked(row.pk, row.registration.edition.title, row.revoked_reason, row.replaced)
        found[row.registration.learner_id].append(paper)
    return found


def _tell(half_day: HalfDay) -> CalledOff:
    return CalledOff(half_day.pk, half_day.title, half_day.institute.name, half_day.held_on, half_day.revoked_reason)
