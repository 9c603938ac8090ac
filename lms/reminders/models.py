"""What is to be told to a person by e-mail, one row a thing, so that nothing is told twice; who wants none of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PATIENCE = timedelta(minutes=15)
MAX_ATTEMPTS = 5


class Kind(models.TextChoices):
    ASSIGNED = "assigned", _("Asked")
    DUE_SOON = "due_soon", _("Seven days left")
    EXPIRING = "expiring", _("Level to renew")
    DIGEST = "digest", _("What waits, once a week at most")
    ANSWERED = "answered", _("Answer to what one asked")
    TO_ANSWER = "to_answer", _("Waiting for an answer")
    CALLED_OFF = "called_off", _("Half-day called off")
    REVOKED = "revoked", _("Attestation revoked")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def waiting(self, now: datetime) -> "ReminderQuerySet":
        """Neither sent nor dropped, and in nobody's hands: never claimed, or by a worker that did not come back."""
        free = models.Q(claimed_at=None) | models.Q(claimed_at__lt=now - PATIENCE)
        return self.filter(free, sent_at=None, dropped_at=None, attempts__lt=MAX_ATTEMPTS)


class Reminder(models.Model):
    """Written by `lms.reminders.sending` alone. Its words are read the moment it leaves: finished work is dropped."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    subject = models.CharField(_("subject"), max_length=60)
    """What it is about: an assignment, a competency and the day its level expires, the day of a digest, a half-day."""
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    claim = models.UUIDField(_("claim"), null=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["decided_at", "id"]
        indexes = [
            models.Index(
                fields=["person"], condition=models.Q(sent_at=None, dropped_at=None), name="reminders_not_settled"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject"],
                name="reminder_once",
                violation_error_message=_("This has already been told to this person."),
            ),
            models.CheckConstraint(
                name="reminder_sent_or_dropped",
                condition=models.Q(sent_at=None) | models.Q(dropped_at=None),
                violation_error_message=_("A message is sent or dropped, never both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.kind} · {self.subject}"


class Stop(models.Model):
    """Someone who wants no reminder. Written by `lms.reminders.stopping` alone."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="stopped_reminders",
        verbose_name=_("person"),
    )
    stopped_at = models.DateTimeField(_("stopped"), default=timezone.now)

    class Meta:
        verbose_name = _("stopped reminders")
        verbose_name_plural = _("stopped reminders")

    def __str__(self) -> str:
        return str(self.person_id)
