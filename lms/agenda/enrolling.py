"""Putting a registration in a half-day's group: the one writer of its members."""

from django.db import transaction
from django.utils.translation import gettext as _

from lms.agenda.models import HalfDay, HalfDayMember
from modules.models import Registration


class OtherModule(ValueError):  # noqa: N818 (the name says what happened)
    """The registration is to another module than the half-day's."""


@transaction.atomic
def join_half_day(half_day: HalfDay, registration: Registration) -> HalfDayMember:
    """The membership, made now unless it exists; two clicks meet on the constraint. Raises OtherModule."""
    if registration.edition.module_key != half_day.module_key:
        raise OtherModule(_("This person follows another module than this half-day’s."))
    member, _is_new = HalfDayMember.objects.get_or_create(half_day=half_day, registration=registration)
    return member
