"""A pass through an activity, and each answer given in it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.models.edition import EditionActivity
from modules.models.registration import Registration


class Attempt(models.Model):
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="attempts")
    activity = models.ForeignKey(EditionActivity, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("number"))
    form = models.CharField(_("form"), max_length=1, blank=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    scaled = models.DecimalField(_("score"), max_digits=5, decimal_places=4, null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    statement_id = models.UUIDField(_("closing statement"), null=True, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["registration", "activity", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "activity", "number"],
                name="attempt_number_once",
                violation_error_message=_("This attempt has already begun in another window."),
            ),
            models.UniqueConstraint(
                fields=["registration", "activity"],
                condition=models.Q(finished_at=None),
                name="attempt_open_once",
                violation_error_message=_("An attempt is already open: finish it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.activity} · {self.number}"


class Answer(models.Model):
    """One answer to one item of an attempt; given once, never changed."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="answers")
    item = models.CharField(_("item"), max_length=80)
    response = models.JSONField(_("response"), encoder=DjangoJSONEncoder)
    scaled = models.DecimalField(_("score"), max_digits=5, decimal_places=4, null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(_("how sure, from 1 to 3"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"))
    statement_id = models.UUIDField(_("statement"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["attempt", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "item"],
                name="answer_once",
                violation_error_message=_("You have already answered this question: your first answer is kept."),
            ),
            models.CheckConstraint(
                condition=models.Q(confidence=None) | models.Q(confidence__range=(1, 3)),
                name="answer_confidence_on_three_rungs",
                violation_error_message=_("How sure one is goes from 1 to 3."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.item}"
