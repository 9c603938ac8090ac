"""Two axes at once: lines and columns are merged, whole, until every cell may be shown. Pure.

The lines and the columns of a crossed table are unions of the groups that each axis shows alone at the same depth, so
that no cell can be had by subtracting one table from another: what is left is always a union of groups of k or more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from lms.funding.grid import NOBODY, Depth, Members, Rules, Step, Tally, count_breaches


@dataclass(frozen=True)
class Crossing:
    """Cells by line and column, empty ones included."""

    rows: list[Members]
    columns: list[Members]
    cells: Mapping[tuple[Members, Members], Tally]

    def turned(self) -> "Crossing":
        """Lines for columns and columns for lines."""
        return Crossing(self.columns, self.rows, {(b, a): group for (a, b), group in self.cells.items()})

    def row(self, members: Members) -> list[Tally]:
        return [self.cells[members, column] for column in self.columns]

    def merged(self, first: Members, second: Members) -> "Crossing":
        """The two lines made one."""
        together = tuple(sorted(first + second))
        rows = sorted([row for row in self.rows if row not in (first, second)] + [together])
        cells = {where: group for where, group in self.cells.items() if where[0] not in (first, second)}
        union = add_rows(self.row(first), self.row(second))
        return Crossing(
            rows, self.columns, cells | {(together, b): u for b, u in zip(self.columns, union, strict=True)}
        )


@dataclass(frozen=True)
class Merge:
    """Two lines to make one, and how many broken rules that mends."""

    mended: int
    first: Members
    second: Members


def join(*partitions: Iterable[Members]) -> list[Members]:
    """The finest groups that are unions of the groups of each partition."""
    groups: list[set[str]] = []
    for members in (set(each) for partition in partitions for each in partition):
        touching = [group for group in groups if group & members]
        groups = [group for group in groups if not group & members] + [members.union(*touching)]
    return sorted(tuple(sorted(group)) for group in groups)


def share_out(people: Mapping[tuple[str, str], Tally], rows: list[Members], columns: list[Members]) -> Crossing:
    row_of = {key: members for members in rows for key in members}
    column_of = {key: members for members in columns for key in members}
    cells = dict.fromkeys(product(rows, columns), NOBODY)
    for (row, column), group in people.items():
        cells[row_of[row], column_of[column]] += group
    return Crossing(rows, columns, cells)


def cross(crossing: Crossing, depth: Depth, rules: Rules) -> Crossing | None:
    """The finest cells, from these lines and columns, that may be shown at this depth.

    None when a single line or a single column would be left: the table would say no more than one axis alone. The
    two lines, or the two columns, whose union mends the most rules for each cell lost are merged, until none is
    broken; the same people always give the same cells.
    """
    while len(crossing.rows) > 1 and len(crossing.columns) > 1:
        if not any(count_breaches(group, depth, rules) for group in crossing.cells.values()):
            return crossing
        crossing = _merge_once(crossing, depth, rules)
    return None


def _merge_once(crossing: Crossing, depth: Depth, rules: Rules) -> Crossing:
    turned = crossing.turned()
    rows, columns = best_merge(crossing, depth, rules), best_merge(turned, depth, rules)
    # Merging two lines loses as many cells as there are columns, and the other way round.
    if rows.mended * len(crossing.rows) >= columns.mended * len(crossing.columns):
        return crossing.merged(rows.first, rows.second)
    return turned.merged(columns.first, columns.second).turned()


def best_merge(crossing: Crossing, depth: Depth, rules: Rules) -> Merge:
    """The line that breaks the most rules, then the smallest, and the line whose union with it mends the most."""
    broken = {members: _count(crossing.row(members), depth, rules) for members in crossing.rows}
    sizes = {members: sum(group.reached(Step.INVITED) for group in crossing.row(members)) for members in crossing.rows}
    worst = min(crossing.rows, key=lambda members: (-broken[members], sizes[members], members))

    def mended_with(other: Members) -> int:
        union = add_rows(crossing.row(worst), crossing.row(other))
        return broken[worst] + broken[other] - _count(union, depth, rules)

    others = {other: mended_with(other) for other in crossing.rows if other != worst}
    partner = min(others, key=lambda other: (-others[other], sizes[other], other))
    return Merge(others[partner], worst, partner)


def add_rows(first: Iterable[Tally], second: Iterable[Tally]) -> list[Tally]:
    return [one + other for one, other in zip(first, second, strict=True)]


def _count(groups: Iterable[Tally], depth: Depth, rules: Rules) -> int:
    return sum(count_breaches(group, depth, rules) for group in groups)
