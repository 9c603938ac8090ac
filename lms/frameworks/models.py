"""The job that a new version of a level rule leaves: a row first, then a task."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

STALE_AFTER = timedelta(minutes=10)


class RuleRecountQuerySet(models.QuerySet["RuleRecount"]):
    def stale(self, now: datetime) -> "RuleRecountQuerySet":
        """Those that a lost message or a killed worker left undone."""
        return self.filter(done_at=None, asked_at__lt=now - STALE_AFTER)


class RuleRecount(models.Model):
    """Levels to decide again under a rule."""

    rule = models.OneToOneField("competencies.LevelRule", models.PROTECT, related_name="recount")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(null=True)

    objects = RuleRecountQuerySet.as_manager()

    class Meta:
        verbose_name = _("levels to decide again")
        verbose_name_plural = _("levels to decide again")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.rule} · {self.done_at or '…'}"
