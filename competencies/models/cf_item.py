"""A domain, an operational objective or a competency of a framework (CASE 1.1, CFItem)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models.cf_document import CFDocument


class CFItemType(models.TextChoices):
    """CASE leaves CFItemType free: these are the three rungs of our frameworks."""

    DOMAIN = "Domain", _("Domain")
    OBJECTIVE = "Objective", _("Operational objective")
    COMPETENCY = "Competency", _("Competency")


class CFItemQuerySet(models.QuerySet["CFItem"]):
    def competencies(self) -> "CFItemQuerySet":
        return self.filter(cf_item_type=CFItemType.COMPETENCY)

    def coded(self, *codes: str, document: str = "faire-avec") -> "CFItemQuerySet":
        """The items of a framework that have these codes (A1.1…)."""
        return self.filter(document__code=document, human_coding_scheme__in=codes)


class ShippedItems(models.Manager.from_queryset(CFItemQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> CFItemQuerySet:
        return CFItemQuerySet(self.model, using=self._db).filter(document__owner=None)


class CFItem(models.Model):
    """Who is under whom, and which gap an item answers, is said by CFAssociation alone.

    `objects` finds the items of the shipped framework only, so that no list, form or report shows an institute what
    another one writes. `every` finds them all.
    """

    identifier = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(CFDocument, models.CASCADE, related_name="items")
    human_coding_scheme = models.CharField(_("code"), max_length=120, blank=True)
    full_statement = models.TextField(_("statement"))
    cf_item_type = models.CharField(_("type"), max_length=60, choices=CFItemType)
    """Another word in a framework made elsewhere."""
    level_descriptions = models.JSONField(default=list)
    """For a competency: four conducts that can be seen, level 1 to level 4."""
    rule_key = models.SlugField(max_length=40, default="standard")
    """Which family of LevelRule reads its evidence."""
    position = models.PositiveSmallIntegerField()
    further = models.JSONField(default=dict, editable=False)
    """What CASE says of it beyond these columns, as it came (competencies/case/differences.py)."""

    objects = ShippedItems()
    every = CFItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a framework")
        verbose_name_plural = _("items of frameworks")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "human_coding_scheme"],
                name="cf_item_code_once",
                condition=~models.Q(human_coding_scheme=""),
                violation_error_message=_("This framework already has an item with this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.human_coding_scheme} {self.full_statement}".strip()

    def describe_level(self, level: int) -> str:
        """What one sees at that level (1 to 4); empty when the framework does not say."""
        return self.level_descriptions[level - 1] if 0 < level <= len(self.level_descriptions) else ""
