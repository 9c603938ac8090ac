"""Files given back: the sender's own rows with what to correct in each, and an empty model. In the sender's format."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter

from lms.people.models import Profession, StaffImport
from lms.people.staff.lines import HEADINGS
from lms.people.staff.table import ZIP, Cell, read_table

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TO_CORRECT = "erreur"
"""The column we add, and leave out when the corrected file comes back."""

Row = Sequence[Cell]


def write_corrections(staff_import: StaffImport) -> tuple[str, bytes]:
    """The kind of file and its content: every row as it was sent, and a last column that says what is wrong."""
    with staff_import.file.open("rb") as file:
        content = file.read()
    kind, table = "xlsx" if content.startswith(ZIP) else "csv", read_table(content)
    kept = [at for at, head in enumerate(table.heads) if head.strip().casefold() != TO_CORRECT]
    said = {int(row): " ".join(faults) for row, faults in staff_import.faults.items()}
    rows = [[*_pick(cells, kept), said.get(number, "")] for number, cells in table.rows]
    return kind, write(kind, [[*_pick(table.heads, kept), TO_CORRECT], *rows])


def write_model(kind: str, team: str) -> bytes:
    """The columns of a staff file, and one invented person."""
    example = ["1204", "Exemple", "Camille", "camille.exemple@structure.example", team, str(Profession.ASS.label)]
    return write(kind, [[str(each.title) for each in HEADINGS], [*example, date(2026, 9, 1), ""]])


def write(kind: str, rows: Iterable[Row]) -> bytes:
    return _write_xlsx(rows) if kind == "xlsx" else _write_csv(rows)


def disarm(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _pick(cells: Row, kept: Sequence[int]) -> list[Cell]:
    return [cells[at] if at < len(cells) else "" for at in kept]


def _write_csv(rows: Iterable[Row]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    for row in rows:
        writer.writerow([f"{cell:%d/%m/%Y}" if isinstance(cell, date) else disarm(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _write_xlsx(rows: Iterable[Row]) -> bytes:
    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.set_column(0, 10, 22)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write_string(number, column, str(disarm(cell)))
    return content.getvalue()
