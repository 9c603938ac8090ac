"""Who uses a framework: modules that teach what its items match, and frameworks whose items lead to its own."""

from dataclasses import dataclass
from uuid import UUID

from competencies.models import AssociationType, CFAssociation, CFDocument
from competencies.models.cf_document import shown_to
from modules.models import ModuleAlignment

TIES = (AssociationType.EXACT_MATCH_OF, AssociationType.IS_RELATED_TO)


@dataclass(frozen=True, slots=True)
class Uses:
    modules: list[str]
    """Titles of live modules that work on a competency of the shipped framework to which an item of this one leads."""
    frameworks: list[CFDocument]


def read_uses(document: CFDocument, owner: UUID | None) -> Uses:
    """Two queries. `owner` asks: another institute's draft is never named."""
    ties = CFAssociation.every.filter(document=document, association_type__in=TIES, destination__document__owner=None)
    taught = ModuleAlignment.objects.filter(cfitem__in=ties.values("destination"), module__live=True)
    leading = CFAssociation.every.filter(destination__document=document).exclude(document=document)
    named = CFDocument.every.filter(shown_to(owner), pk__in=leading.values("document"))
    return Uses(
        modules=sorted(set(taught.values_list("module__title", flat=True))),
        frameworks=list(named.order_by("title", "version")),
    )
