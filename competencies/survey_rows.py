"""The survey as plain rows, for `survey_cells` and `survey_claims` and whoever wants the data."""

from collections.abc import Iterator
from decimal import Decimal

from competencies.claim import ClaimStatus, judge
from competencies.models import Comparison, SurveyCell, SurveyTable
from competencies.percent import percent_of
from competencies.survey import claims

Row = dict[str, str | int | Decimal | None]

CELL_COLUMNS = [
    "source", "table", "row", "column", "numerator", "denominator", "base_unit", "printed_percent", "computed_percent",
    "note",
]  # fmt: skip
CLAIM_COLUMNS = ["source", "wording", "printed", "numerator", "denominator", "computed", "status", "note"]


def cell_rows() -> Iterator[Row]:
    """Every cell of every table, damaged ones too, in the order of the sources. One query."""
    for cell in SurveyCell.objects.select_related("table__source").order_by("table__position", "position"):
        yield {
            "source": cell.table.source.key,
            "table": cell.table.key,
            "row": cell.row,
            "column": cell.column,
            "numerator": cell.numerator,
            "denominator": cell.denominator,
            "base_unit": cell.unit,
            "printed_percent": cell.printed_percent,
            "computed_percent": cell.computed_percent,
            "note": _cell_note(cell),
        }


def claim_rows() -> Iterator[Row]:
    """Every number printed in the texts, then every percentage printed in their tables, with what the cells give.

    A percentage of a table that a claim already quotes is not said twice.
    """
    said = list(claims().values())
    for claim in said:
        yield {
            "source": claim.source_key,
            "wording": claim.wording,
            "printed": round(claim.printed, claim.decimals),
            "numerator": claim.numerator,
            "denominator": claim.denominator,
            "computed": claim.computed,
            "status": claim.status.value,
            "note": claim.note,
        }
    quoted = {claim.figure.key for claim in said if claim.figure and claim.place.startswith("annexe 8")}
    for cell in SurveyCell.objects.select_related("table__source").order_by("table__position", "position"):
        if cell.printed_percent is not None and cell.key not in quoted:
            yield _printed_in_a_cell(cell)
    for table in SurveyTable.objects.select_related("source").order_by("position"):
        yield from _printed_beside(table)


def _printed_in_a_cell(cell: SurveyCell) -> Row:
    """The percentage of a cell, judged on the base its source took. Counts found back from it prove nothing."""
    counted = None if cell.table.reconstructed else cell.numerator
    base = None if counted is None else cell.printed_base
    printed = round(Decimal(cell.printed_percent or 0), 1)
    exact = Decimal(100 * counted) / Decimal(base) if counted is not None and base else None
    return {
        "source": cell.table.source.key,
        "wording": f"{cell.table} : {cell.row_label}, {cell.column_label}",
        "printed": printed,
        "numerator": counted,
        "denominator": base,
        "computed": percent_of(counted, base, decimals=1),
        "status": judge(printed, 1, Comparison.EQUAL, exact).value,
        "note": _cell_note(cell),
    }


def _printed_beside(table: SurveyTable) -> Iterator[Row]:
    """The percentages that no column can be given: no count stands behind them."""
    for label, values in table.loose_percents.items():
        for value in values:
            yield {
                "source": table.source.key,
                "wording": f"{table} : {label}",
                "printed": Decimal(value),
                "numerator": None,
                "denominator": None,
                "computed": None,
                "status": ClaimStatus.NOT_DERIVABLE.value,
                "note": f"Imprimé sur la ligne sans colonne qui le réclame. {table.note}".strip(),
            }


def _cell_note(cell: SurveyCell) -> str:
    """Why a printed percentage may differ from the computed one, then what is wrong with the cell or its table."""
    other_base = ""
    if cell.printed_percent is not None and cell.printed_base not in {None, cell.denominator}:
        other_base = f"Pourcentage imprimé calculé sur {cell.printed_base}."
    return " ".join(filter(None, [other_base, cell.note, cell.table.note]))
