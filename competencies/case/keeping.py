"""A checked package becomes a draft of its owner: all of it or nothing. Told first (`plan`), then kept (`keep`)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competencies.case.checking import Fault, PackageRefused
from competencies.case.differences import Object
from competencies.case.rows import Known, make_rows, read_identifier
from competencies.case.writing import Kept
from competencies.models import AdoptionStatus, CFAssociation, CFDefinition, CFDocument, CFItem, Gap
from competencies.models.cf_document import shown_to

BATCH = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What keeping this package would do."""

    package: Object
    owner: UUID
    replaced: CFDocument | None
    """The owner's draft with the same identifier, whose content it takes the place of."""

    @property
    def title(self) -> str:
        return str(self.package["CFDocument"]["title"])

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(self.package.get(name, [])) for name in ("CFItems", "CFAssociations", "CFRubrics")}


def plan_keeping(package: Object, owner: UUID) -> Plan:
    """Raises PackageRefused when an identifier of the package is that of something kept here already."""
    identifier = UUID(package["CFDocument"]["identifier"])
    existing = CFDocument.every.filter(pk=identifier).first()
    replaced = existing if existing and existing.owner == owner and not existing.is_sealed else None
    faults = [*_fault_of_document(existing, owner), *_faults_of_taken(package, replaced)]
    if faults:
        raise PackageRefused(faults)
    return Plan(package, owner, replaced)


def _fault_of_document(existing: CFDocument | None, owner: UUID) -> Iterator[Fault]:
    if existing is None or (existing.owner == owner and not existing.is_sealed):
        return
    if existing.owner == owner:
        words = _("This version is adopted here: it never changes. Bring the file in as a copy, which is a new draft.")
    else:
        words = _("A framework with this identifier is kept here already. Bring the file in as a copy.")
    yield Fault("$.CFDocument.identifier", words)


def _faults_of_taken(package: Object, replaced: CFDocument | None) -> Iterator[Fault]:
    words = _("An object with this identifier is kept here already. Bring the file in as a copy.")
    for name, model in (("CFItems", CFItem), ("CFAssociations", CFAssociation)):
        places = {UUID(each["identifier"]): number for number, each in enumerate(package.get(name, []))}
        for identifiers in batched(places, BATCH):
            others: Any = model.every.filter(pk__in=identifiers)
            others = others.exclude(document=replaced) if replaced else others
            for taken in others.order_by("pk").values_list("pk", flat=True):
                yield Fault(f"$.{name}[{places[taken]}].identifier", words)


def keep_package(plan: Plan, previous: CFDocument | None = None) -> CFDocument:
    """The draft. Raises PackageRefused, and nothing changed, when someone kept one of its identifiers meanwhile."""
    try:
        with transaction.atomic():
            return _keep(plan, previous)
    except IntegrityError as error:
        words = _("Someone has just brought in a framework with the same identifiers. Check the file again.")
        raise PackageRefused([Fault("$", words)]) from error


def _keep(plan: Plan, previous: CFDocument | None) -> CFDocument:
    identifier = UUID(plan.package["CFDocument"]["identifier"])
    if plan.replaced is not None:
        _empty(plan.replaced)
    document = CFDocument(identifier=identifier, code=str(identifier), owner=plan.owner, previous=previous)
    if plan.replaced is not None:
        document.previous, document.level_names = plan.replaced.previous, plan.replaced.level_names
    kept = make_rows(plan.package, document, find_known(plan.package, plan.owner))
    document.save(force_insert=plan.replaced is None, force_update=plan.replaced is not None)
    write_rows_of(kept)
    return document


def _empty(replaced: CFDocument) -> None:
    """The race: someone adopts it meanwhile. The row is held, then asked again."""
    held = CFDocument.every.select_for_update().filter(pk=replaced.pk, adoption_status=AdoptionStatus.DRAFT).first()
    if held is None:
        raise PackageRefused([Fault("$.CFDocument.identifier", _("This draft has just been adopted or deleted."))])
    CFAssociation.every.filter(document=held).delete()
    CFItem.every.filter(document=held).delete()
    CFDefinition.objects.filter(document=held).delete()


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk


def write_rows_of(kept: Kept) -> None:
    CFItem.every.bulk_create(kept.items, batch_size=BATCH)
    CFAssociation.every.bulk_create(kept.associations, batch_size=BATCH)
    rows = [
        CFDefinition(
            document=kept.document,
            kind=kind,
            identifier=UUID(content["identifier"]),
            position=position,
            content=content,
        )
        for kind, contents in kept.definitions.items()
        for position, content in enumerate(contents)
    ]
    CFDefinition.objects.bulk_create(rows, batch_size=BATCH)


def find_known(package: Object, owner: UUID | None) -> Known:
    """The items that its associations name and that this owner may see, and our gaps."""
    ends = ("originNodeURI", "destinationNodeURI")
    named = [each[end]["identifier"] for each in package.get("CFAssociations", []) for end in ends]
    identifiers = sorted({found for found in map(read_identifier, named) if found is not None})
    own = {UUID(each["identifier"]) for each in package.get("CFItems", [])}
    return Known(
        items={item.pk: item for item in _items_shown([each for each in identifiers if each not in own], owner)},
        gaps={gap.code: gap for gap in Gap.objects.all()},
    )


def _items_shown(identifiers: Sequence[UUID], owner: UUID | None) -> Iterable[CFItem]:
    for chunk in batched(identifiers, BATCH):
        shown = CFItem.every.filter(shown_to(owner, "document__"), pk__in=chunk)
        yield from shown.select_related("document").order_by("pk")
