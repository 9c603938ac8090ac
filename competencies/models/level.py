"""The measured level of a person in a competency, with everything that explains it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.models.cf_item import CFItem
from competencies.models.evidence import Evidence
from competencies.models.level_rule import LevelRule
from competencies.sentences import next_step_sentences, reason_sentences


class LevelQuerySet(models.QuerySet["Level"]):
    def of(self, *actors: UUID) -> "LevelQuerySet":
        return self.filter(actor__in=actors)

    def valid_on(self, day: date | None = None) -> "LevelQuerySet":
        """Levels that need no renewal that day (today by default)."""
        return self.filter(expires_on__gt=day or timezone.localdate())

    def to_renew_on(self, day: date | None = None) -> "LevelQuerySet":
        return self.filter(expires_on__lte=day or timezone.localdate())


class Level(models.Model):
    """No row means « jamais évaluée », which is neither a failure nor a level. An expired level stays, to be renewed.

    A view of evidence: written by `competencies.levels` alone and rebuilt from evidence at any time.
    """

    actor = models.UUIDField()
    cfitem = models.ForeignKey(CFItem, models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    reached_on = models.DateField()
    expires_on = models.DateField()
    """First day on which it is to be renewed."""
    rule = models.ForeignKey(LevelRule, models.PROTECT, related_name="levels")
    reasons = models.JSONField(default=list)
    next_steps = models.JSONField(default=list)
    evidence_ids = models.JSONField(default=list)
    updated_at = models.DateTimeField(db_default=Now(), auto_now=True)

    objects = LevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["actor", "cfitem__position"]
        indexes = [models.Index(fields=["cfitem", "level"], name="level_of_competency")]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "cfitem"],
                name="level_once",
                violation_error_message=_("This person already has a level in this competency."),
            ),
            models.CheckConstraint(
                name="level_from_one_to_four",
                condition=models.Q(level__range=(1, 4)),
                violation_error_message=_("A level goes from 1 to 4; no level is no row."),
            ),
            models.CheckConstraint(
                name="level_expires_after_it_is_reached",
                condition=models.Q(expires_on__gt=models.F("reached_on")),
                violation_error_message=_("A level expires after the day it is reached."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} · {self.cfitem_id} · {self.level}"

    @property
    def reason(self) -> str:
        """Why this level, in French sentences."""
        return " ".join(reason_sentences(self.reasons))

    @property
    def next_step(self) -> str:
        """What would change it next, in French sentences; empty when nothing would."""
        return " ".join(next_step_sentences(self.next_steps))

    @property
    def is_to_renew(self) -> bool:
        return self.expires_on <= timezone.localdate()

    def evidence(self) -> "models.QuerySet[Any]":
        """The evidence it stands on, oldest first. For the learner and the trainer only."""
        return Evidence.objects.filter(pk__in=self.evidence_ids).order_by("at", "id")
