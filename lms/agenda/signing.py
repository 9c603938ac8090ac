"""Signing one's presence at a half-day: the learner, then a trainer, or the other way round. The one writer."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.agenda.hours import end_of
from lms.agenda.ledger import enter_presence
from lms.agenda.models import HalfDay, HalfDayMember, Presence
from lms.people.models import User
from modules.activities.workshop.attendance import attend_workshops
from modules.models import Registration


class NotTheDay(ValueError):  # noqa: N818 (the name says what happened)
    """The half-day is still to come, or is called off."""


@transaction.atomic
def sign_presence(member: HalfDayMember, by: User, at: datetime | None = None) -> Presence:
    """Sign; with the second signature the half-day enters the ledger of hours, and its workshops are said attended.

    A first signature stays.

    The race: both sign at once. The registration is locked first, as by every writer of the ledger; then the half-day,
    which may be called off meanwhile. Raises NotTheDay.
    """
    at = at or timezone.now()
    Registration.objects.select_for_update().get(pk=member.registration_id)
    half_day = HalfDay.objects.select_for_update().get(pk=member.half_day_id)
    if half_day.revoked_at or half_day.held_on > timezone.localdate(at):
        raise NotTheDay(_("One signs on the day of the half-day or after, when it took place."))
    presence, _is_new = Presence.objects.get_or_create(member=member)
    _sign(presence, member, by, at)
    presence.save()
    if presence.is_signed:
        signed_at = min(at, end_of(half_day.held_on))
        enter_presence(presence, signed_at)
        attend_workshops(member.registration, signed_at)
    return presence


def _sign(presence: Presence, member: HalfDayMember, by: User, at: datetime) -> None:
    """One does not sign for both: whoever is the learner signs as the learner."""
    if by.pk == member.registration.learner_id:
        presence.learner_signed_at = presence.learner_signed_at or at
    elif presence.trainer_id is None:
        presence.trainer, presence.trainer_signed_at = by, at
