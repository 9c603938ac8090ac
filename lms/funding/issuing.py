"""When a table may be issued, and at which depth: the memory of the anonymity engine. Pure.

Two dates of one table are two figures to subtract. So a table is issued again only when each group already published
moved by at least k people at each step shown, and its groups may only be split, never regrouped; otherwise the
earlier issue stands with its own date. The total goes first: no table shows what the total of that day does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from lms.funding.grid import (
    DEEPEST_FIRST,
    NOBODY,
    STEPS,
    CountedPerson,
    Depth,
    Members,
    Rules,
    Step,
    Tally,
    count_breaches,
    grid,
    tally,
)

TOTAL = "total"
EVERYBODY = "everybody"


class Reason(StrEnum):
    """Why a table is not issued that day."""

    TOO_FEW = "too_few"  # not published: fewer than two rows would hold
    MOVED_TOO_LITTLE = "moved_too_little"  # the earlier issue stands
    TOTAL_STANDS = "total_stands"  # the total was not issued that day, so nothing is


class Group(msgspec.Struct, frozen=True):
    """A row: the categories merged in it, people by step shown, minutes (None when hours are not shown)."""

    members: Members
    counts: dict[Step, int]
    minutes: int | None


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


class Issue(msgspec.Struct, frozen=True):
    """What an edition holds for an axis: the table in force, if any, and why it is not of that day."""

    axis: str
    table: Table | None
    reason: Reason | None = None


class Snapshot(msgspec.Struct, frozen=True):
    """All that an edition publishes, in the order of the page: the total first."""

    issues: tuple[Issue, ...]

    def issue_of(self, axis: str) -> Issue:
        """Raises KeyError when the edition knows no such axis."""
        return {issue.axis: issue for issue in self.issues}[axis]


class Terms(msgspec.Struct, frozen=True):
    """On what terms tables are issued: the day, the rules, the last day on which a step could be entered."""

    as_of: date
    rules: Rules
    closed_after: dict[Step, date] = {}

    def was_closed(self, step: Step, day: date) -> bool:
        """Whether, by the calendar, nobody could enter the step after that day."""
        return step in self.closed_after and day >= self.closed_after[step]


def issue_all(
    people: Iterable[CountedPerson], axes: Sequence[str], earlier: Sequence[Snapshot], terms: Terms
) -> Snapshot:
    """The edition of that day, `earlier` being all those before it, oldest first."""
    people = list(people)
    tallies = {axis: tally(people, axis) for axis in axes}
    everybody = sum(tally_everybody(people).values(), NOBODY)
    total = issue_total(everybody, issues_of(TOTAL, earlier), terms)
    issues = [in_force(TOTAL, total, earlier)]
    for axis in axes:
        table = issue(axis, tallies[axis], issues_of(axis, earlier), terms, total)
        issues.append(in_force(axis, table, earlier))
    return Snapshot(tuple(issues))


def tally_everybody(people: Iterable[CountedPerson]) -> dict[str, Tally]:
    everywhere = (
        CountedPerson(each.person, each.employer, each.step, each.minutes, {TOTAL: EVERYBODY}) for each in people
    )
    return tally(everywhere, TOTAL)


def issues_of(axis: str, earlier: Sequence[Snapshot]) -> list[Table]:
    """Every issue ever made of this table, each once, oldest first."""
    tables = [issue.table for snapshot in earlier for issue in snapshot.issues if issue.axis == axis]
    by_day = {table.as_of: table for table in tables if table is not None}
    return [by_day[day] for day in sorted(by_day)]


def in_force(axis: str, issued: Table | Reason, earlier: Sequence[Snapshot]) -> Issue:
    """The new table, or the latest one with the reason why it stands."""
    if isinstance(issued, Table):
        return Issue(axis, issued)
    history = issues_of(axis, earlier)
    return Issue(axis, history[-1] if history else None, issued)


def issue_total(everybody: Tally, history: Sequence[Table], terms: Terms) -> Table | Reason:
    return _issue(TOTAL, {EVERYBODY: everybody}, [(EVERYBODY,)], history, terms, DEEPEST_FIRST)


def issue(
    axis: str, tallies: Mapping[str, Tally], history: Sequence[Table], terms: Terms, total: Table | Reason
) -> Table | Reason:
    """A one-axis table, never deeper than the total of that day: its own last row would tell."""
    if not isinstance(total, Table):
        return Reason.TOTAL_STANDS if history else total
    depths = DEEPEST_FIRST[DEEPEST_FIRST.index(total.depth) :]
    parents = [group.members for group in history[-1].groups] if history else []
    return _issue(axis, tallies, parents, history, terms, depths)


def _issue(
    axis: str,
    tallies: Mapping[str, Tally],
    parents: Sequence[Members],
    history: Sequence[Table],
    terms: Terms,
    depths: Sequence[Depth],
) -> Table | Reason:
    if history and not has_moved(history[-1], history[-1].steps, tallies, terms):
        return Reason.MOVED_TOO_LITTLE
    for depth in depths:
        groups = refine(tallies, parents, depth, terms.rules)
        if groups and all(has_moved(table, STEPS[depth], tallies, terms) for table in history):
            return write_table(axis, groups, depth, terms.as_of)
    return Reason.MOVED_TOO_LITTLE if history else Reason.TOO_FEW


def has_moved(table: Table, steps: Iterable[Step], tallies: Mapping[str, Tally], terms: Terms) -> bool:
    """Whether each group of an earlier issue moved by at least k at each of these steps it showed.

    No move at all is allowed only at a step already closed by then: everybody knows that nobody could enter it.
    """
    for group in table.groups:
        now = _together(group.members, tallies)
        for step in set(steps) & set(group.counts):
            moved = now.reached(step) - group.counts[step]
            if moved < terms.rules.k and not (moved == 0 and terms.was_closed(step, table.as_of)):
                return False
    return True


def refine(
    tallies: Mapping[str, Tally], parents: Sequence[Members], depth: Depth, rules: Rules
) -> dict[Members, Tally] | None:
    """Each published group split as finely as the rules allow, or kept whole; None when some group may not be shown.

    Without published groups: the finest grid. Categories that nobody was in until now form groups of their own when
    they can; otherwise they join the smallest published group.
    """
    if not parents:
        return grid(tallies, depth, rules)
    groups: dict[Members, Tally] = {}
    for members in _place_newcomers(tallies, parents, depth, rules):
        inside = {key: tallies[key] for key in members if key in tallies}
        groups |= grid(inside, depth, rules) or {members: _together(members, tallies)}
    is_fit = not any(count_breaches(group, depth, rules) for group in groups.values())
    return dict(sorted(groups.items())) if is_fit else None


def _place_newcomers(
    tallies: Mapping[str, Tally], parents: Sequence[Members], depth: Depth, rules: Rules
) -> list[Members]:
    known = {key for members in parents for key in members}
    new = tuple(sorted(key for key in tallies if key not in known))
    if not new:
        return list(parents)
    if not count_breaches(_together(new, tallies), depth, rules):
        return [*parents, new]
    smallest = min(parents, key=lambda members: (_together(members, tallies).reached(Step.INVITED), members))
    return [tuple(sorted(members + new)) if members == smallest else members for members in parents]


def _together(members: Members, tallies: Mapping[str, Tally]) -> Tally:
    return sum((tallies[key] for key in members if key in tallies), NOBODY)


def write_table(axis: str, groups: Mapping[Members, Tally], depth: Depth, as_of: date) -> Table:
    rows = tuple(write_group(members, group, depth) for members, group in groups.items())
    everybody = sum(groups.values(), NOBODY)
    return Table(axis, as_of, depth, rows, write_group((EVERYBODY,), everybody, depth))


def write_group(members: Members, group: Tally, depth: Depth) -> Group:
    counts = {step: group.reached(step) for step in STEPS[depth]}
    return Group(members, counts, None if depth is Depth.F1 else group.minutes)
