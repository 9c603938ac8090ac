"""Calling off a half-day: it stays, with why; its people are told; nobody signs it any more."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.agenda.models import HalfDay, Presence
from lms.people.models import User


class TookPlace(Exception):  # noqa: N818 (the name says what happened)
    """Someone’s presence is signed by both: its hours are in the ledger, where they are corrected."""


@transaction.atomic
def call_off(half_day: HalfDay, by: User, reason: str, at: datetime | None = None) -> bool:
    """False when it was called off before: the first reason stays. Letters leave from the row (`lms.reminders`).

    The race: someone signs meanwhile. Both lock the half-day’s row, so a signature comes before or is refused.
    Raises TookPlace, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError(_("Say why this half-day is called off: its people read it."))
    locked = HalfDay.objects.select_for_update(of=("self",)).get(pk=half_day.pk)
    if locked.revoked_at is not None:
        return False
    signed = Presence.objects.filter(learner_signed_at__isnull=False, trainer_signed_at__isnull=False)
    if signed.filter(member__half_day=locked).exists():
        raise TookPlace
    locked.revoked_at, locked.revoked_reason, locked.revoked_by = at or timezone.now(), reason.strip(), by
    locked.save(update_fields=["revoked_at", "revoked_reason", "revoked_by"])
    return True
