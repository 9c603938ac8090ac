"""A table as a spreadsheet: one sheet for its lines, one for the dictionary of its columns."""

from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from lms.workforce.exports.table import Table, Value, disarm

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_xlsx(table: Table) -> bytes:
    """Rows are written as they come (constant memory) and no text is taken for a formula or an address."""
    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        _write_lines(book, table)
        _write_dictionary(book, table)
    return content.getvalue()


def _write_lines(book: Any, table: Table) -> None:
    sheet, bold, day = book.add_worksheet(table.name), _bold(book), _day(book)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
    sheet.freeze_panes(1, table.heads)
    _write_line(sheet, 0, [column.title for column in table.columns], bold, bold)
    number = 0
    for number, line in enumerate(table.lines, start=1):
        _write_line(sheet, number, line, None, day)
    sheet.autofilter(0, 0, number, len(table.columns) - 1)


def _write_dictionary(book: Any, table: Table) -> None:
    sheet, bold, day = book.add_worksheet(_("Columns")), _bold(book), _day(book)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    meanings: list[list[Value]] = [[column.title, column.meaning] for column in table.columns]
    _write_line(sheet, 0, [_("Column"), _("What it means")], bold, bold)
    for number, line in enumerate([*meanings, *map(list, table.situation)], start=1):
        _write_line(sheet, number, line, None, day)


def _write_line(sheet: Any, number: int, values: list[Value], style: Any, day: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, date):
            sheet.write_datetime(number, column, value, day)
        elif isinstance(value, int):
            sheet.write_number(number, column, value, style)
        elif value is not None:
            sheet.write_string(number, column, disarm(value), style)


def _bold(book: Any) -> Any:
    return book.add_format({"bold": True, "text_wrap": True, "valign": "top"})


def _day(book: Any) -> Any:
    return book.add_format({"num_format": "dd/mm/yyyy"})
