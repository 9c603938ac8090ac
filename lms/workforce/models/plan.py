"""A module asked of someone, of a team, or by a rule: by a day, for a reason that the learner reads."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models import Organisation, Profession
from lms.people.models.organisation import within


class Reach(models.TextChoices):
    PERSON = "person", _("One person")
    TEAM = "team", _("Everyone there today")
    RULE = "rule", _("Everyone there today, and those who join later")


class PlanQuerySet(models.QuerySet["Plan"]):
    def under(self, *nodes: Organisation) -> "PlanQuerySet":
        return self.filter(within(*nodes, prefix="node__"))

    def standing(self) -> "PlanQuerySet":
        return self.filter(undone_at=None)


class Plan(models.Model):
    """Who it reaches is decided when it is made; a rule is asked again of those who join. Undone, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(Organisation, models.CASCADE, related_name="plans", verbose_name=_("structure"))
    module_key = models.UUIDField(_("module's translation key"))
    reach = models.CharField(_("who"), max_length=8, choices=Reach)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    profession = models.CharField(_("profession"), max_length=12, choices=Profession, blank=True)
    only_lacking = models.BooleanField(_("only those who lack it"), default=True)
    due_on = models.DateField(_("by"))
    days_to_join = models.PositiveSmallIntegerField(_("days for those who join later"), default=90)
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    made_at = models.DateTimeField(_("asked"), default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="plan_of_one_person_names_them",
                condition=models.Q(reach=Reach.PERSON, person__isnull=False)
                | (~models.Q(reach=Reach.PERSON) & models.Q(person=None)),
                violation_error_message=_("Choose the person, for a plan of one person only."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.module_key} · {self.node}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def standing(self) -> "AssignmentQuerySet":
        return self.filter(plan__undone_at=None)


class Assignment(models.Model):
    """One person of a plan, with their own day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="assignments", verbose_name=_("plan"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("person")
    )
    due_on = models.DateField(_("by"))
    made_at = models.DateTimeField(_("asked"), default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person"],
                name="assignment_once",
                violation_error_message=_("This plan already reaches this person."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} · {self.person_id}"
