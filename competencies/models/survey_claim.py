"""A number printed in the text of a source, and the cells that would give it. The status is computed, never stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models.survey_cell import SurveyCell
from competencies.models.survey_source import SurveySource


class Comparison(models.TextChoices):
    """How the text means its number."""

    EQUAL = "equal", _("exactly")
    LESS_THAN = "less_than", _("less than")
    MORE_THAN = "more_than", _("more than")


class Measure(models.TextChoices):
    PERCENT = "percent", _("percentage")
    COUNT = "count", _("count")


class ClaimCellUse(models.TextChoices):
    NUMERATOR = "numerator", _("numerator")
    DENOMINATOR = "denominator", _("base")
    NEAREST = "nearest", _("nearest cell")


class SurveyClaim(models.Model):
    source = models.ForeignKey(SurveySource, models.CASCADE, related_name="claims")
    key = models.SlugField(max_length=80, unique=True)
    wording = models.TextField()
    """Word for word."""
    printed = models.DecimalField(max_digits=7, decimal_places=2)
    printed_decimals = models.PositiveSmallIntegerField()
    """49 has none, 33.9 one: what counts as the same number depends on it."""
    comparison = models.CharField(max_length=10, choices=Comparison, default=Comparison.EQUAL)
    measure = models.CharField(max_length=8, choices=Measure, default=Measure.PERCENT)
    place = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    cells: "models.ManyToManyField[SurveyCell, ClaimCell]" = models.ManyToManyField(
        SurveyCell, through="ClaimCell", related_name="claims"
    )

    class Meta:
        verbose_name = _("survey claim")
        verbose_name_plural = _("survey claims")
        ordering = ["source__position", "position"]

    def __str__(self) -> str:
        return self.wording


class ClaimCell(models.Model):
    claim = models.ForeignKey(SurveyClaim, models.CASCADE, related_name="uses")
    cell = models.ForeignKey(SurveyCell, models.PROTECT, related_name="uses")
    use = models.CharField(max_length=12, choices=ClaimCellUse)

    class Meta:
        verbose_name = _("cell of a claim")
        verbose_name_plural = _("cells of claims")
        ordering = ["claim", "use", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "cell", "use"],
                name="claim_cell_once",
                violation_error_message=_("This cell already stands there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} · {self.cell_id} · {self.use}"
