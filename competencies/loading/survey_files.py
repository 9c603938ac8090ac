"""The shape of fixtures/survey/*.yaml, one file a source. The first lines of those files explain their words."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
TableKey = Annotated[str, Meta(pattern=r"^T[0-9]{2}$")]
CellKey = Annotated[str, Meta(pattern=r"^T[0-9]{2}/[a-z0-9-]+/[a-z0-9-]+$")]
Count = Annotated[int, Meta(ge=0)]

STRUCTURE_TYPES = {
    "admin": "administration",
    "heberg": "établissement d’hébergement",
    "ouvert": "accompagnement ouvert",
    "total": "Total",
}
TOTAL = "total"


class Written(Struct, forbid_unknown_fields=True, kw_only=True):
    """An unknown word is a typing error, so it is refused."""


class Table(Written, kw_only=True):
    key: TableKey
    title: str
    assumed_title: str = ""
    place: str
    question: int | None = None
    unit: Literal["people", "answers", "structures", "conditional"]
    asked_of: str = ""
    internal: bool = False
    reconstructed: bool = False
    note: str = ""
    percent_of: Literal["row", "column", "table"] | int = "row"
    rows: dict[Slug, str] = field(default_factory=STRUCTURE_TYPES.copy)
    columns: dict[Slug, str]
    counts: dict[Slug, list[Count | None]]
    printed: dict[Slug, list[Decimal | None]] = {}
    loose: dict[Slug, list[Decimal]] = {}
    """Printed percentages of a row that no column can be given: the column is lost, or the value is printed twice."""
    flags: dict[str, str] = {}
    """row/column → what is wrong there."""

    def __post_init__(self) -> None:
        for name, values in (self.counts | self.printed).items():
            if name not in self.rows:
                raise ValueError(f"{self.key}: the row {name} has no label")
            if len(values) not in {len(self.columns), len(self.columns) + 1}:
                raise ValueError(f"{self.key}: the row {name} has {len(values)} values")
        for name in self.loose:
            if name not in self.rows:
                raise ValueError(f"{self.key}: the row {name} has no label")

    def count(self, row: str, column: str) -> int | None:
        """The count of a cell; for `total`, the printed base of the row or, if none is printed, the sum."""
        values = self.counts[row]
        if column != TOTAL:
            return values[list(self.columns).index(column)]
        if len(values) > len(self.columns):
            return values[-1]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def printed_percent(self, row: str, column: str) -> Decimal | None:
        values = dict(zip([*self.columns, TOTAL], self.printed.get(row, []), strict=False))
        return values.get(column)

    def printed_base(self, row: str, column: str) -> int | None:
        """What the source divided by for the percentage it printed."""
        match self.percent_of:
            case "row":
                return self.count(row, TOTAL)
            case "column":
                return self.count(TOTAL, column)
            case "table":
                return self.count(TOTAL, TOTAL)
        return self.percent_of


class Claim(Written, kw_only=True):
    key: Slug
    wording: str
    value: Decimal
    comparison: Literal["equal", "less_than", "more_than"] = field(default="equal", name="is")
    measure: Literal["percent", "count"] = "percent"
    place: str = ""
    numerator: list[CellKey] = []
    denominator: list[CellKey] = []
    nearest: list[CellKey] = []
    note: str = ""

    @property
    def decimals(self) -> int:
        """How many the source printed (33.9 → 1)."""
        return max(0, -int(self.value.as_tuple().exponent))


class Source(Written, kw_only=True):
    key: Slug
    title: str
    publisher: str
    published: str = ""
    collected: str = ""
    population: str = ""
    note: str = ""
    tables: list[Table] = []
    claims: list[Claim] = []


def read_sources(folder: Path) -> list[Source]:
    """Every source of the folder, those with tables first. Raises msgspec.ValidationError (path of the fault)."""
    sources = [msgspec.yaml.decode(path.read_bytes(), type=Source) for path in sorted(folder.glob("*.yaml"))]
    return sorted(sources, key=lambda source: not source.tables)
