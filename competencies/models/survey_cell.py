"""One count of a table, with the base it is a share of."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models.survey_table import SurveyTable, Unit
from competencies.percent import percent_of


class SurveyCell(models.Model):
    """`key` is table/row/column (T01/ouvert/a-la-place). The column `total` holds the base of the row.

    The base is that of the row: « 9 réponses sur 18 » of one type of structure. `printed_base` is what the source
    took for its own percentage, which may be another (the column, the whole table).
    """

    table = models.ForeignKey(SurveyTable, models.CASCADE, related_name="cells")
    key = models.CharField(max_length=120, unique=True)
    row = models.SlugField(max_length=60)
    row_label = models.CharField(max_length=120)
    column = models.SlugField(max_length=60)
    column_label = models.CharField(max_length=240)
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=12, choices=Unit)
    printed_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    printed_base = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("survey cell")
        verbose_name_plural = _("survey cells")
        ordering = ["table__position", "position"]
        constraints = [
            models.CheckConstraint(
                name="survey_cell_within_its_base",
                condition=models.Q(numerator=None)
                | models.Q(denominator=None)
                | models.Q(numerator__lte=models.F("denominator")),
                violation_error_message=_("A count cannot exceed its base."),
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def computed_percent(self) -> Decimal | None:
        """To one decimal; None where the count or its base is missing."""
        return percent_of(self.numerator, self.denominator, decimals=1)
