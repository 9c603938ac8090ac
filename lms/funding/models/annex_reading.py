"""The trace of each certified annex: who showed exact small figures, to whom, and why. Only ever added to."""

from typing import Any

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.funding.models.funding_edition import FundingEdition


class TraceIsFinal(Exception):  # noqa: N818 (the name says what happened)
    """A trace is never changed nor removed."""


class AnnexReadingQuerySet(models.QuerySet["AnnexReading"]):
    def update(self, **_fields: Any) -> int:
        raise TraceIsFinal

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TraceIsFinal


class AnnexReading(models.Model):
    """`digest` is the SHA-256 of the figures shown. A trigger of the database refuses UPDATE (migration 0004)."""

    edition = models.ForeignKey(FundingEdition, models.PROTECT, related_name="annexes", verbose_name=_("edition"))
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("shown by"))
    auditor = models.CharField(_("auditor: name and mandate"), max_length=200)
    reason = models.CharField(_("reason"), max_length=500, validators=[MinLengthValidator(20)])
    digest = models.CharField(_("digest"), max_length=64)
    shown_at = models.DateTimeField(_("shown"), default=timezone.now, editable=False)

    objects = AnnexReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("trace of a certified annex")
        verbose_name_plural = _("traces of certified annexes")
        ordering = ["-shown_at", "-id"]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.shown_at}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TraceIsFinal unless the trace is new."""
        if not self._state.adding:
            raise TraceIsFinal
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TraceIsFinal
