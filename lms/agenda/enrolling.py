"""Opening a half-day and putting registrations in its group: the one writer of both."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.agenda.models import HalfDay, HalfDayMember
from lms.people.models import Organisation, User
from modules.models import Edition, Registration


class OtherModule(ValueError):  # noqa: N818 (the name says what happened)
    """The registration is to another module than the half-day's."""


@transaction.atomic
def open_half_day(
    institute: Organisation,
    edition: Edition,
    registrations: Iterable[Registration] = (),
    *,
    on: date | None = None,
    trainers: Iterable[User] = (),
) -> HalfDay:
    """The institute's half-day of this module on that day (today by default), with these people added to it.

    Run again it adds who is missing and opens no second one (unless the first was called off): the institute's row is
    locked first, so two windows take turns. Raises OtherModule.
    """
    Organisation.objects.select_for_update().get(pk=institute.pk)
    half_day, _is_new = HalfDay.objects.get_or_create(
        institute=institute,
        module_key=edition.module_key,
        held_on=on or timezone.localdate(),
        revoked_at=None,
        defaults={"title": edition.title},
    )
    half_day.trainers.add(*trainers)
    for registration in registrations:
        join_half_day(half_day, registration)
    return half_day


@transaction.atomic
def join_half_day(half_day: HalfDay, registration: Registration) -> HalfDayMember:
    """The membership, made now unless it exists; two clicks meet on the constraint. Raises OtherModule."""
    if registration.edition.module_key != half_day.module_key:
        raise OtherModule(_("This person follows another module than this half-day’s."))
    member, _is_new = HalfDayMember.objects.get_or_create(half_day=half_day, registration=registration)
    return member
