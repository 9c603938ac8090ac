"""The framework as one reads it: its rungs from domain to competency, and the gaps with their proofs."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

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
    rungs = {item.pk: Rung(item) for item in CFItem.objects.filter(document__code=document).order_by("position")}
    links = CFAssociation.objects.filter(document__code=document, association_type=AssociationType.IS_CHILD_OF)
    parents = dict(links.values_list("origin_id", "destination_id"))
    for pk, rung in rungs.items():
        if parents.get(pk) is not None:
            rungs[parents[pk]].children.append(rung)
    return [rung for pk, rung in rungs.items() if parents.get(pk) is None]


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
        if link.destination_gap:
            found[link.destination_gap.code].append(link.origin)
    return found
