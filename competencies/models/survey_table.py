"""A table of a source: rows (most often the types of structure) by columns (the answers)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models.survey_source import SurveySource


class Unit(models.TextChoices):
    """What a count counts. Only people allow an interval and a « part des personnes »."""

    PEOPLE = "people", _("People")
    ANSWERS = "answers", _("Answers")
    STRUCTURES = "structures", _("Structures")
    CONDITIONAL = "conditional", _("Mentions of a group chosen by an earlier answer")


class SurveyTable(models.Model):
    source = models.ForeignKey(SurveySource, models.CASCADE, related_name="tables")
    key = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=160, blank=True)
    """Exact, as printed; empty when the print lost it."""
    assumed_title = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=120)
    """Where it stands in the source."""
    question = models.PositiveSmallIntegerField(null=True)
    """Number in the questionnaire of annex 7."""
    unit = models.CharField(max_length=12, choices=Unit)
    asked_of = models.CharField(max_length=160, blank=True)
    """For a conditional group: whom the question was put to."""
    internal = models.BooleanField(default=False)
    """Too damaged to be shown."""
    reconstructed = models.BooleanField(default=False)
    """Counts found back from printed percentages."""
    loose_percents = models.JSONField(default=dict)
    """Label of a row → percentages printed there that belong to no column we can name, as printed."""
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("survey table")
        verbose_name_plural = _("survey tables")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="survey_table_says_whom_it_asked",
                condition=~models.Q(unit=Unit.CONDITIONAL) | ~models.Q(asked_of=""),
                violation_error_message=_("A table about a conditional group says whom the question was put to."),
            ),
            models.CheckConstraint(
                name="survey_table_has_a_title",
                condition=~models.Q(title="") | ~models.Q(assumed_title=""),
                violation_error_message=_("A table has its title, or an assumed one when the print lost it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.shown_title}"

    @property
    def shown_title(self) -> str:
        return self.title or self.assumed_title
