"""The figures of a convention, read from its latest edition: what the screens and the CSV all show. Never live."""

from dataclasses import dataclass, field
from datetime import date

from lms.funding.catalogue import CROSS, TOTAL, WITHIN, axes_of
from lms.funding.grid import Depth, Step
from lms.funding.issuing import Group, Issue, Table
from lms.funding.models import Convention, FundingEdition
from lms.funding.naming import names_of
from lms.funding.shown_table import Figure, Row, ShownTable
from lms.funding.telling import tell_change
from lms.funding.words import (
    HOURS_WORDS,
    STEP_WORDS,
    Names,
    explain,
    head_of,
    name_group,
    title_table,
)


@dataclass(frozen=True)
class Report:
    """`total` is the table of the whole convention, None when the rules let nothing be shown.

    `tables` are those of the page: the total and each axis, as deep as it is shown. `every` is all that the edition
    holds: the same at each depth, the finer levels, the crossed tables.
    """

    convention: Convention
    edition: FundingEdition
    total: Table | None
    tables: list[ShownTable]
    every: list[ShownTable]
    names: Names
    changes: list[ShownTable] = field(default_factory=list)
    """What changed: answers before and after, gains at tests, obstacles."""


def read_report(convention: Convention, edition: FundingEdition | None = None) -> Report | None:
    """An edition (the latest by default) as it is shown; None before the first. At most five queries."""
    edition = edition or convention.editions.newest_first().first()
    if edition is None:
        return None
    snapshot = edition.thawed
    names = names_of(snapshot)
    first = [axis for axis in snapshot.axes() if CROSS not in axis and WITHIN not in axis]
    return Report(
        convention=convention,
        edition=edition,
        total=snapshot.issue_of(TOTAL).table,
        tables=[show(snapshot.issue_of(axis), edition.as_of, edition.k, names) for axis in first],
        every=[show(issue, edition.as_of, edition.k, names) for issue in snapshot.issues],
        names=names,
        changes=tell_change(snapshot.change, names, edition.k),
    )


def show(issue: Issue, as_of: date, k: int, names: Names) -> ShownTable:
    table = issue.table
    rows = show_rows(table, names) if table else []
    return ShownTable(
        axis=issue.axis,
        depth=table.depth if table else "",
        title=title_table(issue.axis, names),
        head=" · ".join(head_of(axis, names) for axis in axes_of(issue.axis)),
        as_of=table.as_of if table else as_of,
        measures=[figure.measure for figure in rows[0].figures] if rows else [],
        rows=rows if issue.axis != TOTAL else [],
        total=show_row(table, table.total, name_group(TOTAL, (), False)) if table else None,
        explanation=explain(issue.reason, table is not None, k),
    )


def show_rows(table: Table, names: Names) -> list[Row]:
    """Categories by name, then those put together."""
    named = [(group, name_of(table, group, names)) for group in table.groups]
    named.sort(key=lambda pair: (len(pair[0].members) > 1, pair[1]))
    return [show_row(table, group, name) for group, name in named]


def name_of(table: Table, group: Group, names: Names) -> str:
    """The label of a line; of a cell, that of its line and that of its column."""
    axes = axes_of(table.axis)
    sides = [
        (axes[0], group.members, table.rows),
        *([(axes[1], group.columns, table.columns)] if group.columns else []),
    ]
    return " · ".join(
        name_group(axis, members, sum(len(each) > 1 for each in all_groups) == 1, names)
        for axis, members, all_groups in sides
    )


def show_row(table: Table, group: Group, name: str) -> Row:
    return Row(name, [figure_of(group, step) for step in table.steps] + hours_of(table, group))


def figure_of(group: Group, step: Step) -> Figure:
    return Figure(str(STEP_WORDS[step]), group.counts[step])


def hours_of(table: Table, group: Group) -> list[Figure]:
    """Hours are shown from the depth where completed people are."""
    shown = table.depth is not Depth.F1 and group.minutes is not None
    return [Figure(str(HOURS_WORDS), group.minutes or 0, in_minutes=True)] if shown else []
