"""A learner in a programme. Her half-days are those of the day she began: later changes move nobody."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from modules.models.programme import Programme
from modules.models.registration import Registration


class ProgrammeRegistrationQuerySet(models.QuerySet["ProgrammeRegistration"]):
    def of(self, learner: Any) -> "ProgrammeRegistrationQuerySet":
        return self.filter(learner=learner)

    def with_stages(self) -> "ProgrammeRegistrationQuerySet":
        """Its half-days with their editions: two queries in all."""
        stages = ProgrammeStage.objects.select_related("registration__edition").order_by("position")
        return self.select_related("programme").prefetch_related(models.Prefetch("stages", stages))


class ProgrammeRegistration(models.Model):
    """Written by `following.follow_programme` alone. Whether it is finished is read from its registrations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="programme_registrations", verbose_name=_("learner")
    )
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="registrations", verbose_name=_("programme"))
    registered_at = models.DateTimeField(_("registered"))

    objects = ProgrammeRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration to a programme")
        verbose_name_plural = _("registrations to programmes")
        ordering = ["-registered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "programme"],
                name="programme_registration_once",
                violation_error_message=_("You already follow this programme."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} · {self.programme}"

    @cached_property
    def registrations(self) -> list[Registration]:
        """To its half-days, in order."""
        return [stage.registration for stage in self.stages.all()]

    @property
    def completed_at(self) -> datetime | None:
        """When the last of its half-days was finished; None while one is left."""
        moments = [each.completed_at for each in self.registrations]
        done = [moment for moment in moments if moment is not None]
        return max(done) if done and len(done) == len(moments) else None

    @property
    def planned_minutes(self) -> int:
        return sum(each.edition.planned_minutes for each in self.registrations)

    @property
    def minutes_done(self) -> int:
        return sum(each.minutes_done for each in self.registrations)

    @property
    def next(self) -> Registration | None:
        """The first half-day that is not finished."""
        return next((each for each in self.registrations if each.completed_at is None), None)

    @property
    def next_number(self) -> int:
        """From 1: the rank of the half-day to go on with; the last one when all are done."""
        waiting = self.next
        return self.registrations.index(waiting) + 1 if waiting else len(self.registrations)


class ProgrammeStage(models.Model):
    """One half-day of someone's programme: the registration that counts for it."""

    programme_registration = models.ForeignKey(ProgrammeRegistration, models.CASCADE, related_name="stages")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="programme_stages")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("half-day of a registration to a programme")
        verbose_name_plural = _("half-days of registrations to programmes")
        ordering = ["programme_registration", "position"]
        constraints = [
            models.UniqueConstraint(fields=["programme_registration", "registration"], name="programme_stage_once"),
            models.UniqueConstraint(fields=["programme_registration", "position"], name="programme_stage_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_registration_id} · {self.position}"
