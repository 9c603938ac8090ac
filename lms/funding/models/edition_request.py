"""An edition that somebody or the calendar asked for: the row from which the work is queued, and queued again."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.funding.models.convention import Convention


class EditionRequestQuerySet(models.QuerySet["EditionRequest"]):
    def waiting_since(self, moment: datetime) -> "EditionRequestQuerySet":
        """Asked before that moment and still not answered."""
        return self.filter(finished_at=None, asked_at__lt=moment)


class EditionRequest(models.Model):
    convention = models.ForeignKey(
        Convention, models.CASCADE, related_name="edition_requests", verbose_name=_("convention")
    )
    as_of = models.DateField(_("as of the end of"))
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    stage = models.CharField(_("what is being checked"), max_length=32, blank=True)
    tried = models.PositiveIntegerField(_("groups tried"), default=0)
    to_try = models.PositiveIntegerField(_("groups to try"), default=0)
    refusal = models.CharField(_("why there is no edition"), max_length=250, blank=True)

    objects = EditionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for an edition")
        verbose_name_plural = _("requests for editions")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "as_of"],
                name="edition_request_once",
                violation_error_message=_("An edition of that day has already been asked for."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.convention_id} · {self.as_of}"
