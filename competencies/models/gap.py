"""A know-how lack that the survey shows, with what proves it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models.survey_cell import SurveyCell
from competencies.models.survey_claim import SurveyClaim


class Gap(models.Model):
    code = models.CharField(max_length=8, unique=True)
    statement = models.CharField(max_length=160)
    weight = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(3)])
    """3 founds a module, 2 an activity, 1 sheds light and founds nothing alone."""
    caution = models.TextField()
    """What the proof does not say; shown wherever the gap is."""

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="gap_weight_from_one_to_three",
                condition=models.Q(weight__range=(1, 3)),
                violation_error_message=_("The weight of a gap is 1, 2 or 3."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"


class GapProof(models.Model):
    """A cell or a claim, in the order of their strength."""

    gap = models.ForeignKey(Gap, models.CASCADE, related_name="proofs")
    cell = models.ForeignKey(SurveyCell, models.PROTECT, null=True, related_name="gap_proofs")
    claim = models.ForeignKey(SurveyClaim, models.PROTECT, null=True, related_name="gap_proofs")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("proof of a gap")
        verbose_name_plural = _("proofs of gaps")
        ordering = ["gap", "position"]
        constraints = [
            models.CheckConstraint(
                name="gap_proof_is_a_cell_or_a_claim",
                condition=models.Q(cell=None, claim__isnull=False) | models.Q(cell__isnull=False, claim=None),
                violation_error_message=_("A gap is proved by a cell or by a claim: choose one of the two."),
            ),
            models.UniqueConstraint(
                fields=["gap", "cell"],
                name="gap_proof_cell_once",
                violation_error_message=_("This gap already has this proof."),
            ),
            models.UniqueConstraint(
                fields=["gap", "claim"],
                name="gap_proof_claim_once",
                violation_error_message=_("This gap already has this proof."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gap_id} · {self.position}"
