"""An edition run again from its receipt: the same figures, or which tables changed and why. Never an amount.

People, posts and progress are read as they are known today, as of the edition's day; the tables are issued again on
the edition's own terms, after the editions it came after. What differs is told by table, by kind: how many people
moved could be fewer than the rules allow to show.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from lms.funding.catalogue import TOTAL
from lms.funding.editions import digest_of, gate_for, with_change
from lms.funding.gate import GateResult
from lms.funding.grid import RULE_VERSION, Depth, Step
from lms.funding.issuing import Snapshot, Table, issue_all
from lms.funding.models import FundingEdition
from lms.funding.uptake import CATALOGUE


class Verdict(StrEnum):
    SAME = "same"
    RULES_CHANGED = "rules_changed"  # the figures of another version of the rules cannot be run again
    ALTERED = "altered"  # the stored tables are not those of the digest
    PEOPLE_CHANGED = "people_changed"  # who is invited as of that day
    PROGRESS_CHANGED = "progress_changed"  # the same people, at other steps or other hours
    CHANGE_CHANGED = "change_changed"  # the same tables, other answers, tests or obstacles
    PLACES_CHANGED = "places_changed"  # the same steps, in other groups


class Difference(StrEnum):
    """How a table differs from the published one."""

    GONE = "gone"
    NEW = "new"
    LINES = "lines"
    FIGURES = "figures"


@dataclass(frozen=True)
class Replay:
    verdict: Verdict
    differences: dict[tuple[str, Depth], Difference]

    @property
    def is_same(self) -> bool:
        return self.verdict is Verdict.SAME


def replay(edition: FundingEdition) -> Replay:
    """Run the edition again. Writes nothing."""
    published = edition.thawed
    if digest_of(published) != edition.digest:
        return Replay(Verdict.ALTERED, {})
    if edition.rule_version != RULE_VERSION:
        return Replay(Verdict.RULES_CHANGED, {})
    again = issue_again(edition)
    if digest_of(again) == edition.digest:
        return Replay(Verdict.SAME, {})
    if again.issues == published.issues:
        return Replay(Verdict.CHANGE_CHANGED, {})
    before, now = tables_of(published, edition.as_of), tables_of(again, edition.as_of)
    return Replay(why(before, now), compare(before, now))


def issue_again(edition: FundingEdition) -> Snapshot:
    """The tables of that day, out of what is known today; what the gate withheld is withheld again."""
    earlier = list(edition.convention.editions.filter(as_of__lt=edition.as_of).order_by("as_of"))
    withheld = msgspec.convert(edition.gate, GateResult).withheld if edition.gate else ()
    gate = gate_for(edition.convention, edition.as_of, earlier)
    terms = msgspec.structs.replace(gate.terms, withheld=frozenset(withheld))
    tables = issue_all(gate.people_on[edition.as_of], CATALOGUE, gate.earlier, terms)
    return with_change(edition.convention, tables, gate, edition.as_of)[0]


def tables_of(snapshot: Snapshot, day: date) -> dict[tuple[str, Depth], Table]:
    return {(table.axis, table.depth): table for table in snapshot.issued_on(day)}


def compare(
    before: dict[tuple[str, Depth], Table], now: dict[tuple[str, Depth], Table]
) -> dict[tuple[str, Depth], Difference]:
    """The tables that differ, in the order of the page."""
    found = {}
    for key in [*before, *(key for key in now if key not in before)]:
        if key not in now:
            found[key] = Difference.GONE
        elif key not in before:
            found[key] = Difference.NEW
        elif grid_of(before[key]) != grid_of(now[key]):
            found[key] = Difference.LINES
        elif before[key] != now[key]:
            found[key] = Difference.FIGURES
    return found


def grid_of(table: Table) -> list[tuple[object, object]]:
    return [(group.members, group.columns) for group in table.groups]


def why(before: dict[tuple[str, Depth], Table], now: dict[tuple[str, Depth], Table]) -> Verdict:
    """Read off the totals: who was counted, then how far they were, else where they worked."""
    totals = [_total(before.values()), _total(now.values())]
    invited = {table.total.counts[Step.INVITED] if table else None for table in totals}
    if len(invited) > 1:
        return Verdict.PEOPLE_CHANGED
    return Verdict.PLACES_CHANGED if totals[0] == totals[1] else Verdict.PROGRESS_CHANGED


def _total(tables: Iterable[Table]) -> Table | None:
    return next((table for table in tables if table.axis == TOTAL), None)
