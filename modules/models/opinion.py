"""What learners think of an edition, as counts: there is no row of anyone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.models.edition import EditionActivity


class OpinionCount(models.Model):
    """How many gave an answer; `answer` is empty for how many answered at all. Written by `questionnaire.opinions`.

    What comes waits in `waiting` until enough people have answered, then moves to `shown` all at once. Nobody reads
    these rows: what may be read of them is decided by `lms.funding.opinions`.
    """

    activity = models.ForeignKey(EditionActivity, models.PROTECT, related_name="opinions", verbose_name=_("activity"))
    question = models.CharField(_("question"), max_length=80, blank=True)
    answer = models.PositiveSmallIntegerField(_("answer"), default=0)
    shown = models.PositiveIntegerField(_("shown"), default=0)
    waiting = models.PositiveIntegerField(_("waiting"), default=0)

    class Meta:
        verbose_name = _("count of opinions")
        verbose_name_plural = _("counts of opinions")
        ordering = ["activity", "question", "answer"]
        constraints = [models.UniqueConstraint(fields=["activity", "question", "answer"], name="opinion_counted_once")]

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.question} · {self.answer}"
