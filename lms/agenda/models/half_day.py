"""A dated group: people who take the same module on the same half-day, with their trainers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.access import nodes_of
from lms.people.models import Organisation, User
from lms.people.models.organisation import within
from lms.people.rights import Thing, Verb
from modules.models import Registration


class HalfDayQuerySet(models.QuerySet["HalfDay"]):
    def open_to(self, person: User, verb: Verb) -> "HalfDayQuerySet":
        """Those this person trains, and those of the institutes over which the table gives them this right."""
        nodes = nodes_of(person, verb, Thing.GROUP)
        mine = models.Q(pk__in=HalfDay.trainers.through.objects.filter(user=person).values("halfday"))
        return self.filter(mine | within(*nodes, prefix="institute__"))


class HalfDay(models.Model):
    institute = models.ForeignKey(Organisation, models.PROTECT, related_name="half_days", verbose_name=_("institute"))
    module_key = models.UUIDField(_("module's translation key"), db_index=True)
    title = models.CharField(_("title"), max_length=255)
    held_on = models.DateField(_("day"))
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="half_days", blank=True, verbose_name=_("trainers")
    )

    objects = HalfDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("half-day")
        verbose_name_plural = _("half-days")
        ordering = ["-held_on", "title", "id"]

    def __str__(self) -> str:
        return f"{self.title} · {self.held_on}"


class HalfDayMember(models.Model):
    """A registration in the group. Written by `enrolling.join_half_day`, which checks that it is the same module."""

    half_day = models.ForeignKey(HalfDay, models.CASCADE, related_name="members", verbose_name=_("half-day"))
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="half_days", verbose_name=_("registration")
    )

    class Meta:
        verbose_name = _("member of a half-day")
        verbose_name_plural = _("members of half-days")
        ordering = ["half_day", "registration__learner__last_name", "registration__learner__first_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["half_day", "registration"],
                name="half_day_member_once",
                violation_error_message=_("This person is already in the group."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.half_day_id} · {self.registration_id}"

    @property
    def learner(self) -> Any:
        return self.registration.learner
