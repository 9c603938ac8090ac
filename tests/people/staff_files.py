"""Staff files as people make them, for the tests."""

import csv
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from lms.people.folding import fold

HEADS = ["Matricule", "Nom", "Prénom", "Courriel", "Équipe", "Métier", "Arrivée", "Départ"]
TEAM = "Maison des Tilleuls, équipe"


def person(
    number: str,
    last: str,
    first: str,
    *,
    team: str = TEAM,
    job: str = "ass",
    came: Any = "",
    left: Any = "",
    email: str = "",
) -> list[Any]:
    return [number, last, first, email or f"{fold(first)}.{fold(last)}@tilleuls.example", team, job, came, left]


def as_csv(*rows: list[Any], separator: str = ";", encoding: str = "utf-8", heads: list[str] | None = None) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows([heads or HEADS, *rows])
    return text.getvalue().encode(encoding)


def as_xlsx(*rows: list[Any]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADS, *rows]):
            sheet.write_row(number, 0, row)
    return content.getvalue()
