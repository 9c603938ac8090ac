"""What an employer takes away as a file: columns with what each means, lines with typed values, what was left out.

Both formats write this and know nothing else. Numbers stay numbers and dates stay dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

Value = str | int | date | None

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    meaning: str
    width: int = 15
    """In characters, in a spreadsheet."""


@dataclass(frozen=True)
class Table:
    """`lines` is read once, from its first to its last: a long table is never whole in memory."""

    name: str
    columns: list[Column]
    lines: Iterable[list[Value]]
    situation: list[tuple[str, Value]] = field(default_factory=list)
    """What a reader who was not there must know: the day, how many, what is not in the file."""
    heads: int = 2
    """Columns that stay in sight when a spreadsheet is scrolled."""


def name_columns() -> list[Column]:
    meaning = _("As the account of the person says.")
    return [Column(_("Family name"), meaning, 18), Column(_("First name"), meaning, 18)]


def disarm(value: Value) -> Value:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS) else value
