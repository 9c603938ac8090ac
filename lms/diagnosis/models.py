"""What the head of a structure answered to the questions of annex 6."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models import Organisation


class StructureDiagnosis(models.Model):
    """One a structure: answered again, it is replaced. It is about the structure, never about a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="diagnosis", verbose_name=_("organisation")
    )
    choices = models.JSONField(_("answers"), default=dict)
    """Key of an item of the guide → keys of the answers chosen."""
    words = models.JSONField(_("free answers"), default=dict)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)

    class Meta:
        verbose_name = _("structure diagnosis")
        verbose_name_plural = _("structure diagnoses")
        ordering = ["organisation"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.answered_at:%d/%m/%Y}"
