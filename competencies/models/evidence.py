"""What a person did or was seen doing, as plain values: no statement, activity or account is known here.

Kinds stay apart for ever: what is declared, told three months after or found by a positioning is never a measure, and
no rule can read it (`competencies.rule.NeedKind` has no word for it).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from polymorphic.models import PolymorphicModel

from competencies.models.cf_item import CFItem


class EvidenceKind(models.TextChoices):
    TEST = "test", _("Test")
    PRACTICE = "practice", _("Practice")
    NOTE = "note", _("Reflective note")
    OBSERVATION = "observation", _("Observation")
    DECLARED = "declared", _("Declaration")
    TRANSFER = "transfer", _("Use at work, three months after")
    PRIOR_LEARNING = "prior", _("Prior learning")
    POSITIONING = "positioning", _("Positioning")


MEASURED_KINDS = [EvidenceKind.TEST.value, EvidenceKind.PRACTICE.value, EvidenceKind.NOTE.value]
READ_KINDS = [*MEASURED_KINDS, EvidenceKind.OBSERVATION.value, EvidenceKind.PRIOR_LEARNING.value]
"""The kinds that rules may read; the others stand beside."""


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
                condition=~models.Q(kind__in=MEASURED_KINDS)
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


def _level_from_one_to_four(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{field}__range": (1, 4)}),
        violation_error_message=_("A level goes from 1 to 4."),
    )


class DeclaredEvidence(Evidence):
    """What a learner says of themselves. Theirs alone: no employer and no funder reads it."""

    declares_level = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("declared evidence")
        verbose_name_plural = _("declared evidence")
        constraints = [_level_from_one_to_four("declared_evidence_says_a_level", "declares_level")]


class Voice(models.TextChoices):
    LEARNER = "learner", _("The learner")
    MANAGER = "manager", _("The manager")


class Use(models.TextChoices):
    """The learner's four answers, then the manager's four."""

    NEVER = "never", _("Never")
    ONCE = "once", _("Once")
    SEVERAL = "several", _("Several times")
    WEEKLY = "weekly", _("Every week")
    SEEN = "seen", _("Seen myself")
    REPORTED = "reported", _("Reported to me")
    NOT_SEEN = "not_seen", _("Not seen")
    NO_OCCASION = "no_occasion", _("No occasion for it")


LEARNER_USES = [Use.NEVER.value, Use.ONCE.value, Use.SEVERAL.value, Use.WEEKLY.value]
MANAGER_USES = [Use.SEEN.value, Use.REPORTED.value, Use.NOT_SEEN.value, Use.NO_OCCASION.value]


class Obstacle(models.TextChoices):
    TIME = "time", _("Time")
    EQUIPMENT = "equipment", _("Equipment")
    NETWORK = "network", _("Network")
    PLACE = "place", _("Place")
    TEAM_RULE = "team_rule", _("Team rule")
    CONFIDENCE = "confidence", _("Confidence")
    REQUEST = "request", _("The person’s request")


class TransferEvidence(Evidence):
    """Three months after: was the gesture used last month, what stopped it. It raises and lowers no level."""

    teller = models.UUIDField()
    """The learner, or the manager: neither reads the other's answer."""
    voice = models.CharField(max_length=7, choices=Voice)
    use = models.CharField(max_length=11, choices=Use)
    obstacles = models.JSONField(default=list)
    """Values of `Obstacle`; none means that nothing stopped it."""

    class Meta:
        verbose_name = _("evidence of transfer")
        verbose_name_plural = _("evidence of transfer")
        constraints = [
            models.CheckConstraint(
                name="transfer_evidence_answers_its_own_question",
                condition=models.Q(voice=Voice.LEARNER, use__in=LEARNER_USES)
                | models.Q(voice=Voice.MANAGER, use__in=MANAGER_USES),
                violation_error_message=_("The learner and the manager each have their own four answers."),
            )
        ]


class PriorLearningEvidence(Evidence):
    """A document that a named person read and accepted; the document itself is kept by who received it."""

    reviewer = models.UUIDField()
    title = models.CharField(max_length=160)
    reason = models.TextField()
    shows_level = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("evidence of prior learning")
        verbose_name_plural = _("evidence of prior learning")
        constraints = [
            _level_from_one_to_four("prior_learning_shows_a_level", "shows_level"),
            models.CheckConstraint(
                name="prior_learning_says_why",
                condition=~models.Q(reason=""),
                violation_error_message=_("Say why the document shows this level."),
            ),
        ]


class Band(models.TextChoices):
    """What a positioning says, in words: never a score, never a level."""

    TO_DISCOVER = "to_discover", _("To discover")
    ON_THE_WAY = "on_the_way", _("On the way")
    SOLID = "solid", _("Solid")
    TOO_LITTLE = "too_little", _("Not enough to say")


class PositioningEvidence(Evidence):
    """The result of a positioning in one competency, there only once its learner has sent it."""

    band = models.CharField(max_length=11, choices=Band)

    class Meta:
        verbose_name = _("evidence of positioning")
        verbose_name_plural = _("evidence of positioning")
