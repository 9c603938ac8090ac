"""What a funder and the platform agreed on: a period, territories, modules, targets."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.funding.departments import DEPARTMENTS
from lms.people.models import Organisation, OrganisationKind
from lms.people.models.organisation import within

check_number = RegexValidator(
    r"^\d{4}-\d{3}$", _("A convention number is a year, a hyphen and three digits, for example 2026-014.")
)


def check_departments(codes: Any) -> None:
    """Refuse anything but a list of known department codes, each once."""
    if not isinstance(codes, list) or any(code not in DEPARTMENTS for code in codes) or len(set(codes)) < len(codes):
        raise ValidationError(_("Territories are a list of INSEE department codes, each once, for example 59 or 2A."))


class Rhythm(models.TextChoices):
    """How often figures are published; the last day of the convention closes them in any case."""

    QUARTERLY = "quarterly", _("At the end of each quarter")
    MONTHLY = "monthly", _("At the end of each month: the total; at the end of each quarter: everything")


class ConventionQuerySet(models.QuerySet["Convention"]):
    def of_funders_within(self, *nodes: Organisation) -> "ConventionQuerySet":
        """Of these funders only; nothing when there are none."""
        return self.filter(within(*nodes, prefix="funder__"))

    def running_on(self, day: date) -> "ConventionQuerySet":
        return self.running_between(day, day)

    def running_between(self, first: date, last: date) -> "ConventionQuerySet":
        """Running on one of these days at least."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Convention(models.Model):
    """Targets count people of the whole convention, `target_hours` hours; None: no target was agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    funder = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="conventions",
        limit_choices_to={"kind": OrganisationKind.FUNDER},
        verbose_name=_("funder"),
    )
    number = models.CharField(_("number"), max_length=8, validators=[check_number])
    title = models.CharField(_("title"), max_length=160)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    invitations_close_on = models.DateField(_("last day of invitations"), null=True, blank=True)
    territories = models.JSONField(_("territories"), default=list, validators=[check_departments])
    target_invited = models.PositiveIntegerField(_("people to invite"), null=True, blank=True)
    target_enrolled = models.PositiveIntegerField(_("people to enrol"), null=True, blank=True)
    target_completed = models.PositiveIntegerField(_("people who complete a module"), null=True, blank=True)
    target_hours = models.PositiveIntegerField(_("hours followed"), null=True, blank=True)
    rhythm = models.CharField(_("editions of the figures"), max_length=9, choices=Rhythm, default=Rhythm.QUARTERLY)

    objects = ConventionQuerySet.as_manager()

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering = ["-starts_on", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["funder", "number"],
                name="convention_number_once",
                violation_error_message=_("This funder already has a convention with this number."),
            ),
            models.CheckConstraint(
                name="convention_ends_after_start",
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                violation_error_message=_("A convention ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"


class ConventionModule(models.Model):
    """A module the convention pays for, by its translation key: the same in every language."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="modules", verbose_name=_("convention"))
    module_key = models.UUIDField(_("module's translation key"))

    class Meta:
        verbose_name = _("convention's module")
        verbose_name_plural = _("convention's modules")
        ordering = ["convention", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "module_key"],
                name="convention_module_once",
                violation_error_message=_("This convention already covers this module."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.convention_id} · {self.module_key}"
