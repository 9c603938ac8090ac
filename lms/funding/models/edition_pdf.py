"""The PDF of an edition that somebody asked for: the row from which the work is queued, and queued again."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.agenda.models.paper import papers
from lms.funding.models.funding_edition import FundingEdition

MAX_ATTEMPTS = 5


class EditionPdfQuerySet(models.QuerySet["EditionPdf"]):
    def waiting_since(self, moment: datetime) -> "EditionPdfQuerySet":
        """Queued before that moment, still without a file, and not tried too often."""
        return self.filter(file="", queued_at__lt=moment, attempts__lt=MAX_ATTEMPTS)


class EditionPdf(models.Model):
    """An edition never changes, nor does its PDF: one row, one file."""

    edition = models.OneToOneField(FundingEdition, models.CASCADE, related_name="pdf", verbose_name=_("edition"))
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    file = models.FileField(_("file"), storage=papers, upload_to="editions", blank=True)

    objects = EditionPdfQuerySet.as_manager()

    class Meta:
        verbose_name = _("PDF of an edition")
        verbose_name_plural = _("PDFs of editions")
        ordering = ["queued_at", "id"]

    def __str__(self) -> str:
        return f"{self.edition_id}"
