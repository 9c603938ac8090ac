"""The deeds on a draft: its sheet, its items, their links and order, its adoption. Each is one transaction.

The race: someone adopts the draft meanwhile. Every deed holds the framework's row and asks again; the database's own
trigger says no to whatever would pass.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competencies.case.touching import OF_DOCUMENT, touch, touch_item
from competencies.models import AdoptionStatus, AssociationType, CFAssociation, CFDocument, CFItem, CFItemType, Gap
from competencies.models.cf_document import shown_to

LEVELS = 4


class NotADraft(Exception):  # noqa: N818
    """It was adopted, or deleted, since the page was opened."""


class NotReady(Exception):  # noqa: N818
    """It cannot be adopted, for these reasons."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Links:
    """Where an item leads: its parent (none: the framework itself), gaps, competencies of the shipped framework."""

    parent: CFItem | None = None
    gaps: Iterable[Gap] = field(default_factory=list)
    matches: Iterable[CFItem] = field(default_factory=list)
    related: Iterable[CFItem] = field(default_factory=list)


def hold(document: CFDocument) -> CFDocument:
    """The draft, held until the end of the transaction. Raises NotADraft."""
    drafts = CFDocument.every.filter(adoption_status=AdoptionStatus.DRAFT, owner__isnull=False)
    held = drafts.select_for_update().filter(pk=document.pk).first()
    if held is None:
        raise NotADraft
    return held


@transaction.atomic
def save_sheet(document: CFDocument, said: dict[str, Any]) -> CFDocument:
    """A new draft, or the sheet of one."""
    held = document if document._state.adding else hold(document)  # noqa: SLF001 (how Django says it is new)
    for name, value in said.items():
        setattr(held, name, value)
    held.code = held.code or str(held.pk)
    touch(held, *OF_DOCUMENT)
    return held


@transaction.atomic
def save_item(item: CFItem, links: Links) -> CFItem:
    document = hold(item.document)
    if item._state.adding:  # noqa: SLF001
        last = CFItem.every.filter(document=document).aggregate(last=Max("position"))["last"]
        item.position = 0 if last is None else last + 1
    touch_item(item)
    _write_links(item, links)
    touch(document)
    return item


def ours_of(item: CFItem) -> Q:
    """The associations that the form of an item shows, and therefore writes. It leaves every other one alone."""
    kinds = [AssociationType.EXACT_MATCH_OF, AssociationType.IS_RELATED_TO]
    shipped = Q(association_type__in=kinds, destination__document__owner=None, destination__isnull=False)
    gaps = Q(association_type=AssociationType.IS_RELATED_TO, destination_gap__isnull=False)
    hung = Q(association_type=AssociationType.IS_CHILD_OF)
    return Q(document=item.document_id, origin=item) & (hung | gaps | shipped)


def _write_links(item: CFItem, links: Links) -> None:
    wanted = [_link(item, AssociationType.IS_CHILD_OF, links.parent or item.document)]
    wanted += [_link(item, AssociationType.IS_RELATED_TO, gap) for gap in links.gaps]
    wanted += [_link(item, AssociationType.EXACT_MATCH_OF, match) for match in links.matches]
    wanted += [_link(item, AssociationType.IS_RELATED_TO, near) for near in links.related]
    have = {_end(link): link for link in CFAssociation.every.filter(ours_of(item))}
    last = CFAssociation.every.filter(document=item.document_id).aggregate(last=Max("position"))["last"]
    new = [link for link in wanted if _end(link) not in have]
    for position, link in enumerate(new, start=0 if last is None else last + 1):
        link.position = position
    gone = {*have} - {_end(link) for link in wanted}
    CFAssociation.every.filter(pk__in=[have[end].pk for end in gone]).delete()
    CFAssociation.every.bulk_create(new)


def _link(item: CFItem, kind: AssociationType, to: CFItem | CFDocument | Gap) -> CFAssociation:
    return CFAssociation(
        document=item.document,
        association_type=kind.value,
        origin=item,
        destination=to if isinstance(to, CFItem) else None,
        destination_document=to if isinstance(to, CFDocument) else None,
        destination_gap=to if isinstance(to, Gap) else None,
    )


def _end(link: CFAssociation) -> tuple[Any, ...]:
    return (link.association_type, link.destination_id, link.destination_document_id, link.destination_gap_id)


@transaction.atomic
def delete_item(item: CFItem) -> None:
    """With its links. What stood under it hangs from the framework again."""
    document = hold(item.document)
    hung = CFAssociation.every.filter(document=document, association_type=AssociationType.IS_CHILD_OF, destination=item)
    hung.update(destination=None, destination_document=document, further={})
    item.delete()
    touch(document)


@transaction.atomic
def move_item(item: CFItem, brothers: list[CFItem], by: int) -> None:
    """One place up (-1) or down (1) among those who have the same parent; nothing at the end of the list."""
    document = hold(item.document)
    places = [each.pk for each in brothers]
    there = places.index(item.pk) + by
    if not 0 <= there < len(places):
        return
    other = brothers[there]
    item.position, other.position = other.position, item.position
    touch_item(item)
    touch_item(other)
    touch(document)


def find_faults(document: CFDocument) -> list[str]:
    """What holds its adoption back. Two queries."""
    items = list(CFItem.every.filter(document=document))
    faults = [] if items else [_("The framework has no item yet.")]
    partly = [item for item in items if item.cf_item_type == CFItemType.COMPETENCY and not _describes_all(item)]
    if partly:
        words = ngettext(
            "%(codes)s does not describe its four levels.", "%(codes)s do not describe their four levels.", len(partly)
        )
        faults.append(words % {"codes": ", ".join(each.human_coding_scheme or each.full_statement for each in partly)})
    private = CFAssociation.every.filter(document=document, destination__isnull=False).exclude(
        shown_to(prefix="destination__document__") | Q(destination__document=document)
    )
    if private.exists():
        faults.append(_("Some links lead to another draft of yours: adopt that one first, or take the links out."))
    return faults


def _describes_all(item: CFItem) -> bool:
    said = [words for words in item.level_descriptions if words]
    return len(said) in {0, LEVELS}


@transaction.atomic
def adopt(document: CFDocument) -> None:
    """From now on it never changes, and anyone reads it. Raises NotReady or NotADraft."""
    held = hold(document)
    if faults := find_faults(held):
        raise NotReady(faults)
    held.adoption_status = AdoptionStatus.ADOPTED
    touch(held, "adoptionStatus")


@transaction.atomic
def deprecate(document: CFDocument) -> bool:
    """Still read, no longer to be used. False when it was not adopted."""
    adopted = CFDocument.every.filter(pk=document.pk, adoption_status=AdoptionStatus.ADOPTED, owner__isnull=False)
    return bool(adopted.update(adoption_status=AdoptionStatus.DEPRECATED, changed_at=timezone.now()))


@transaction.atomic
def delete_draft(document: CFDocument) -> None:
    held = hold(document)
    CFAssociation.every.filter(document=held).delete()
    CFItem.every.filter(document=held).delete()
    held.delete()
