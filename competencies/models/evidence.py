"""What a person did or was seen doing, as plain values: no statement, activity or account is known here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel

from competencies.models.cf_item import CFItem


class EvidenceKind(models.TextChoices):
    TEST = "test", _("Test")
    PRACTICE = "practice", _("Practice")
    NOTE = "note", _("Reflective note")
    OBSERVATION = "observation", _("Observation")


MEASURED_KINDS = [EvidenceKind.TEST.value, EvidenceKind.PRACTICE.value, EvidenceKind.NOTE.value]


class Evidence(PolymorphicModel):
    """Written by `competencies.evidence` alone. One statement gives at most one piece of evidence a competency."""

    actor = models.UUIDField()
    cfitem = models.ForeignKey(CFItem, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    at = models.DateTimeField()
    passed = models.BooleanField()
    statement_id = models.UUIDField(null=True)
    registration = models.UUIDField(null=True)
    activity_iri = models.CharField(max_length=300, blank=True)
    situation = models.CharField(max_length=300, blank=True)
    """IRI of the test or of the situation: a new graded pass of the same one replaces the last."""
    scaled = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    unaided = models.BooleanField(default=True)
    """False when a third-degree hint was taken: enough for level 2, not for level 3."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["actor", "cfitem", "at", "id"]
        indexes = [models.Index(fields=["actor", "cfitem"], name="evidence_of_actor")]
        constraints = [
            models.UniqueConstraint(
                fields=["statement_id", "cfitem"],
                name="evidence_once_per_statement",
                violation_error_message=_("This statement already gave evidence of this competency."),
            ),
            models.CheckConstraint(
                name="evidence_measured_says_where_from",
                condition=models.Q(kind=EvidenceKind.OBSERVATION)
                | models.Q(
                    statement_id__isnull=False, registration__isnull=False, scaled__range=(-1, 1), situation__gt=""
                ),
                violation_error_message=_(
                    "Measured evidence has its statement, registration and situation, and a scaled score from -1 to 1."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} · {self.cfitem_id} · {self.kind}"


class MeasuredEvidence(Evidence):
    """A graded test, practice or note. A proxy: one table, so that many are inserted at once."""

    class Meta:
        proxy = True
        verbose_name = _("measured evidence")
        verbose_name_plural = _("measured evidence")


class ObservedEvidence(Evidence):
    """A gesture seen by a named person, who answers for it. It never names an accompanied person."""

    observer = models.UUIDField()
    gesture = models.TextField()
    setting = models.CharField(max_length=160, blank=True)
    reason = models.TextField(blank=True)
    """Why, when the observation changes a level."""
    supports_colleague = models.BooleanField(default=False)
    shows_level = models.PositiveSmallIntegerField(default=3)
    """The level whose description the gesture matches, 1 to 4."""

    class Meta:
        verbose_name = _("observed evidence")
        verbose_name_plural = _("observed evidence")
        constraints = [
            models.CheckConstraint(
                name="observed_evidence_says_the_gesture",
                condition=~models.Q(gesture=""),
                violation_error_message=_("Say in one sentence the gesture you saw."),
            ),
            models.CheckConstraint(
                name="observed_evidence_shows_a_level",
                condition=models.Q(shows_level__range=(1, 4)),
                violation_error_message=_("An observation shows a level from 1 to 4."),
            ),
        ]
