"""The framework as one reads it: its rungs from domain to competency, and the gaps with their proofs."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from competencies.models import AssociationType, CFAssociation, CFItem, Gap
from competencies.survey import Claim, Figure, claims, figures


@dataclass(frozen=True, slots=True)
class Rung:
    """An item and what stands under it, in the framework's order."""

    item: CFItem
    children: list["Rung"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GapSheet:
    gap: Gap
    figures: list[Figure]
    """Strongest first; damaged tables left out."""
    claims: list[Claim]
    competencies: list[CFItem]

    @property
    def is_covered(self) -> bool:
        return bool(self.competencies)


def outline(document: str = "faire-avec") -> list[Rung]:
    """Domains, their objectives, their competencies. Two queries."""
    return outline_of(
        CFItem.objects.filter(document__code=document), CFAssociation.objects.filter(document__code=document)
    )


def outline_of(items: QuerySet[CFItem], associations: QuerySet[CFAssociation]) -> list[Rung]:
    """The tree of these items. One that hangs in a ring, in a file made elsewhere, is shown at the top, alone."""
    rungs = {item.pk: Rung(item) for item in items.order_by("position", "identifier")}
    links = associations.filter(association_type=AssociationType.IS_CHILD_OF, origin__in=items, destination__in=items)
    parents = dict(links.order_by("position").values_list("origin_id", "destination_id"))
    for pk, rung in rungs.items():
        if pk in parents:
            rungs[parents[pk]].children.append(rung)
    tops = [rung for pk, rung in rungs.items() if pk not in parents]
    hung = {rung.item.pk for rung, _depth in in_lines(tops)}
    return tops + [Rung(rung.item) for pk, rung in rungs.items() if pk not in hung]


def in_lines(rungs: list[Rung]) -> list[tuple[Rung, int]]:
    """The tree from top to bottom, each rung with its depth."""
    lines, waiting = [], [(rung, 0) for rung in reversed(rungs)]
    while waiting:
        rung, depth = waiting.pop()
        lines.append((rung, depth))
        waiting += [(child, depth + 1) for child in reversed(rung.children)]
    return lines


def gap_sheets() -> list[GapSheet]:
    """Every gap with its figures, its claims and the competencies that answer it. A constant number of queries."""
    gaps = list(Gap.objects.prefetch_related("proofs__cell__table", "proofs__claim"))
    proofs = [proof for gap in gaps for proof in gap.proofs.all()]
    shown = figures(proof.cell.key for proof in proofs if proof.cell and not proof.cell.table.internal)
    said = claims(proof.claim.key for proof in proofs if proof.claim)
    answers = _competencies_by_gap()
    return [
        GapSheet(
            gap=gap,
            figures=[shown[p.cell.key] for p in gap.proofs.all() if p.cell and p.cell.key in shown],
            claims=[said[p.claim.key] for p in gap.proofs.all() if p.claim],
            competencies=answers[gap.code],
        )
        for gap in gaps
    ]


def gaps_of(items: list[UUID]) -> list[Gap]:
    """The gaps that these competencies answer, once each. One query."""
    return list(Gap.objects.filter(associations__origin__in=items).distinct())


def _competencies_by_gap() -> dict[str, list[CFItem]]:
    found: dict[str, list[CFItem]] = defaultdict(list)
    links = CFAssociation.objects.filter(association_type=AssociationType.IS_RELATED_TO, destination_gap__isnull=False)
    for link in links.select_related("origin", "destination_gap").order_by("origin__position"):
        if link.destination_gap and link.origin:
            found[link.destination_gap.code].append(link.origin)
    return found
