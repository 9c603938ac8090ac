"""What is shown of opinions: for each question, groups of answers that expose nobody."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import EditionActivity


class OpinionTable(models.Model):
    """The table of a question, or of one answer where several may be given. Written by `lms.funding.opinions` alone.

    A later table takes its place when the rule lets it: there is one at a time.
    """

    activity = models.ForeignKey(
        EditionActivity, models.PROTECT, related_name="opinion_tables", verbose_name=_("activity")
    )
    name = models.CharField(_("question"), max_length=100)
    """Key of the question; with `/` and the place of the answer where several may be given."""
    people = models.PositiveIntegerField(_("people"))
    groups = models.JSONField(_("groups"))
    """[[places of the answers, how many people], …]: together, everybody."""
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)

    class Meta:
        verbose_name = _("table of opinions")
        verbose_name_plural = _("tables of opinions")
        ordering = ["activity", "name"]
        constraints = [models.UniqueConstraint(fields=["activity", "name"], name="one_opinion_table_at_a_time")]

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.name}"
