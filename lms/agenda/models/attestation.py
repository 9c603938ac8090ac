"""What a learner may show of a finished module: frozen the day it is issued, verifiable by its code."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.agenda.models.paper import Paper, PaperQuerySet, PdfState, papers, ready_has_its_file
from lms.agenda.papers.content import Content, read_content
from lms.people.access import nodes_of
from lms.people.models import User
from lms.people.models.institute_place import taught_at
from lms.people.rights import Thing, Verb
from modules.models import Registration

__all__ = ["Attestation", "PdfState", "papers"]


class AttestationQuerySet(PaperQuerySet):
    def stale(self, now: datetime) -> "AttestationQuerySet":
        """A revoked one needs no PDF."""
        return super().stale(now).filter(revoked_at=None)

    def standing(self) -> "AttestationQuerySet":
        return self.filter(revoked_at=None)

    def standing_at(self, moment: datetime) -> "AttestationQuerySet":
        """Those issued before that instant and not revoked by then."""
        return self.filter(models.Q(revoked_at=None) | models.Q(revoked_at__gte=moment), issued_at__lt=moment)

    def open_to(self, person: User, verb: Verb) -> "AttestationQuerySet":
        """Those of the modules of the institutes over which the table gives this right; never one’s own."""
        nodes = nodes_of(person, verb, Thing.ATTESTATION)
        taught = taught_at(*nodes, prefix="registration__edition__module__")
        return self.filter(taught).exclude(registration__learner=person)


class Attestation(Paper):
    """Of one module. Written by `papers.issuing` and `papers.replacing`; its PDF by `papers.pdf`.

    The content is never written again. One stands a registration: the others were revoked, with a reason, and stay.
    """

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="attestations", verbose_name=_("registration")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason of the revocation"), max_length=250, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("revoked by")
    )

    objects = AttestationQuerySet.as_manager()

    class Meta(Paper.Meta):
        abstract = False
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=models.Q(revoked_at=None),
                name="attestation_standing_once",
                violation_error_message=_("An attestation of this registration already stands: revoke it first."),
            ),
            models.CheckConstraint(
                name="attestation_revoked_says_why",
                condition=models.Q(revoked_at=None, revoked_reason="", revoked_by=None)
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
