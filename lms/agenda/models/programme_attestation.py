"""The one attestation of a programme: it gathers those of its half-days, and stands while all of them stand."""

from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.agenda.models.attestation import Attestation
from lms.agenda.models.paper import Paper, PaperQuerySet, ready_has_its_file
from lms.agenda.papers.content import ProgrammeContent, read_programme_content
from modules.models import ProgrammeRegistration


class ProgrammeAttestation(Paper):
    """Written by `papers.programme` alone. Nobody revokes it: revoking one of its half-days says it of the whole."""

    programme_registration = models.ForeignKey(
        ProgrammeRegistration,
        models.PROTECT,
        related_name="attestations",
        verbose_name=_("registration to a programme"),
    )
    half_days = models.ManyToManyField(
        Attestation, related_name="programme_attestations", verbose_name=_("attestations of its half-days")
    )

    objects = PaperQuerySet.as_manager()

    class Meta(Paper.Meta):
        abstract = False
        verbose_name = _("attestation of a programme")
        verbose_name_plural = _("attestations of programmes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme_registration", "digest"],
                name="programme_attestation_once",
                violation_error_message=_("The attestation of this programme is already issued."),
            ),
            ready_has_its_file("programme_attestation_ready_has_its_file"),
        ]

    @property
    def frozen(self) -> ProgrammeContent:
        return read_programme_content(self.content)

    @cached_property
    def revoked_half_day(self) -> Attestation | None:
        """The first of its half-days that was revoked, which takes the whole with it."""
        return self.half_days.exclude(revoked_at=None).order_by("revoked_at").first()

    @property
    def is_standing(self) -> bool:
        return self.revoked_half_day is None
