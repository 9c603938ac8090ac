"""What a learner may show of a finished module: frozen the day it is issued, verifiable by its code."""

import uuid
from datetime import datetime, timedelta

from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.agenda.papers.codes import group_code
from lms.agenda.papers.content import Content, digest_of, read_content
from modules.models import Registration

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


class AttestationQuerySet(models.QuerySet["Attestation"]):
    def stale(self, now: datetime) -> "AttestationQuerySet":
        """Whose PDF a lost message or a passing fault left behind: queued for long, or failed a while ago."""
        lost = models.Q(pdf_state=PdfState.QUEUED, pdf_queued_at__lt=now - QUEUE_PATIENCE)
        failed = models.Q(pdf_state=PdfState.FAILED, pdf_queued_at__lt=now - RETRY_AFTER, pdf_attempts__lt=MAX_ATTEMPTS)
        return self.filter(lost | failed, revoked_at=None)


class Attestation(models.Model):
    """Written by `papers.issuing` alone; its PDF by `papers.pdf`. The content is never written again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="attestation", verbose_name=_("registration")
    )
    code = models.CharField(_("verification code"), max_length=12, unique=True)
    issued_at = models.DateTimeField(_("issued"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason of the revocation"), max_length=250, blank=True)
    pdf_state = models.CharField(_("PDF"), max_length=8, choices=PdfState, default=PdfState.QUEUED)
    pdf_queued_at = models.DateTimeField(_("PDF queued"))
    pdf_attempts = models.PositiveSmallIntegerField(_("tries of the PDF"), default=0)
    pdf = models.FileField(_("file"), storage=papers, upload_to="attestations", blank=True)

    objects = AttestationQuerySet.as_manager()

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["-issued_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="attestation_revoked_says_why",
                condition=models.Q(revoked_at=None, revoked_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoked_reason="")),
                violation_error_message=_("An attestation is revoked with a reason, which the verification page says."),
            ),
            models.CheckConstraint(
                name="attestation_ready_has_its_file",
                condition=~models.Q(pdf_state=PdfState.READY) | ~models.Q(pdf=""),
                violation_error_message=_("A PDF that is ready has its file."),
            ),
        ]

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
    def frozen(self) -> Content:
        return read_content(self.content)

    @property
    def is_intact(self) -> bool:
        """Whether the content is still the one that was issued."""
        return digest_of(self.content) == self.digest

    @property
    def is_pdf_ready(self) -> bool:
        return self.pdf_state == PdfState.READY and self.revoked_at is None
