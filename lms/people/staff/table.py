"""A staff file as a table of texts and dates, whatever program wrote it. Nothing outside its bounds is read."""

import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MAX_BYTES = 5_000_000
MAX_UNZIPPED = 80_000_000
MAX_PARTS = 200
MAX_ROWS = 10_000
MAX_COLUMNS = 30
MAX_CELL = 200

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ";\t,"

Cell = str | date
BROKEN = (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError)


class FileRefused(Exception):  # noqa: N818 (the name says what happened)
    """The file cannot be read as a table; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """The first line, and the rows under it by their number in the file; empty rows are left out."""

    heads: list[str]
    rows: list[tuple[int, list[Cell]]]


def read_table(content: bytes) -> Table:
    """The first sheet of an .xlsx, or a CSV in any usual encoding and separator. Raises FileRefused."""
    if len(content) > MAX_BYTES:
        raise FileRefused(_("This file is larger than 5 MB. Send it in several files, a site each for example."))
    if content.startswith(OLD_EXCEL):
        raise FileRefused(_("This is an old Excel file (.xls). Open it, save it as .xlsx or .csv, and send that one."))
    lines = _read_xlsx(content) if content.startswith(ZIP) else _read_csv(content)
    return _as_table(list(islice(lines, MAX_ROWS + 2)))


def _as_table(lines: list[list[Cell]]) -> Table:
    if len(lines) > MAX_ROWS + 1:
        raise FileRefused(_("This file has more than 10,000 rows. Send it in several files, a site each for example."))
    filled = [(number, line) for number, line in enumerate(lines, start=1) if any(line)]
    if len(filled) < 2:
        raise FileRefused(_("This file holds no person. Its first line names the columns, each next line a person."))
    (_number, heads), *rows = filled
    return Table([str(head) for head in heads], rows)


def _read_csv(content: bytes) -> Iterator[list[Cell]]:
    text = _decode(content)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        for line in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [cell.strip()[: MAX_CELL + 1] for cell in line[:MAX_COLUMNS]]
    except csv.Error as error:
        raise FileRefused(_("A quotation mark is opened and never closed in this file. Save it again.")) from error


def _decode(content: bytes) -> str:
    """UTF-8, else UTF-16 when it says so, else what Excel writes in France (Windows-1252)."""
    try:
        return content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise FileRefused(_("This file is neither a spreadsheet (.xlsx) nor a text file (.csv). Choose another one."))
    return text


def _read_xlsx(content: bytes) -> Iterator[list[Cell]]:
    """Row by row, values and not formulas. openpyxl reads with defusedxml: no entity is ever followed."""
    try:
        _check_parts(content)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        for line in sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 2, values_only=True):
            yield _trim(line)
    except BROKEN as error:
        raise FileRefused(_("This spreadsheet is damaged: it does not open. Save it again, then send it.")) from error


def _check_parts(content: bytes) -> None:
    """A zip says how large its parts become: a few kilobytes may not become gigabytes."""
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
    if sum(sizes) > MAX_UNZIPPED or len(sizes) > MAX_PARTS:
        raise FileRefused(_("This spreadsheet holds much more than a list of people. Keep the list alone."))


def _trim(line: Sequence[Any]) -> list[Cell]:
    cells = [_as_cell(value) for value in line]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _as_cell(value: Any) -> Cell:
    """A number typed as 1204.0 is « 1204 »: staff numbers are texts."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[: MAX_CELL + 1]
