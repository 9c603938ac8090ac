"""The survey as plain rows, for `survey_cells` and `survey_claims` and whoever wants the data."""

from collections.abc import Iterator
from decimal import Decimal

from competencies.models import SurveyCell
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
    """Every number printed in the texts, with what its cells give."""
    for claim in claims().values():
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


def _cell_note(cell: SurveyCell) -> str:
    """Why a printed percentage may differ from the computed one, then what is wrong with the cell or its table."""
    other_base = ""
    if cell.printed_percent is not None and cell.printed_base not in {None, cell.denominator}:
        other_base = f"Pourcentage imprimé calculé sur {cell.printed_base}."
    return " ".join(filter(None, [other_base, cell.note, cell.table.note]))
