"""The figures of a convention as CSV: one line per figure of the screen, with its receipt."""

import csv
import io

from lms.funding.exports.lines import heads, lines_of, receipt_of
from lms.funding.report import Report

CONTENT_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read accents right with it


def write_csv(report: Report) -> bytes:
    """Semicolons and a byte order mark, as French spreadsheets open it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads())
    receipt = receipt_of(report)
    for line in lines_of(report):
        figures = [line.group, line.measure, str(line.value), line.unit]
        writer.writerow([line.table, line.depth, line.as_of.isoformat(), *figures, *receipt])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()
