"""A table as CSV: UTF-8 with its mark and semicolons, as French spreadsheets open it; dates as 2026-11-21."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from lms.workforce.exports.table import Table, disarm

CONTENT_TYPE = "text/csv; charset=utf-8"


def write_csv(table: Table) -> bytes:
    """The table, then, after an empty line, the dictionary of its columns."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(disarm(column.title) for column in table.columns)
    writer.writerows([disarm(value) for value in line] for line in table.lines)
    writer.writerow([])
    writer.writerow([_("Column"), _("What it means")])
    writer.writerows((disarm(column.title), disarm(column.meaning)) for column in table.columns)
    writer.writerows(table.situation)
    return text.getvalue().encode("utf-8-sig")
