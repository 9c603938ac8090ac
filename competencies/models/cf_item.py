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


class CFItem(models.Model):
    """Who is under whom, and which gap an item answers, is said by CFAssociation alone."""

    identifier = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(CFDocument, models.CASCADE, related_name="items")
    human_coding_scheme = models.CharField(max_length=20)
    full_statement = models.TextField()
    cf_item_type = models.CharField(max_length=12, choices=CFItemType)
    level_descriptions = models.JSONField(default=list)
    """For a competency: four conducts that can be seen, level 1 to level 4."""
    rule_key = models.SlugField(max_length=40, default="standard")
    """Which family of LevelRule reads its evidence."""
    position = models.PositiveSmallIntegerField()

    objects = CFItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a framework")
        verbose_name_plural = _("items of frameworks")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "human_coding_scheme"],
                name="cf_item_code_once",
                violation_error_message=_("This framework already has an item with this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.human_coding_scheme} {self.full_statement}"

    def describe_level(self, level: int) -> str:
        """What one sees at that level (1 to 4); empty when the framework does not say."""
        return self.level_descriptions[level - 1] if 0 < level <= len(self.level_descriptions) else ""
