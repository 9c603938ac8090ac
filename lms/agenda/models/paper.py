"""What every attestation is: a content frozen the day it is issued, a code that anyone may verify, a PDF."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.agenda.papers.codes import group_code
from lms.agenda.papers.content import digest_of

QUEUE_PATIENCE = timedelta(minutes=10)
RETRY_AFTER = timedelta(hours=1)
MAX_ATTEMPTS = 5


def papers() -> Storage:
    """Out of MEDIA_URL: an attestation names a person, so only a view that checks who asks gives it."""
    return storages["papers"]


class PdfState(models.TextChoices):
    QUEUED = "queued", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class PaperQuerySet(models.QuerySet[Any]):
    def stale(self, now: datetime) -> Self:
        """Whose PDF a lost message or a passing fault left behind: queued for long, or failed a while ago."""
        lost = models.Q(pdf_state=PdfState.QUEUED, pdf_queued_at__lt=now - QUEUE_PATIENCE)
        failed = models.Q(pdf_state=PdfState.FAILED, pdf_queued_at__lt=now - RETRY_AFTER, pdf_attempts__lt=MAX_ATTEMPTS)
        return self.filter(lost | failed)


class Paper(models.Model):
    """The content is never written again; `papers.pdf` and `tasks.queue_pdf` alone write the PDF."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("verification code"), max_length=12, unique=True)
    issued_at = models.DateTimeField(_("issued"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    pdf_state = models.CharField(_("PDF"), max_length=8, choices=PdfState, default=PdfState.QUEUED)
    pdf_queued_at = models.DateTimeField(_("PDF queued"))
    pdf_attempts = models.PositiveSmallIntegerField(_("tries of the PDF"), default=0)
    pdf = models.FileField(_("file"), storage=papers, upload_to="attestations", blank=True)

    class Meta:
        abstract = True
        ordering = ["-issued_at", "id"]

    def __str__(self) -> str:
        return self.grouped_code

    def get_absolute_url(self) -> str:
        """Its public verification page."""
        return reverse("agenda:verify", args=[self.grouped_code])

    @property
    def grouped_code(self) -> str:
        """The code as people read it: three groups of four."""
        return group_code(self.code)

    @property
    def is_intact(self) -> bool:
        """Whether the content is still the one that was issued."""
        return digest_of(self.content) == self.digest

    @property
    def is_standing(self) -> bool:
        """Whether nobody revoked it."""
        raise NotImplementedError

    @property
    def is_pdf_ready(self) -> bool:
        return self.pdf_state == PdfState.READY and self.is_standing


def ready_has_its_file(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=~models.Q(pdf_state=PdfState.READY) | ~models.Q(pdf=""),
        violation_error_message=_("A PDF that is ready has its file."),
    )
