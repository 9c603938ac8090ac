"""Rows → CASE 1.1 objects. A constant number of queries, whatever the size of the framework."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.conf import settings
from django.urls import reverse

from competencies.case.addresses import address_of, link_to, made_from
from competencies.case.differences import Object, restore
from competencies.models import AssociationType, CFAssociation, CFDefinition, CFDocument, CFItem, CFItemType, Gap

DESCRIPTIONS = {
    CFItemType.DOMAIN: "Domaine du référentiel",
    CFItemType.OBJECTIVE: "Objectif opérationnel",
    CFItemType.COMPETENCY: "Compétence observable, en quatre niveaux",
}
"""Content, in the language of our frameworks: it leaves the site."""
TYPE_ROOT = "CFItemTypes"


@dataclass(frozen=True, slots=True)
class Kept:
    """A framework with everything under it, read once."""

    document: CFDocument
    items: list[CFItem]
    associations: list[CFAssociation]
    definitions: dict[str, list[Object]] = field(default_factory=dict)


def read_kept(document: CFDocument) -> Kept:
    """Three queries."""
    items = list(CFItem.every.filter(document=document).order_by("position", "identifier"))
    for item in items:
        item.document = document
    links = CFAssociation.every.filter(document=document).order_by("position", "identifier")
    definitions: dict[str, list[Object]] = {}
    for row in CFDefinition.objects.filter(document=document).order_by("kind", "position"):
        definitions.setdefault(row.kind, []).append(row.content)
    return Kept(document, items, list(with_ends(links)), definitions)


def with_ends(links: Any) -> Any:
    """What the ends of an association are called, in the same query."""
    return links.select_related("document", "origin", "destination", "destination_document", "destination_gap")


def write_package(kept: Kept) -> Object:
    """CFPackage, whole."""
    said = kept.document.package
    definitions = write_definitions(kept)
    whole = {
        "CFDocument": write_document(kept.document),
        "CFItems": [write_item(item) for item in kept.items],
        "CFAssociations": [write_association(link) for link in kept.associations],
        "CFDefinitions": restore(definitions, said.get("definitions", {})),
        "CFRubrics": _kept_and_ours(kept, "CFRubrics", write_rubrics(kept)),
    }
    return restore(whole, said.get("parts", {}))


def write_definitions(kept: Kept) -> Object:
    types = write_item_types(kept.document, kept.items)
    found: Object = {kind: rows for kind, rows in kept.definitions.items() if kind != "CFRubrics"}
    ours = _kept_and_ours(kept, "CFItemTypes", types)
    return found | ({"CFItemTypes": ours} if ours else {})


def _kept_and_ours(kept: Kept, kind: str, ours: list[Object]) -> list[Object]:
    """What came with a file, and ours: unless the file is still as it came, and had nothing of ours in it."""
    came = kept.definitions.get(kind, [])
    if kind in kept.document.package.get("as_came", []):
        return came
    names = {each["identifier"] for each in came}
    return [*came, *(each for each in ours if each["identifier"] not in names)]


def moment(document: CFDocument) -> str:
    return document.changed_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def ours_of_document(document: CFDocument) -> Object:
    said = {
        "version": document.version,
        "language": document.language,
        "adoptionStatus": document.adoption_status,
        "description": document.description,
    }
    return {
        "identifier": str(document.identifier),
        "uri": address_of("CFDocuments", document.identifier),
        "caseVersion": "1.1",
        "creator": document.creator,
        "title": document.title,
        "lastChangeDateTime": moment(document),
        **{name: value for name, value in said.items() if value},
    }


def write_document(document: CFDocument) -> Object:
    """CFPckgDocument: as it stands in its package."""
    return restore(ours_of_document(document), document.further)


def write_lone_document(document: CFDocument) -> Object:
    """CFDocument: as it stands alone, with the way to its package."""
    link = link_to("CFPackages", document.identifier, document.title)
    return {**write_document(document), "CFPackageURI": link}


def ours_of_item(item: CFItem) -> Object:
    said = {"humanCodingScheme": item.human_coding_scheme, "CFItemType": item.cf_item_type}
    typed = {"CFItemTypeURI": link_to_type(item.cf_item_type)} if item.cf_item_type in DESCRIPTIONS else {}
    return {
        "identifier": str(item.identifier),
        "uri": address_of("CFItems", item.identifier),
        "fullStatement": item.full_statement,
        "lastChangeDateTime": moment(item.document),
        **{name: value for name, value in said.items() if value},
        **typed,
    }


def write_item(item: CFItem) -> Object:
    return restore(ours_of_item(item), item.further)


def write_lone_item(item: CFItem) -> Object:
    link = link_to("CFDocuments", item.document_id, item.document.title)
    return {**write_item(item), "CFDocumentURI": link}


def ours_of_association(link: CFAssociation) -> Object:
    ordered = link.association_type == AssociationType.IS_CHILD_OF
    return {
        "identifier": str(link.identifier),
        "uri": address_of("CFAssociations", link.identifier),
        "associationType": link.association_type,
        "originNodeURI": _item_end(link.origin) if link.origin else _far_end(link.origin_uri, ""),
        "destinationNodeURI": _destination(link),
        "lastChangeDateTime": moment(link.document),
        **({"sequenceNumber": _rank(link) + 1} if ordered else {}),
        **({"notes": link.notes} if link.notes else {}),
    }


def _rank(link: CFAssociation) -> int:
    """Brothers and sisters follow the order of the items."""
    own = link.origin is not None and link.origin.document_id == link.document_id
    return link.origin.position if link.origin and own else link.position


def write_association(link: CFAssociation) -> Object:
    return restore(ours_of_association(link), link.further)


def write_lone_association(link: CFAssociation) -> Object:
    return {**write_association(link), "CFDocumentURI": link_to("CFDocuments", link.document_id, link.document.title)}


def _destination(link: CFAssociation) -> Object:
    if link.destination:
        return _item_end(link.destination)
    if link.destination_document:
        found = link.destination_document
        return {**link_to("CFDocuments", found.identifier, found.title), "targetType": "CASE"}
    if link.destination_gap:
        return _gap_end(link.destination_gap)
    return _far_end(link.destination_uri, link.destination_title)


def _item_end(item: CFItem) -> Object:
    return {**link_to("CFItems", item.identifier, str(item)), "targetType": "CASE"}


def _gap_end(gap: Gap) -> Object:
    """A gap is no object of CASE: its word is ours."""
    uri = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('modules:coverage')}#{gap.code}"
    return {"title": str(gap), "identifier": gap.code, "uri": uri, "targetType": "ext:gap"}


def _far_end(uri: str, title: str) -> Object:
    return {"title": title or uri, "identifier": uri, "uri": uri}


def link_to_type(kind: str) -> Object:
    return link_to("CFItemTypes", made_from(TYPE_ROOT, kind), kind)


def write_item_types(document: CFDocument, items: Iterable[CFItem]) -> list[Object]:
    """The rungs that this framework uses, from the widest."""
    used = {item.cf_item_type for item in items}
    return [
        {
            "identifier": str(made_from(TYPE_ROOT, kind.value)),
            "uri": address_of("CFItemTypes", made_from(TYPE_ROOT, kind.value)),
            "title": kind.value,
            "description": description,
            "hierarchyCode": str(number),
            "lastChangeDateTime": moment(document),
        }
        for number, (kind, description) in enumerate(DESCRIPTIONS.items(), start=1)
        if kind.value in used
    ]


def write_rubrics(kept: Kept) -> list[Object]:
    """One rubric a framework: a criterion a competency, four levels a criterion, each the conduct that one sees."""
    described = [item for item in kept.items if any(item.level_descriptions)]
    if not described:
        return []
    document = kept.document
    identifier = made_from("CFRubrics", document.identifier)
    return [
        {
            "identifier": str(identifier),
            "uri": address_of("CFRubrics", identifier),
            "title": document.title,
            "lastChangeDateTime": moment(document),
            "CFRubricCriteria": [
                _criterion(item, str(identifier), number) for number, item in enumerate(described, start=1)
            ],
        }
    ]


def _criterion(item: CFItem, rubric: str, position: int) -> Object:
    identifier = made_from("CFRubricCriteria", item.identifier)
    levels = [
        _level(item, identifier, number, words) for number, words in enumerate(item.level_descriptions, 1) if words
    ]
    return {
        "identifier": str(identifier),
        "uri": address_of("CFRubricCriteria", identifier),
        "description": item.full_statement,
        "CFItemURI": link_to("CFItems", item.identifier, str(item)),
        "position": position,
        "rubricId": rubric,
        "lastChangeDateTime": moment(item.document),
        "CFRubricCriterionLevels": levels,
    }


def _level(item: CFItem, criterion: object, number: int, words: str) -> Object:
    identifier = made_from("CFRubricCriterionLevels", item.identifier, number)
    names = item.document.level_names
    return {
        "identifier": str(identifier),
        "uri": address_of("CFRubricCriterionLevels", identifier),
        "description": words,
        **({"quality": names[number - 1]} if number <= len(names) else {}),
        "score": number,
        "position": number,
        "rubricCriterionId": str(criterion),
        "lastChangeDateTime": moment(item.document),
    }
