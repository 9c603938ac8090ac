"""A person invited to a module by a convention, and the registration that counts for it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.funding.grid import Step
from lms.funding.models.convention import Convention
from modules.models import Registration


class Invitation(models.Model):
    """A registration counts in one convention only, even when two funders share the cost; so does a person:
    `counts` is False when a convention of the same time had already invited her.

    `step` and `minutes` are views of the registration, its attestation and the ledger of hours as they are now:
    `rollup.py` alone writes them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(Convention, models.PROTECT, related_name="invitations", verbose_name=_("convention"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations", verbose_name=_("person")
    )
    module_key = models.UUIDField(_("module's translation key"))
    invited_on = models.DateField(_("invited"))
    counts = models.BooleanField(_("counts in the figures of this convention"), default=True)
    registration = models.OneToOneField(
        Registration,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("registration"),
        error_messages={"unique": _("This registration already counts in a convention.")},
    )
    step = models.CharField(_("furthest step now"), max_length=9, default=Step.INVITED, editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes followed now"), default=0, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["convention", "invited_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "person", "module_key"],
                name="invitation_once",
                violation_error_message=_("This convention already invites this person to this module."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.convention_id} · {self.person_id} · {self.module_key}"
