"""The table as CSV: UTF-8 with its mark and semicolons, as French spreadsheets open it; dates as 2026-11-21."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from lms.workforce.exports.columns import columns_of, disarm, lines_of, situation_of
from lms.workforce.matrix_query import MatrixQuery

CONTENT_TYPE = "text/csv; charset=utf-8"


def write_csv(query: MatrixQuery) -> bytes:
    """The table, then, after an empty line, the dictionary of its columns."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    columns = columns_of(query)
    writer.writerow(disarm(column.title) for column in columns)
    writer.writerows(lines_of(query))
    writer.writerow([])
    writer.writerow([_("Column"), _("What it means")])
    writer.writerows((disarm(column.title), disarm(column.meaning)) for column in columns)
    writer.writerows(situation_of(query))
    return text.getvalue().encode("utf-8-sig")
