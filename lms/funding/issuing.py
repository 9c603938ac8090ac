"""When a table may be issued, and at which depths: the memory of the anonymity engine. Pure.

Two dates of one table are two figures to subtract. So a table is issued again only when each group already published
moved by at least k people at each step shown, and its groups may only be split, never regrouped; otherwise the
earlier issue stands with its own date. Parents go first: no table shows what the total of that day does not, a finer
level is shown only inside a category that stands alone that day, two axes are crossed only out of groups that each of
them shows that day. Crossed tables are for the closing edition, once, and for conventions of 500 people or more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import msgspec

from lms.funding.catalogue import CROSS, TOTAL, Catalogue, Sharing, axes_of, cross_name
from lms.funding.change import Change
from lms.funding.crossing import Crossing, cross, join, share_out
from lms.funding.grid import (
    DEEPEST_FIRST,
    NOBODY,
    SHALLOWEST_FIRST,
    STEPS,
    CountedPerson,
    Depth,
    Members,
    Rules,
    Step,
    Tally,
    count_breaches,
    each_alone,
    grid,
    tally,
    tally_by,
)

EVERYBODY = "everybody"


class Reason(StrEnum):
    """Why a table is not issued that day."""

    TOO_FEW = "too_few"  # not published: fewer than two rows would hold
    MOVED_TOO_LITTLE = "moved_too_little"  # the earlier issue stands
    TOTAL_STANDS = "total_stands"  # the total was not issued that day, so nothing is
    QUARTERLY = "quarterly"  # a monthly edition issues the total alone
    WITHHELD = "withheld"  # the attack of the gate could read a small group through it


class Group(msgspec.Struct, frozen=True):
    """A row, or a cell when there are columns: the categories merged in it, people by step shown, minutes (None when
    hours are not shown)."""

    members: Members
    counts: dict[Step, int]
    minutes: int | None
    columns: Members = ()


class Table(msgspec.Struct, frozen=True):
    """An issued table: its groups share out exactly the people of `total`."""

    axis: str
    as_of: date
    depth: Depth
    groups: tuple[Group, ...]
    total: Group

    @property
    def steps(self) -> tuple[Step, ...]:
        return STEPS[self.depth]

    @property
    def rows(self) -> list[Members]:
        """The groups of lines, each once."""
        return sorted({group.members for group in self.groups})

    @property
    def columns(self) -> list[Members]:
        return sorted({group.columns for group in self.groups})


class Issue(msgspec.Struct, frozen=True):
    """What an edition holds for an axis at a depth: the table in force, if any, and why it is not of that day."""

    axis: str
    table: Table | None
    reason: Reason | None = None


class Snapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that an edition publishes, in the order of the page: the total first. Without change, it is left out of the
    digest: editions older than it keep theirs."""

    issues: tuple[Issue, ...]
    change: Change = Change()

    def issue_of(self, axis: str) -> Issue:
        """The latest table of an axis, the deepest when several are of that day. Raises KeyError for no such axis."""
        found = [issue for issue in self.issues if issue.axis == axis]
        if not found:
            raise KeyError(axis)
        return max(found, key=_freshness)

    def axes(self) -> list[str]:
        """Each table's name once, in the order of the page."""
        return list(dict.fromkeys(issue.axis for issue in self.issues))

    def issued_on(self, day: date) -> list[Table]:
        """The tables of that very day."""
        return [issue.table for issue in self.issues if issue.table and issue.table.as_of == day]


def _freshness(issue: Issue) -> tuple[bool, date, Depth]:
    table = issue.table
    return (True, table.as_of, table.depth) if table else (False, date.min, Depth.F1)


class Terms(msgspec.Struct, frozen=True):
    """On what terms tables are issued: the day, the rules, the last day on which a step could be entered.

    `is_closing` and `smallest_crossed` (people of the convention) open the crossed tables; `withheld` names the tables
    that the gate refused.
    """

    as_of: date
    rules: Rules
    closed_after: dict[Step, date] = {}
    is_closing: bool = False
    is_total_only: bool = False
    smallest_crossed: int = 500
    withheld: frozenset[str] = frozenset()

    def was_closed(self, step: Step, day: date) -> bool:
        """Whether, by the calendar, nobody could enter the step after that day."""
        return step in self.closed_after and day >= self.closed_after[step]


def issue_all(
    people: Iterable[CountedPerson], catalogue: Catalogue, earlier: Sequence[Snapshot], terms: Terms
) -> Snapshot:
    """The edition of that day, `earlier` being all those before it, oldest first."""
    draft = Draft(list(people), catalogue, earlier, terms)
    draft.issue_everything()
    return Snapshot(tuple(draft.write()))


@dataclass
class Draft:
    """An edition in the making: what is issued that day, by table name, shallowest first; or why it is not."""

    people: list[CountedPerson]
    catalogue: Catalogue
    earlier: Sequence[Snapshot]
    terms: Terms
    issued: dict[str, dict[Depth, Table]] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)

    def issue_everything(self) -> None:
        """Parents first."""
        self.issue_total()
        if self.terms.is_total_only:
            return
        for axis in self.catalogue.axes:
            self.issue_sharing(Sharing(axis), self.people, self.issued[TOTAL])
        for axis in self.catalogue.finer:
            self.issue_inside(axis)
        if self.terms.is_closing and len(self.people) >= self.terms.smallest_crossed:
            self.cross_everything()

    def issue_total(self) -> None:
        """At one depth, the deepest that may be."""
        everybody: dict[Members, Tally] = {(EVERYBODY,): sum(tally_everybody(self.people).values(), NOBODY)}
        history = issues_of(TOTAL, self.earlier)
        if TOTAL in self.terms.withheld:
            return self.leave(TOTAL, Reason.WITHHELD)
        for depth in DEEPEST_FIRST:
            is_fit = not count_breaches(everybody[EVERYBODY,], depth, self.terms.rules)
            if is_fit and self.has_moved(history, depth, everybody):
                table = write_table(TOTAL, everybody, depth, self.terms.as_of)
                return self.keep(TOTAL, {depth: table})
        return self.leave(TOTAL, Reason.MOVED_TOO_LITTLE if history else Reason.TOO_FEW)

    def issue_sharing(self, sharing: Sharing, people: list[CountedPerson], parent: Mapping[Depth, Table]) -> None:
        """A one-axis table at each depth that its parent has that day, each grid a coarsening of the one before."""
        history = issues_of(sharing.name, self.earlier)
        if not parent:
            return self.leave(sharing.name, Reason.TOTAL_STANDS if history else self.reasons.get(TOTAL, Reason.TOO_FEW))
        if sharing.name in self.terms.withheld:
            return self.leave(sharing.name, Reason.WITHHELD)
        units = alone = each_alone(tally(people, sharing.level))
        tables: dict[Depth, Table] = {}
        for depth in depths_until(max(parent)):
            is_due = self.has_moved(history, depth, alone)
            groups = refine(units, groups_before(history, depth), depth, self.terms.rules) if is_due else None
            if groups is None:
                break
            tables[depth] = write_table(sharing.name, groups, depth, self.terms.as_of)
            units = groups
        if tables:
            return self.keep(sharing.name, tables)
        return self.leave(sharing.name, Reason.MOVED_TOO_LITTLE if history else Reason.TOO_FEW)

    def has_moved(self, history: Sequence[Table], depth: Depth, units: Mapping[Members, Tally]) -> bool:
        return all(has_moved(table, STEPS[depth], units, self.terms) for table in history)

    def issue_inside(self, axis: str) -> None:
        """The finer level of each category of an axis, where that category stands alone that day."""
        level, parents = self.catalogue.finer[axis], self.issued[axis]
        known = {table.axis for snapshot in self.earlier for table in _tables(snapshot)}
        for category in sorted({each.categories[axis] for each in self.people}):
            sharing = self.catalogue.inside(axis, category)
            alone = {depth: table for depth, table in parents.items() if (category,) in table.rows}
            people = [each for each in self.people if each.categories[axis] == category]
            if sharing.name in known or (alone and len({each.categories[level] for each in people}) > 1):
                self.issue_sharing(sharing, people, alone)

    def cross_everything(self) -> None:
        """Each pair of axes, then each finer level with every other axis; two finer levels are never crossed."""
        for row, column in self.catalogue.pairs():
            self.cross(Sharing(row), Sharing(column), join_with="")
        for axis in self.catalogue.finer:
            for other in self.catalogue.axes:
                if other != axis:
                    self.cross_inside(axis, other)

    def cross_inside(self, axis: str, other: str) -> None:
        """Only where the category stands alone in the crossed table of the two axes; its columns are those there."""
        above = next(name for name in (cross_name(axis, other), cross_name(other, axis)) if name in self.issued)
        alone = [self.catalogue.read(name) for name, tables in self.issued.items() if tables and CROSS not in name]
        for sharing in alone:
            if sharing.parent == axis:
                self.cross(sharing, Sharing(other), join_with=above)

    def cross(self, row: Sharing, column: Sharing, join_with: str) -> None:
        """A crossed table at each depth that both its axes have that day. Issued once: it has no memory."""
        name = cross_name(row.name, column.name)
        self.issued[name] = {}
        if name in self.terms.withheld:
            return self.leave(name, Reason.WITHHELD)
        if issues_of(name, self.earlier):
            return self.leave(name, Reason.MOVED_TOO_LITTLE)
        people = [each for each in self.people if not row.parent or each.categories[row.parent] == row.within]
        cells = tally_by(people, lambda each: (each.categories[row.level], each.categories[column.level]))
        tables = self.cross_depths(row, column, cells, join_with)
        return self.keep(name, tables) if tables else self.leave(name, Reason.TOO_FEW)

    def cross_depths(
        self, row: Sharing, column: Sharing, cells: Mapping[tuple[str, str], Tally], join_with: str
    ) -> dict[Depth, Table]:
        tables: dict[Depth, Table] = {}
        before: Crossing | None = None
        name = cross_name(row.name, column.name)
        for depth in SHALLOWEST_FIRST:
            columns = self.columns_at(column, depth, row, join_with)
            rows = self.issued[row.name].get(depth)
            if rows is None or columns is None:
                break
            lines = join(rows.rows, before.rows if before else [])
            across = join(columns, before.columns if before else [])
            before = cross(share_out(cells, lines, across), depth, self.terms.rules)
            if before is None:
                break
            tables[depth] = write_crossed(name, before, depth, self.terms.as_of)
        return tables

    def columns_at(self, column: Sharing, depth: Depth, row: Sharing, join_with: str) -> list[Members] | None:
        """The groups of the other axis at this depth; those of the crossed table above when there is one, where the
        category of the finer level must stand alone."""
        if not join_with:
            table = self.issued[column.name].get(depth)
            return table.rows if table else None
        above = self.issued[join_with].get(depth)
        if above is None:
            return None
        first, second = above.rows, above.columns
        own, other = (first, second) if axes_of(join_with)[0] == row.parent else (second, first)
        return other if (row.within,) in own else None

    def keep(self, name: str, tables: Mapping[Depth, Table]) -> None:
        self.issued[name] = dict(tables)

    def leave(self, name: str, reason: Reason) -> None:
        self.issued[name] = {}
        self.reasons[name] = reason

    def write(self) -> Iterator[Issue]:
        """For each table of the catalogue: what is issued, and at the other depths what stands."""
        for name, tables in self.issued.items():
            standing = {table.depth: table for table in issues_of(name, self.earlier)}
            yield from in_force(name, tables, standing, self.reasons.get(name, Reason.MOVED_TOO_LITTLE))
        for name in self.standing_only():
            standing = {table.depth: table for table in issues_of(name, self.earlier)}
            reason = Reason.QUARTERLY if self.terms.is_total_only else Reason.MOVED_TOO_LITTLE
            yield from in_force(name, {}, standing, reason)

    def standing_only(self) -> list[str]:
        """Tables of earlier editions that nothing of that day touches: a finer level, a crossing."""
        names = {table.axis for snapshot in self.earlier for table in _tables(snapshot)}
        return sorted(names - self.issued.keys())


def _tables(snapshot: Snapshot) -> list[Table]:
    return [issue.table for issue in snapshot.issues if issue.table]


def depths_until(deepest: Depth) -> list[Depth]:
    return [depth for depth in SHALLOWEST_FIRST if depth <= deepest]


def tally_everybody(people: Iterable[CountedPerson]) -> dict[str, Tally]:
    return tally_by(people, lambda _person: EVERYBODY)


def issues_of(axis: str, earlier: Sequence[Snapshot]) -> list[Table]:
    """Every issue ever made of this table, each day and depth once, oldest first."""
    tables = {
        (issue.table.as_of, issue.table.depth): issue.table
        for snapshot in earlier
        for issue in snapshot.issues
        if issue.axis == axis and issue.table is not None
    }
    return [tables[key] for key in sorted(tables)]


def groups_before(history: Sequence[Table], depth: Depth) -> list[Members]:
    """The published groups that those of this depth must split: the latest at this depth, or deeper where the depth
    itself was never shown."""
    as_deep = [table for table in history if table.depth >= depth]
    return max(as_deep, key=lambda table: (table.as_of, -SHALLOWEST_FIRST.index(table.depth))).rows if as_deep else []


def in_force(
    name: str, tables: Mapping[Depth, Table], standing: Mapping[Depth, Table], reason: Reason
) -> Iterator[Issue]:
    """The new tables, then the latest one of each other depth with the reason why it stands."""
    for depth in SHALLOWEST_FIRST:
        if depth in tables:
            yield Issue(name, tables[depth])
        elif depth in standing:
            yield Issue(name, standing[depth], reason)
    if not tables and not standing:
        yield Issue(name, None, reason)


def has_moved(table: Table, steps: Iterable[Step], units: Mapping[Members, Tally], terms: Terms) -> bool:
    """Whether each group of an earlier issue moved by at least k at each of these steps it showed.

    No move at all is allowed only at a step already closed by then: everybody knows that nobody could enter it.
    """
    for group in table.groups:
        now = _together(group.members, units)
        for step in set(steps) & set(group.counts):
            moved = now.reached(step) - group.counts[step]
            if moved < terms.rules.k and not (moved == 0 and terms.was_closed(step, table.as_of)):
                return False
    return True


def refine(
    units: Mapping[Members, Tally], parents: Sequence[Members], depth: Depth, rules: Rules
) -> dict[Members, Tally] | None:
    """Each published group split as finely as the rules allow, or kept whole; None when some group may not be shown.

    Without published groups: the finest grid. Categories that nobody was in until now form groups of their own when
    they can; otherwise they join the smallest published group.
    """
    if not parents:
        return grid(units, depth, rules)
    groups: dict[Members, Tally] = {}
    for members in _place_newcomers(units, parents, depth, rules):
        inside = {unit: group for unit, group in units.items() if set(unit) & set(members)}
        groups |= grid(inside, depth, rules) or {members: _together(members, units)}
    is_fit = not any(count_breaches(group, depth, rules) for group in groups.values())
    return dict(sorted(groups.items())) if is_fit else None


def _place_newcomers(
    units: Mapping[Members, Tally], parents: Sequence[Members], depth: Depth, rules: Rules
) -> list[Members]:
    """The published groups with, in each, the newcomers that a finer grid of that day already put with its members."""
    known = {key for members in parents for key in members}
    parents = [members + _newcomers_with(members, units, known) for members in parents]
    placed = {key for members in parents for key in members}
    new = tuple(sorted(key for unit in units for key in unit if key not in placed))
    if not new:
        return parents
    if not count_breaches(_together(new, units), depth, rules):
        return [*parents, new]
    smallest = min(parents, key=lambda members: (_together(members, units).reached(Step.INVITED), members))
    return [tuple(sorted(members + new)) if members == smallest else members for members in parents]


def _newcomers_with(members: Members, units: Iterable[Members], known: set[str]) -> Members:
    joined = {key for unit in units if set(unit) & set(members) for key in unit}
    return tuple(sorted(joined - known))


def _together(members: Members, units: Mapping[Members, Tally]) -> Tally:
    """The people of all the units that lie in the group."""
    return sum((group for unit, group in units.items() if set(unit) <= set(members)), NOBODY)


def write_table(axis: str, groups: Mapping[Members, Tally], depth: Depth, as_of: date) -> Table:
    rows = tuple(write_group(members, group, depth) for members, group in groups.items())
    return Table(axis, as_of, depth, rows, write_group((EVERYBODY,), sum(groups.values(), NOBODY), depth))


def write_crossed(name: str, crossing: Crossing, depth: Depth, as_of: date) -> Table:
    cells = sorted(crossing.cells.items())
    groups = tuple(write_group(row, group, depth, column) for (row, column), group in cells)
    everybody = write_group((EVERYBODY,), sum(crossing.cells.values(), NOBODY), depth)
    return Table(name, as_of, depth, groups, everybody)


def write_group(members: Members, group: Tally, depth: Depth, columns: Members = ()) -> Group:
    counts = {step: group.reached(step) for step in STEPS[depth]}
    return Group(members, counts, None if depth is Depth.F1 else group.minutes, columns)
