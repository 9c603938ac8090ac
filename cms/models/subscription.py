"""Who asked for the letter of the watch: an address, themes, a language, the day of the agreement, and nothing
else of them."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.watch import Theme
from cms.reading_language import ENGLISH, FRENCH

CLAIM = timedelta(hours=1)
"""A worker that says nothing for so long is dead: its letter is another's to write."""


class SubscriptionQuerySet(models.QuerySet["WatchSubscription"]):
    def free(self, now: datetime) -> "SubscriptionQuerySet":
        """Those to whom no worker is writing."""
        return self.filter(models.Q(claimed_at=None) | models.Q(claimed_at__lt=now - CLAIM))

    def to_confirm(self, now: datetime) -> "SubscriptionQuerySet":
        """Those who asked, and were not written to since, so that they confirm."""
        unwritten = models.Q(confirmation_sent_at=None) | models.Q(confirmation_sent_at__lt=models.F("asked_at"))
        return self.free(now).filter(unwritten, confirmed_at=None)


class WatchSubscription(models.Model):
    """Deleted as soon as its reader stops it, or after a week without an agreement."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Every Monday")
        MONTHLY = "monthly", _("The first of each month")

    class Language(models.TextChoices):
        FRENCH = FRENCH, _("French")
        ENGLISH = ENGLISH, _("English")

    email = models.EmailField(_("e-mail address"), unique=True)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    """Keys of `Theme`; none stands for all of them."""
    rhythm = models.CharField(_("rhythm"), max_length=7, choices=Rhythm.choices, default=Rhythm.MONTHLY)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.FRENCH)
    """That of the page where it was asked for: their letters are written in it."""
    asked_at = models.DateTimeField(_("asked"))
    confirmation_sent_at = models.DateTimeField(_("asked to confirm"), null=True, blank=True, editable=False)
    """Before `asked_at`, or never: a letter to confirm is still to write."""
    confirmed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    told_at = models.DateTimeField(_("told until"), null=True, blank=True)
    """What was published before is told. The one thing that says whether a letter is due."""
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    """Since when a worker writes to this reader; nobody else does until the claim is stale."""

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to the watch")
        verbose_name_plural = _("subscriptions to the watch")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="watch_letter_waits_for_an_agreement",
                condition=models.Q(told_at__isnull=True) | models.Q(confirmed_at__isnull=False),
                violation_error_message=_("Nobody is written to before they agreed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()} · {self.pk}"

    def clean(self) -> None:
        if set(self.themes) - set(Theme.values):
            raise ValidationError({"themes": _("There is no such theme.")})
