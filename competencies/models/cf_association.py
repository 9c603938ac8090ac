"""A link from an item to its parent, to a gap or to another framework (CASE 1.1, CFAssociation)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models.cf_document import CFDocument
from competencies.models.cf_item import CFItem
from competencies.models.gap import Gap


class AssociationType(models.TextChoices):
    """The list of CASE 1.1; a framework made elsewhere may bring a word of its own, `ext:…`."""

    IS_CHILD_OF = "isChildOf", _("is child of")
    IS_PEER_OF = "isPeerOf", _("is peer of")
    IS_PART_OF = "isPartOf", _("is part of")
    EXACT_MATCH_OF = "exactMatchOf", _("exact match of")
    PRECEDES = "precedes", _("precedes")
    IS_RELATED_TO = "isRelatedTo", _("is related to")
    REPLACED_BY = "replacedBy", _("replaced by")
    EXEMPLAR = "exemplar", _("exemplar")
    HAS_SKILL_LEVEL = "hasSkillLevel", _("has skill level")
    IS_TRANSLATION_OF = "isTranslationOf", _("is translation of")


def _only(named: str) -> models.Q:
    """True of a row whose one destination is the named one."""
    others = {"destination", "destination_document", "destination_gap"} - {named}
    condition = models.Q(**{f"{other}__isnull": True for other in others})
    if named == "destination_uri":
        return condition & ~models.Q(destination_uri="")
    return condition & models.Q(**{f"{named}__isnull": False, "destination_uri": ""})


class ShippedAssociations(models.Manager["CFAssociation"]):
    def get_queryset(self) -> "models.QuerySet[CFAssociation]":
        return super().get_queryset().filter(document__owner=None)


class AllAssociations(models.Manager["CFAssociation"]):
    """Whoever's they are: the caller says whose."""


class CFAssociation(models.Model):
    """`objects` finds the associations of the shipped framework only, `every` finds them all."""

    identifier = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(CFDocument, models.CASCADE, related_name="associations")
    association_type = models.CharField(max_length=80, choices=AssociationType)
    origin = models.ForeignKey(CFItem, models.CASCADE, null=True, related_name="associations")
    origin_uri = models.CharField(max_length=300, blank=True)
    """Where it starts, when that is no item kept here."""
    destination = models.ForeignKey(CFItem, models.CASCADE, null=True, related_name="reverse_associations")
    destination_document = models.ForeignKey(CFDocument, models.CASCADE, null=True, related_name="+")
    """The parent of a domain is the framework itself."""
    destination_gap = models.ForeignKey(Gap, models.PROTECT, null=True, related_name="associations")
    destination_uri = models.URLField(max_length=300, blank=True)
    """An item of a framework kept elsewhere."""
    destination_title = models.CharField(max_length=200, blank=True)
    """Its code and what it is about, in our words: CASE wants a title beside every link."""
    notes = models.TextField(blank=True)
    """Why the two are linked, and what is still to be verified."""
    position = models.PositiveSmallIntegerField()
    further = models.JSONField(default=dict, editable=False)
    """What CASE says of it beyond these columns, as it came (competencies/case/differences.py)."""

    objects = ShippedAssociations()
    every = AllAssociations()

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        ordering = ["document", "position"]
        constraints = [
            models.CheckConstraint(
                name="cf_association_has_one_origin",
                condition=models.Q(origin__isnull=False, origin_uri="")
                | models.Q(origin__isnull=True) & ~models.Q(origin_uri=""),
                violation_error_message=_("An association starts from one thing: an item, or an IRI."),
            ),
            models.CheckConstraint(
                name="cf_association_has_one_destination",
                condition=_only("destination")
                | _only("destination_document")
                | _only("destination_gap")
                | _only("destination_uri"),
                violation_error_message=_(
                    "An association leads to one thing: an item, the framework, a gap or an IRI."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.association_type}"
