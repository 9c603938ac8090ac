"""What a learner may show of a finished module: frozen the day it is issued, verifiable by its code."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.agenda.models.paper import Paper, PaperQuerySet, PdfState, papers, ready_has_its_file
from lms.agenda.papers.content import Content, read_content
from modules.models import Registration

__all__ = ["Attestation", "PdfState", "papers"]


class AttestationQuerySet(PaperQuerySet):
    def stale(self, now: datetime) -> "AttestationQuerySet":
        """A revoked one needs no PDF."""
        return super().stale(now).filter(revoked_at=None)


class Attestation(Paper):
    """Of one module. Written by `papers.issuing` alone; its PDF by `papers.pdf`. The content is never written again."""

    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="attestation", verbose_name=_("registration")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason of the revocation"), max_length=250, blank=True)

    objects = AttestationQuerySet.as_manager()

    class Meta(Paper.Meta):
        abstract = False
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        constraints = [
            models.CheckConstraint(
                name="attestation_revoked_says_why",
                condition=models.Q(revoked_at=None, revoked_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoked_reason="")),
                violation_error_message=_("An attestation is revoked with a reason, which the verification page says."),
            ),
            ready_has_its_file("attestation_ready_has_its_file"),
        ]

    @property
    def frozen(self) -> Content:
        return read_content(self.content)

    @property
    def is_standing(self) -> bool:
        return self.revoked_at is None
