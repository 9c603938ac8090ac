"""A learner in an edition. Its id is the `registration` of every statement, attempt and piece of evidence."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.models.edition import Edition


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def of(self, learner: Any) -> "RegistrationQuerySet":
        """Of this learner only: what every learner's page starts from."""
        return self.filter(learner=learner)

    def under_way(self) -> "RegistrationQuerySet":
        return self.filter(completed_at=None)

    def with_edition(self) -> "RegistrationQuerySet":
        return self.select_related("edition")


class Registration(models.Model):
    """`started_at`, `completed_at` and `minutes_done` are views of statements: `progress.py` alone writes them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations", verbose_name=_("learner")
    )
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="registrations", verbose_name=_("edition"))
    registered_at = models.DateTimeField(_("registered"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    minutes_done = models.PositiveSmallIntegerField(_("minutes done"), default=0)
    reads_easy = models.BooleanField(_("reads in easier words"), default=False)
    """As its learner asked, on any device: a convenience, not a fact, so no statement."""

    known_progress: "list[ActivityProgress] | None" = None
    """What a page read of its progress, for a whole list at once; None: not read yet."""

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-registered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "edition"],
                name="registration_once",
                violation_error_message=_("You already follow this module."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} · {self.edition}"


class ActivityProgress(models.Model):
    """How far a registration is in one activity: a fold of its statements, whatever their order."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="progress")
    activity_key = models.UUIDField()
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    scaled = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("progress in an activity")
        verbose_name_plural = _("progress in activities")
        ordering = ["registration", "id"]
        constraints = [models.UniqueConstraint(fields=["registration", "activity_key"], name="progress_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.activity_key}"


class Bookmark(models.Model):
    """The screen a learner was on: a convenience, not a fact, so no statement."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="bookmarks")
    activity_key = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        ordering = ["registration", "id"]
        constraints = [models.UniqueConstraint(fields=["registration", "activity_key"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.activity_key} · {self.place}"
