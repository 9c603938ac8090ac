"""The table as a spreadsheet: one sheet for the people, one for the dictionary of columns."""

from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from lms.workforce.exports.columns import Value, columns_of, disarm, lines_of, situation_of
from lms.workforce.matrix_query import MatrixQuery

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FROZEN = (1, 2)  # the heads, and the two names
WIDTHS = [(0, 1, 18), (2, 2, 36)]  # first column, last column, characters


def write_xlsx(query: MatrixQuery) -> bytes:
    """Rows are written as they come (constant memory) and no text is taken for a formula or an address."""
    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        _write_people(book, query)
        _write_dictionary(book, query)
    return content.getvalue()


def _write_people(book: Any, query: MatrixQuery) -> None:
    sheet, bold, day = book.add_worksheet(_("Competencies")), _bold(book), _day(book)
    columns = columns_of(query)
    for first, last, width in WIDTHS:
        sheet.set_column(first, last, width)
    sheet.set_column(3, len(columns), 15)
    sheet.freeze_panes(*FROZEN)
    _write_line(sheet, 0, [disarm(column.title) for column in columns], bold, bold)
    number = 0
    for number, line in enumerate(lines_of(query), start=1):
        _write_line(sheet, number, line, None, day)
    sheet.autofilter(0, 0, number, len(columns) - 1)


def _write_dictionary(book: Any, query: MatrixQuery) -> None:
    sheet, bold, day = book.add_worksheet(_("Columns")), _bold(book), _day(book)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    meanings: list[list[Value]] = [[disarm(column.title), disarm(column.meaning)] for column in columns_of(query)]
    _write_line(sheet, 0, [_("Column"), _("What it means")], bold, bold)
    for number, line in enumerate([*meanings, *map(list, situation_of(query))], start=1):
        _write_line(sheet, number, line, None, day)


def _write_line(sheet: Any, number: int, values: list[Value], style: Any, day: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, date):
            sheet.write_datetime(number, column, value, day)
        elif isinstance(value, int):
            sheet.write_number(number, column, value, style)
        elif value is not None:
            sheet.write_string(number, column, value, style)


def _bold(book: Any) -> Any:
    return book.add_format({"bold": True, "text_wrap": True, "valign": "top"})


def _day(book: Any) -> Any:
    return book.add_format({"num_format": "dd/mm/yyyy"})
