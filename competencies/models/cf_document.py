"""A framework of competencies (CASE 1.1, CFDocument), in one of its versions."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AdoptionStatus(models.TextChoices):
    """Where a version stands. An adopted one never changes again; it is deprecated, or copied into the next."""

    DRAFT = "Draft", _("Draft")
    ADOPTED = "Adopted", _("Adopted")
    DEPRECATED = "Deprecated", _("Deprecated")


SEALED = (AdoptionStatus.ADOPTED, AdoptionStatus.DEPRECATED)


def shown_to(owner: uuid.UUID | None = None, prefix: str = "") -> models.Q:
    """A condition: the framework is ours, or adopted, or of this owner. A draft is its owner's alone."""
    shown = models.Q(**{f"{prefix}owner": None}) | models.Q(**{f"{prefix}adoption_status__in": SEALED})
    return shown if owner is None else shown | models.Q(**{f"{prefix}owner": owner})


class ShippedDocuments(models.Manager["CFDocument"]):
    def get_queryset(self) -> "models.QuerySet[CFDocument]":
        return super().get_queryset().filter(owner=None)


class AllDocuments(models.Manager["CFDocument"]):
    """Whoever's they are: the caller says whose."""


class CFDocument(models.Model):
    """`objects` finds the shipped framework only: evidence and levels stand on it alone. `every` finds them all."""

    identifier = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    owner = models.UUIDField(null=True, editable=False, db_index=True)
    """Whose it is; none: shipped with the platform, and read-only in the studio."""
    title = models.CharField(_("title"), max_length=200)
    creator = models.CharField(_("author"), max_length=120)
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(max_length=10)
    adoption_status = models.CharField(max_length=30)
    """CASE vocabulary: Draft, Adopted, Deprecated…"""
    description = models.TextField(_("description"), blank=True)
    level_names = models.JSONField(default=list)
    """Four names, from level 1 to level 4."""
    previous = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="next_versions")
    """The adopted version that this one was copied from."""
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    further = models.JSONField(default=dict, editable=False)
    """What CASE says of it beyond these columns, as it came (competencies/case/differences.py)."""
    package = models.JSONField(default=dict, editable=False)
    """What the package around it says beyond its rows: absent parts, extensions."""

    objects = ShippedDocuments()
    every = AllDocuments()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["title", "version"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_sealed(self) -> bool:
        return self.owner is not None and self.adoption_status in SEALED
