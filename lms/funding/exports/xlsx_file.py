"""The figures of a convention as a spreadsheet: one sheet of figures, one with the receipt."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from lms.funding.exports.lines import heads, lines_of, receipt_of
from lms.funding.receipt import receipt_lines
from lms.funding.report import Report

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = [(0, 0, 32), (1, 2, 16), (3, 3, 48), (4, 11, 22)]  # first column, last column, characters


def write_xlsx(report: Report) -> bytes:
    """The same lines as the CSV; no text is taken for a formula or an address."""
    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _write_figures(book, report, bold)
        _write_receipt(book, report, bold)
    return content.getvalue()


def _write_figures(book: Any, report: Report, bold: Any) -> None:
    sheet, day = book.add_worksheet(_("Figures")), book.add_format({"num_format": "dd/mm/yyyy"})
    for first, last, width in WIDTHS:
        sheet.set_column(first, last, width)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heads(), bold)
    receipt = receipt_of(report)
    for number, line in enumerate(lines_of(report), start=1):
        sheet.write_row(number, 0, [line.table, line.depth])
        sheet.write_datetime(number, 2, line.as_of, day)
        sheet.write_row(number, 3, [line.group, line.measure])
        sheet.write_number(number, 5, line.value)
        sheet.write_row(number, 6, [line.unit, *receipt])


def _write_receipt(book: Any, report: Report, bold: Any) -> None:
    sheet = book.add_worksheet(_("Receipt"))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 80)
    for number, (label, value) in enumerate(receipt_lines(report)):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, value)
