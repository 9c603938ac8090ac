"""The figures of a convention as CSV: one line per figure of the screen, with its receipt."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.funding.report import Report, ShownTable

BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read accents right with it


def write_csv(report: Report) -> str:
    """Semicolons and a byte order mark, as French spreadsheets open it; time is in minutes, to be summed."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads())
    receipt = receipt_of(report)
    for table in report.tables:
        writer.writerows([*line, *receipt] for line in lines_of(table))
    return BYTE_ORDER_MARK + out.getvalue()


def heads() -> list[str]:
    return [
        _("Table"),
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


def lines_of(table: ShownTable) -> Iterator[list[str]]:
    for row in table.rows_and_total():
        for figure in row.figures:
            unit = _("minutes") if figure.in_minutes else _("people")
            yield [table.title, table.as_of.isoformat(), row.label, figure.measure, str(figure.value), unit]


def receipt_of(report: Report) -> list[str]:
    edition = report.edition
    return [report.convention.number, str(edition.pk), edition.digest, edition.rule_version, str(edition.k)]
