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

    def standing(self) -> "HalfDayQuerySet":
        return self.filter(revoked_at=None)


class HalfDay(models.Model):
    institute = models.ForeignKey(Organisation, models.PROTECT, related_name="half_days", verbose_name=_("institute"))
    module_key = models.UUIDField(_("module's translation key"), db_index=True)
    title = models.CharField(_("title"), max_length=255)
    held_on = models.DateField(_("day"))
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="half_days", blank=True, verbose_name=_("trainers")
    )
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=210)
    revoked_at = models.DateTimeField(_("called off"), null=True, blank=True)
    revoked_reason = models.CharField(_("why it is called off"), max_length=250, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("called off by")
    )

    objects = HalfDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("half-day")
        verbose_name_plural = _("half-days")
        ordering = ["-held_on", "title", "id"]
        constraints = [
            models.CheckConstraint(
                name="half_day_called_off_says_why",
                condition=models.Q(revoked_at=None, revoked_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoked_reason="")),
                violation_error_message=_("A half-day is called off with a reason, which its people read."),
            )
        ]

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


class Presence(models.Model):
    """A half-day signed by the person trained and by a trainer. Written by `lms.agenda.signing` alone."""

    member = models.OneToOneField(HalfDayMember, models.PROTECT, related_name="presence", verbose_name=_("member"))
    learner_signed_at = models.DateTimeField(_("signed by the person trained"), null=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("trainer")
    )
    trainer_signed_at = models.DateTimeField(_("signed by the trainer"), null=True)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["member"]
        constraints = [
            models.CheckConstraint(
                name="presence_signed_by_a_named_trainer",
                condition=models.Q(trainer=None, trainer_signed_at=None)
                | models.Q(trainer__isnull=False, trainer_signed_at__isnull=False),
                violation_error_message=_("A trainer signs with their name and the hour."),
            )
        ]

    def __str__(self) -> str:
        return str(self.member)

    @property
    def is_signed(self) -> bool:
        return self.learner_signed_at is not None and self.trainer_signed_at is not None
