"""A table as every reader gets it: screen, PDF, CSV, spreadsheet, API, link."""

from dataclasses import dataclass, field
from datetime import date

from cms.numbers import write_minutes, write_number
from lms.funding.grid import Depth
from lms.funding.words import DEPTH_WORDS, write_date


@dataclass(frozen=True)
class Figure:
    """A published value: of people, or of minutes."""

    measure: str
    value: int
    in_minutes: bool = False
    in_points: bool = False

    @property
    def text(self) -> str:
        return write_minutes(self.value) if self.in_minutes else write_number(self.value)


@dataclass(frozen=True)
class Row:
    label: str
    figures: list[Figure]
    notes: list[str] = field(default_factory=list)
    """Computed from the figures beside: a share, its interval, a mean."""


@dataclass(frozen=True)
class ShownTable:
    """A table of the page. Without rows it is not published, and `explanation` says why."""

    axis: str
    depth: str
    title: str
    head: str
    as_of: date
    measures: list[str]
    rows: list[Row]
    total: Row | None
    explanation: str
    note_heads: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def day(self) -> str:
        return write_date(self.as_of)

    @property
    def depth_words(self) -> str:
        return str(DEPTH_WORDS[Depth(self.depth)]) if self.depth else ""

    @property
    def key(self) -> str:
        """Names the table on a page that shows it at several depths."""
        return f"{self.axis}-{self.depth}"

    def rows_and_total(self) -> list[Row]:
        return [*self.rows, *([self.total] if self.total else [])]
