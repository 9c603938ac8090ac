"""An edition line after line: what the CSV, the spreadsheet and the API all write, out of what the screen shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lms.funding.report import Report
from lms.funding.shown_table import Figure


@dataclass(frozen=True)
class Line:
    """One published figure. Time is in minutes, to be summed."""

    table: str
    depth: str
    as_of: date
    group: str
    measure: str
    value: int
    unit: str


def lines_of(report: Report) -> Iterator[Line]:
    """Every figure of every table the edition holds, in the order of the page; each table's total comes last."""
    for table in [*report.every, *report.changes]:
        for row in table.rows_and_total():
            for figure in row.figures:
                where = (table.title, table.depth, table.as_of, row.label)
                yield Line(*where, figure.measure, figure.value, unit_of(figure))


def unit_of(figure: Figure) -> str:
    if figure.in_points:
        return _("points")
    return _("minutes") if figure.in_minutes else _("people")


def heads() -> list[str]:
    """The names of the columns: those of a line, then those of its receipt."""
    return [
        _("Table"),
        _("Depth"),
        _("As of the end of"),
        _("Group"),
        _("Measure"),
        _("Figure"),
        _("Unit"),
        _("Convention"),
        _("Edition"),
        _("Digest"),
        _("Version of the rules"),
        _("Smallest group"),
    ]


def receipt_of(report: Report) -> list[str]:
    edition = report.edition
    return [report.convention.number, str(edition.pk), edition.digest, edition.rule_version, str(edition.k)]
