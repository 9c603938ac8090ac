"""What was kept as it came gives way where someone changes it here: a property changed is ours to write again."""

from django.db.models import Q
from django.utils import timezone

from competencies.models import CFAssociation, CFDefinition, CFDocument, CFItem

OF_DOCUMENT = ("title", "creator", "version", "description", "lastChangeDateTime")
OF_ITEM = ("fullStatement", "humanCodingScheme", "CFItemType", "CFItemTypeURI", "lastChangeDateTime")


def touch(document: CFDocument, *names: str) -> None:
    """Save a draft that has just been changed. The parts that the file left out are written again."""
    _forget(document, *names, "lastChangeDateTime")
    package = document.package
    if package.get("levels_read"):
        CFDefinition.objects.filter(document=document, kind="CFRubrics").delete()
    document.package = {
        "definitions": _said(package.get("definitions", {})),
        "parts": _said(package.get("parts", {})),
    }
    document.changed_at = timezone.now()
    document.save()


def touch_item(item: CFItem) -> None:
    """Save an item that has just been changed; the associations that name it name it anew."""
    _forget(item, *OF_ITEM)
    item.save()
    links = list(CFAssociation.every.filter(Q(origin=item) | Q(destination=item), document=item.document_id))
    for link in links:
        ends = {
            "originNodeURI": link.origin_id,
            "sequenceNumber": link.origin_id,
            "destinationNodeURI": link.destination_id,
        }
        _forget(link, "lastChangeDateTime", *(name for name, end in ends.items() if end == item.pk))
    CFAssociation.every.bulk_update(links, ["further"])


def _forget(row: CFDocument | CFItem | CFAssociation, *names: str) -> None:
    row.further = {name: value for name, value in row.further.items() if name not in names}


def _said(difference: dict[str, object]) -> dict[str, object]:
    """Without the marks of what was left out, and without the empty lists."""
    return {name: value for name, value in difference.items() if value not in (None, [])}
