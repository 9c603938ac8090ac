"""Who looked at whom: each page of an employer that names a person, written when it is opened."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ConsultedPage(models.TextChoices):
    """What was opened: the person's own page, or a list that has a line about them."""

    SHEET = "sheet", _("your page of competencies")
    GAPS = "gaps", _("your gaps")
    MATRIX = "matrix", _("the table of the team, where you have a line")
    FILE = "file", _("a file of the team's table, where you have a line")
    HOURS = "hours", _("the hours of the team, where you have a line")
    HOURS_FILE = "hours_file", _("a file of the team's hours, where you have a line")
    PLAN = "plan", _("who is asked for a module, where you have a line")
    VALIDATION = "validation", _("what you asked to have validated")
    REFRESH = "refresh", _("what is to renew in the team, where you have a line")
    REMINDERS = "reminders", _("the messages about to be sent to you")
    TRANSFER = "transfer", _("the form on your use at work, three months after")


class Consultation(models.Model):
    """Written by `lms.workforce.consulting` alone, one row a view; forgotten after a year, like the looker's habits."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who looked")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="consultations", verbose_name=_("person looked at")
    )
    page = models.CharField(_("page"), max_length=12, choices=ConsultedPage)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "-at"], name="consultations_of_person")]
        constraints = [
            models.CheckConstraint(
                name="consultation_by_someone_else",
                condition=models.Q(reader=None) | ~models.Q(reader=models.F("person")),
                violation_error_message=_("One’s own page read by oneself is not kept."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} · {self.person_id} · {self.page}"
