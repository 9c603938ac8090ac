"""What a package defines beside its items, kept whole as it came: subjects, concepts, types, licences, rubrics."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models.cf_document import CFDocument


class DefinitionKind(models.TextChoices):
    """CASE's own names, as in the addresses and in CFDefinitions."""

    CONCEPT = "CFConcepts", _("concepts")
    SUBJECT = "CFSubjects", _("subjects")
    LICENSE = "CFLicenses", _("licences")
    ITEM_TYPE = "CFItemTypes", _("types of items")
    ASSOCIATION_GROUPING = "CFAssociationGroupings", _("groups of associations")
    RUBRIC = "CFRubrics", _("rubrics")


class CFDefinition(models.Model):
    """Two packages may define the same subject: an identifier is unique in a package only."""

    document = models.ForeignKey(CFDocument, models.CASCADE, related_name="definitions")
    kind = models.CharField(max_length=22, choices=DefinitionKind)
    identifier = models.UUIDField(db_index=True)
    position = models.PositiveSmallIntegerField()
    content = models.JSONField()

    class Meta:
        verbose_name = _("definition of a framework")
        verbose_name_plural = _("definitions of frameworks")
        ordering = ["document", "kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "identifier"],
                name="cf_definition_once",
                violation_error_message=_("This package already defines this."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}"
