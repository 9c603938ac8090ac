"""The columns of the matrix: every competency of the framework, in its order, each with its domain."""

from typing import Any

from django.db.models import OuterRef, Subquery, UUIDField
from django.db.models.functions import Coalesce

from competencies.models import AssociationType, CFAssociation, CFItem, CFItemType
from lms.workforce.matrix import Competency, Domain


def read_competencies() -> list[Competency]:
    """One query. A competency hangs under an objective that hangs under a domain, or under a domain at once."""
    items = (
        CFItem.objects.select_related("document")
        .annotate(parent=_parent_of("pk"))
        .annotate(domain=Coalesce(_parent_of("parent"), "parent", "pk", output_field=UUIDField()))
    )
    by_pk = {item.pk: item for item in items}
    return [_column(item, by_pk) for item in by_pk.values() if item.cf_item_type == CFItemType.COMPETENCY]


def _parent_of(item: str) -> Subquery:
    links = CFAssociation.objects.filter(origin=OuterRef(item), association_type=AssociationType.IS_CHILD_OF)
    return Subquery(links.filter(destination__isnull=False).values("destination")[:1], output_field=UUIDField())


def _column(item: Any, items: dict[Any, Any]) -> Competency:
    domain = items[item.domain]
    return Competency(
        identifier=item.pk,
        code=item.human_coding_scheme,
        statement=item.full_statement,
        domain=Domain(domain.pk, domain.human_coding_scheme, domain.full_statement),
        level_names=tuple(item.document.level_names),
        level_descriptions=tuple(item.level_descriptions),
    )
