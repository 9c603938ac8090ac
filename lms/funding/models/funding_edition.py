"""A dated edition of a convention's figures. Once written it never changes: what a funder read stays what it was."""

import uuid
from typing import Any

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.funding.issuing import Snapshot
from lms.funding.models.convention import Convention


class EditionIsFinal(Exception):  # noqa: N818 (the name says what happened)
    """An edition is never changed nor removed: late data and corrections enter the next one."""


class FundingEditionQuerySet(models.QuerySet["FundingEdition"]):
    def newest_first(self) -> "FundingEditionQuerySet":
        return self.order_by("-as_of")

    def update(self, **_fields: Any) -> int:
        raise EditionIsFinal

    def delete(self) -> tuple[int, dict[str, int]]:
        raise EditionIsFinal


class FundingEdition(models.Model):
    """`snapshot` is what every reading reads (screen, CSV); `digest` is its SHA-256; `gate` is how it withstood the
    attack (`gate.GateResult`; empty before version 2 of the rules). A trigger of the database refuses UPDATE whoever
    asks (migration 0002)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    convention = models.ForeignKey(Convention, models.PROTECT, related_name="editions", verbose_name=_("convention"))
    as_of = models.DateField(_("as of the end of"))
    rule_version = models.CharField(_("version of the rules"), max_length=8)
    k = models.PositiveSmallIntegerField(_("smallest group"))
    snapshot = models.JSONField(_("tables"))
    digest = models.CharField(_("digest"), max_length=64)
    gate = models.JSONField(_("result of the attack"), default=dict)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = FundingEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of figures")
        verbose_name_plural = _("editions of figures")
        ordering = ["convention", "as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "as_of"],
                name="funding_edition_once_a_day",
                violation_error_message=_("This convention already has an edition of that day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.convention_id} · {self.as_of}"

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
