"""The figures of a convention, read from its latest edition: what the screen and the CSV both show. Never live."""

from dataclasses import dataclass
from datetime import date

from cms.numbers import write_minutes, write_number
from lms.funding.grid import Depth, Step
from lms.funding.issuing import TOTAL, Group, Issue, Table
from lms.funding.models import Convention, FundingEdition
from lms.funding.words import AXIS_WORDS, HOURS_WORDS, STEP_WORDS, TABLE_TITLES, explain, name_group, write_date


@dataclass(frozen=True)
class Figure:
    """A published value: of people, or of minutes."""

    measure: str
    value: int
    in_minutes: bool = False

    @property
    def text(self) -> str:
        return write_minutes(self.value) if self.in_minutes else write_number(self.value)


@dataclass(frozen=True)
class Row:
    label: str
    figures: list[Figure]


@dataclass(frozen=True)
class ShownTable:
    """A table of the page. Without rows it is not published, and `explanation` says why."""

    axis: str
    title: str
    head: str
    as_of: date
    measures: list[str]
    rows: list[Row]
    total: Row | None
    explanation: str

    @property
    def day(self) -> str:
        return write_date(self.as_of)

    def rows_and_total(self) -> list[Row]:
        return [*self.rows, *([self.total] if self.total else [])]


@dataclass(frozen=True)
class Report:
    """`total` is the table of the whole convention, None when the rules let nothing be shown."""

    convention: Convention
    edition: FundingEdition
    total: Table | None
    tables: list[ShownTable]


def read_report(convention: Convention) -> Report | None:
    """The latest edition as it is shown; None before the first. One query."""
    edition = convention.editions.newest_first().first()
    if edition is None:
        return None
    snapshot = edition.thawed
    tables = [show(issue, edition) for issue in snapshot.issues]
    return Report(convention, edition, snapshot.issue_of(TOTAL).table, tables)


def show(issue: Issue, edition: FundingEdition) -> ShownTable:
    table = issue.table
    rows = show_rows(table) if table else []
    return ShownTable(
        axis=issue.axis,
        title=str(TABLE_TITLES[issue.axis]),
        head=str(AXIS_WORDS[issue.axis]),
        as_of=table.as_of if table else edition.as_of,
        measures=[figure.measure for figure in rows[0].figures] if rows else [],
        rows=rows if issue.axis != TOTAL else [],
        total=show_row(table, table.total, name_group(TOTAL, (), False)) if table else None,
        explanation=explain(issue.reason, table is not None, edition.k),
    )


def show_rows(table: Table) -> list[Row]:
    """Categories by name, then those put together."""
    merged = [group for group in table.groups if len(group.members) > 1]
    named = [(group, name_group(table.axis, group.members, len(merged) == 1)) for group in table.groups]
    named.sort(key=lambda pair: (len(pair[0].members) > 1, pair[1]))
    return [show_row(table, group, name) for group, name in named]


def show_row(table: Table, group: Group, name: str) -> Row:
    return Row(name, [figure_of(group, step) for step in table.steps] + hours_of(table, group))


def figure_of(group: Group, step: Step) -> Figure:
    return Figure(str(STEP_WORDS[step]), group.counts[step])


def hours_of(table: Table, group: Group) -> list[Figure]:
    """Hours are shown from the depth where completed people are."""
    shown = table.depth is not Depth.F1 and group.minutes is not None
    return [Figure(str(HOURS_WORDS), group.minutes or 0, in_minutes=True)] if shown else []
