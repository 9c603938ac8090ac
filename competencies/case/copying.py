"""The same framework under new identifiers: a copy of a file, the next version of an adopted one."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from competencies.case.addresses import address_of
from competencies.case.differences import Object
from competencies.case.keeping import keep_package, plan_keeping
from competencies.case.touching import touch
from competencies.case.writing import read_kept, write_package
from competencies.models import AssociationType, CFAssociation, CFDocument, CFItem

Renewed = dict[str, tuple[str, str]]
"""Old identifier, in lower case → the resource, and the new identifier."""


def renew(package: Object) -> tuple[Object, Renewed]:
    """Every object of the package has a new identifier, and whatever names it follows."""
    renewed = {old: (resource, str(uuid4())) for resource, old in _identified(package)}
    return _rename(package, renewed), renewed


def _identified(package: Object) -> list[tuple[str, str]]:
    found = [("CFDocuments", package["CFDocument"]["identifier"].lower())]
    lists = {name: package.get(name, []) for name in ("CFItems", "CFAssociations", "CFRubrics")}
    lists |= {"CFRubricCriteria": _inside(lists["CFRubrics"], "CFRubricCriteria")}
    lists |= {"CFRubricCriterionLevels": _inside(lists["CFRubricCriteria"], "CFRubricCriterionLevels")}
    found += [(name, each["identifier"].lower()) for name, objects in lists.items() for each in objects]
    return found


def _inside(objects: list[Object], name: str) -> list[Object]:
    return [inner for each in objects for inner in each.get(name, [])]


def _rename(value: Any, renewed: Renewed) -> Any:
    if isinstance(value, list):
        return [_rename(each, renewed) for each in value]
    if not isinstance(value, dict):
        return value
    changed = {name: inner if name == "extensions" else _rename(inner, renewed) for name, inner in value.items()}
    for name in ("identifier", "rubricId", "rubricCriterionId"):
        old = changed.get(name)
        if isinstance(old, str) and old.lower() in renewed:
            resource, new = renewed[old.lower()]
            changed[name] = new
            if name == "identifier" and "uri" in changed:
                changed["uri"] = address_of(resource, new)
    return changed


@transaction.atomic
def copy_framework(source: CFDocument, owner: UUID, version: str) -> CFDocument:
    """A draft of this owner's. Each item is tied to the one it comes from: replaced by it, or an exact match of it."""
    kept = read_kept(source)
    package, renewed = renew(write_package(kept))
    package["CFDocument"] |= {"version": version}
    package["CFDocument"].pop("adoptionStatus", None)
    draft = keep_package(plan_keeping(package, owner), previous=source)
    draft.level_names = source.level_names
    touch(draft, "adoptionStatus")
    _copy_columns(kept.items, renewed)
    _tie(kept.items, renewed, draft, is_next=source.owner == owner)
    return draft


def _copy_columns(items: list[CFItem], renewed: Renewed) -> None:
    """What CASE does not say: which rule reads the evidence, levels that are not all four described."""
    twins = CFItem.every.in_bulk([UUID(renewed[str(item.pk)][1]) for item in items])
    for item in items:
        twin = twins[UUID(renewed[str(item.pk)][1])]
        twin.rule_key, twin.level_descriptions = item.rule_key, item.level_descriptions
    CFItem.every.bulk_update(twins.values(), ["rule_key", "level_descriptions"], batch_size=200)


def _tie(items: list[CFItem], renewed: Renewed, draft: CFDocument, *, is_next: bool) -> None:
    last = CFAssociation.every.filter(document=draft).count()
    CFAssociation.every.bulk_create(
        [
            _tied(item, UUID(renewed[str(item.pk)][1]), draft, last + number, is_next)
            for number, item in enumerate(items)
        ]
    )


def _tied(item: CFItem, twin: UUID, draft: CFDocument, position: int, is_next: bool) -> CFAssociation:
    if is_next:
        return CFAssociation(
            document=draft,
            association_type=AssociationType.REPLACED_BY,
            origin=item,
            destination_id=twin,
            position=position,
        )
    return CFAssociation(
        document=draft,
        association_type=AssociationType.EXACT_MATCH_OF,
        origin_id=twin,
        destination=item,
        position=position,
    )
