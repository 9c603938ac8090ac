"""CASE 1.1 objects → rows, none of them written yet. What has no column goes to `further`, as it came. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from competencies.case.differences import Object, find_difference
from competencies.case.writing import (
    Kept,
    ours_of_association,
    ours_of_document,
    ours_of_item,
    write_definitions,
    write_item_types,
    write_package,
    write_rubrics,
)
from competencies.models import AdoptionStatus, CFAssociation, CFDocument, CFItem, Gap

GAP_TARGET = "ext:gap"
LEVELS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What an association may lead to beyond its own package."""

    items: Mapping[UUID, CFItem] = field(default_factory=dict)
    gaps: Mapping[str, Gap] = field(default_factory=dict)


def make_rows(package: Object, document: CFDocument, known: Known) -> Kept:
    """The rows of a checked package; `document` says whose they will be, and gets its columns here."""
    fill_document(document, package["CFDocument"])
    levels = read_levels(package, document)
    items = _make_items(package.get("CFItems", []), document, levels)
    links = _make_associations(package.get("CFAssociations", []), document, items, known)
    kept = Kept(document, items, links)
    _fill_definitions(kept, package)
    return kept


def fill_document(document: CFDocument, written: Object) -> None:
    document.title = written["title"][:200]
    document.creator = written["creator"][:120]
    document.version = written.get("version", "")[:20]
    document.language = written.get("language", "")[:10]
    document.description = written.get("description", "")
    document.adoption_status = AdoptionStatus.DRAFT
    document.changed_at = msgspec.convert(written["lastChangeDateTime"], datetime)
    document.further = find_difference(ours_of_document(document), written)


def _make_items(written: list[Object], document: CFDocument, levels: Mapping[str, list[str]]) -> list[CFItem]:
    taken: set[str] = set()
    return [_make_item(each, document, position, taken, levels) for position, each in enumerate(written)]


def _make_item(
    written: Object, document: CFDocument, position: int, taken: set[str], levels: Mapping[str, list[str]]
) -> CFItem:
    """A code already taken in the file is not ours to show twice: it stays in `further`."""
    code = written.get("humanCodingScheme", "")[:120]
    item = CFItem(
        identifier=UUID(written["identifier"]),
        document=document,
        human_coding_scheme="" if code in taken else code,
        full_statement=written["fullStatement"],
        cf_item_type=written.get("CFItemType", "")[:60],
        level_descriptions=levels.get(written["identifier"].lower(), []),
        position=position,
    )
    taken.add(code)
    item.further = find_difference(ours_of_item(item), written)
    return item


def _make_associations(
    written: list[Object], document: CFDocument, items: list[CFItem], known: Known
) -> list[CFAssociation]:
    within = Known({**known.items, **{item.identifier: item for item in items}}, known.gaps)
    return [_make_association(each, document, position, within) for position, each in enumerate(written)]


def _make_association(written: Object, document: CFDocument, position: int, known: Known) -> CFAssociation:
    start, end = written["originNodeURI"], written["destinationNodeURI"]
    origin = known.items.get(read_identifier(start["identifier"]))  # type: ignore[arg-type]
    link = CFAssociation(
        identifier=UUID(written["identifier"]),
        document=document,
        association_type=written["associationType"][:80],
        origin=origin,
        origin_uri="" if origin else start["uri"][:300],
        notes=written.get("notes", ""),
        position=position,
        **_find_destination(end, document, known),
    )
    link.further = find_difference(ours_of_association(link), written)
    return link


def _find_destination(end: Object, document: CFDocument, known: Known) -> dict[str, Any]:
    identifier = read_identifier(end["identifier"])
    if identifier == document.identifier:
        return {"destination_document": document}
    if identifier is not None and identifier in known.items:
        return {"destination": known.items[identifier]}
    if end.get("targetType") == GAP_TARGET and end["identifier"] in known.gaps:
        return {"destination_gap": known.gaps[end["identifier"]]}
    return {"destination_uri": end["uri"][:300], "destination_title": end["title"][:200]}


def read_identifier(text: str) -> UUID | None:
    """An end of an association may have an identifier that is no UUID."""
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None


def read_levels(package: Object, document: CFDocument) -> dict[str, list[str]]:
    """Identifier of an item → its four conducts, where a rubric says them as ours do. Names the levels too."""
    found: dict[str, list[str]] = {}
    items = {item["identifier"].lower() for item in package.get("CFItems", [])}
    for criterion in (each for rubric in package.get("CFRubrics", []) for each in rubric.get("CFRubricCriteria", [])):
        item = criterion.get("CFItemURI", {}).get("identifier", "").lower()
        levels = criterion.get("CFRubricCriterionLevels", [])
        if item in items and _is_four_levels(levels):
            found[item] = [level["description"] for level in levels]
            document.level_names = [level.get("quality", "") for level in levels]
    return found


def _is_four_levels(levels: list[Object]) -> bool:
    positions = [level.get("position") for level in levels]
    return positions == [*range(1, LEVELS + 1)] and all(level.get("description") for level in levels)


def _fill_definitions(kept: Kept, package: Object) -> None:
    """What we would write ourselves has no row; the rest is kept whole. Then what still differs is noted."""
    document = kept.document
    written = package.get("CFDefinitions", {})
    received = {**{kind: rows for kind, rows in written.items() if kind != "extensions"}}
    received["CFRubrics"] = package.get("CFRubrics", [])
    ours = {"CFItemTypes": write_item_types(document, kept.items), "CFRubrics": write_rubrics(kept)}
    as_came = []
    for kind in {**received, **ours}:
        if received.get(kind, []) != ours.get(kind, []):
            as_came.append(kind)
            if received.get(kind):
                kept.definitions[kind] = received[kind]
    criteria = [each for rubric in received["CFRubrics"] for each in rubric.get("CFRubricCriteria", [])]
    all_read = len(criteria) == sum(bool(item.level_descriptions) for item in kept.items)
    document.package = {"as_came": sorted(as_came), "levels_read": bool(criteria) and all_read}
    document.package["definitions"] = find_difference(write_definitions(kept), written)
    document.package["parts"] = find_difference(write_package(kept), package)
