"""The ledger of hours: each row is written once; a correction is one more row."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lms.agenda.models.half_day import Presence
from modules.models import Registration

ONLINE = models.Q(statement_id__isnull=False, activity_key__isnull=False, presence=None)
SIGNED = models.Q(statement_id=None, activity_key=None, presence__isnull=False)


class HourEntry(models.Model):
    """Written by `lms.agenda.ledger` alone. Triggers of the database refuse to change a row or take it away.

    `done_at` says when the minutes were done, `entered_at` when the ledger learnt it: what it said on any past day can
    be asked again. A counter-entry keeps the `done_at`, takes the minutes back and is itself cancelled to restore them.
    """

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="hour_entries", verbose_name=_("registration")
    )
    activity_key = models.UUIDField(_("activity"), null=True)
    statement_id = models.UUIDField(_("statement"), null=True)
    presence = models.ForeignKey(
        Presence, models.PROTECT, null=True, related_name="hour_entries", verbose_name=_("signed presence")
    )
    minutes = models.SmallIntegerField(_("minutes"))
    done_at = models.DateTimeField(_("done"))
    entered_at = models.DateTimeField(_("entered"), db_default=Now(), editable=False)
    cancels = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="cancelled_by", verbose_name=_("entry taken back")
    )
    reason = models.CharField(_("reason of the correction"), max_length=250, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("corrected by")
    )

    class Meta:
        verbose_name = _("entry of the ledger of hours")
        verbose_name_plural = _("ledger of hours")
        ordering = ["id"]
        indexes = [models.Index(fields=["registration", "done_at"], name="hours_of_registration")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement_id"],
                condition=models.Q(cancels=None),
                name="hours_once_per_statement",
                violation_error_message=_("This statement already gave its minutes."),
            ),
            models.UniqueConstraint(
                fields=["presence"],
                condition=models.Q(cancels=None),
                name="hours_once_per_presence",
                violation_error_message=_("This signed half-day already gave its minutes."),
            ),
            models.CheckConstraint(
                name="hours_have_one_proof",
                condition=ONLINE | SIGNED,
                violation_error_message=_("Minutes have one proof: a statement or a signed presence."),
            ),
            models.CheckConstraint(
                name="hours_are_corrected_with_a_reason",
                condition=models.Q(cancels=None, reason="", minutes__gte=0)
                | (models.Q(cancels__isnull=False) & ~models.Q(reason="")),
                violation_error_message=_("Hours are corrected by a counter-entry that says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.minutes:+d} min"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("The ledger of hours only grows: write a counter-entry.")
