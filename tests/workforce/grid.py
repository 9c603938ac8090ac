"""The three ways out of the matrix, each read back by a reader that shares no code with its writer."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from openpyxl import load_workbook

Grid = dict[tuple[str, str], tuple[str, int | None, str]]
"""(name, code) → (state in words, level, day of renewal in ISO or nothing)"""


def read_screen(client: Client, address: str) -> Grid:
    """The table of a page, cell by cell."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    table = page.find("table")
    if table is None:
        return {}
    codes = [head["data-code"] for head in table.thead.find_all("th")[1:]]  # type: ignore[union-attr]
    return {
        (row.th.a.get_text(), code): _screen_cell(cell)
        for row in table.tbody.find_all("tr")  # type: ignore[union-attr]
        for code, cell in zip(codes, row.find_all("td"), strict=True)
    }


def read_csv(content: bytes) -> Grid:
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return _read_lines(lines[0], lines[1 : lines.index([])])


def read_xlsx(content: bytes) -> Grid:
    lines = [list(line) for line in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)]
    return _read_lines(lines[0], lines[1:])


def _screen_cell(cell: Any) -> tuple[str, int | None, str]:
    inner = cell.find(class_="cell")
    level, day = inner.get("data-level"), inner.find("time")
    return inner.span.get_text(), int(level) if level else None, day["datetime"] if day else ""


def _read_lines(heads: list[Any], lines: list[list[Any]]) -> Grid:
    starts = [number for number, head in enumerate(heads) if head.endswith(" état")]
    return {
        (f"{line[0]} {line[1]}", heads[start].removesuffix(" état")): _line_cell(line[start : start + 4])
        for line in lines
        for start in starts
    }


def _line_cell(values: list[Any]) -> tuple[str, int | None, str]:
    state, level, _reached, until = values
    return state, int(level) if level not in (None, "") else None, _day(until)


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value or ""
