"""A dated edition of the platform's figures, for anyone. Once written it never changes."""

import uuid
from typing import Any

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.funding.issuing import Snapshot
from lms.funding.models.funding_edition import EditionIsFinal


class ObservatoryEditionQuerySet(models.QuerySet["ObservatoryEdition"]):
    def update(self, **_fields: Any) -> int:
        raise EditionIsFinal

    def delete(self) -> tuple[int, dict[str, int]]:
        raise EditionIsFinal


class ObservatoryEdition(models.Model):
    """As `FundingEdition`, of every convention together; a person counts once. A trigger of the database refuses
    UPDATE whoever asks (migration 0009)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    as_of = models.DateField(_("as of the end of"), unique=True)
    rule_version = models.CharField(_("version of the rules"), max_length=8)
    k = models.PositiveSmallIntegerField(_("smallest group"))
    snapshot = models.JSONField(_("tables"))
    digest = models.CharField(_("digest"), max_length=64)
    gate = models.JSONField(_("result of the attack"))
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = ObservatoryEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the observatory")
        verbose_name_plural = _("editions of the observatory")
        ordering = ["-as_of"]

    def __str__(self) -> str:
        return str(self.as_of)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises EditionIsFinal unless the edition is new."""
        if not self._state.adding:
            raise EditionIsFinal
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise EditionIsFinal

    @property
    def thawed(self) -> Snapshot:
        return msgspec.convert(self.snapshot, Snapshot)
