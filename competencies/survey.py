"""The survey as one reads it: figures computed from stored cells, and what the texts claim beside them.

Everything on a screen, in a CSV or in a PDF comes from these objects, so they agree.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext

from competencies.claim import Claim, say_number
from competencies.figure import Figure
from competencies.models import SurveyCell, SurveyClaim

__all__ = ["Claim", "Figure", "FigureError", "claim", "claims", "figure", "figures", "printed_numbers", "table_figures"]


class FigureError(LookupError):
    """No such key, or a cell too damaged to be shown. Its sentence names the key."""


def figure(key: str) -> Figure:
    """The figure of a cell (`T01/ouvert/a-la-place`). Raises FigureError. One query."""
    return figures([key])[key]


def figures(keys: Iterable[str], *, internal: bool = False) -> dict[str, Figure]:
    """The figures of several cells, by key. Damaged tables are refused unless `internal`. One query."""
    wanted = list(dict.fromkeys(keys))
    cells = {cell.key: cell for cell in _cells().filter(key__in=wanted)}
    for key in wanted:
        _check(key, cells.get(key), internal=internal)
    return {key: Figure.of(cells[key]) for key in wanted}


def table_figures(key: str) -> list[list[Figure]]:
    """A whole table, row by row, the base of each row last. Raises FigureError. One query."""
    rows: dict[str, list[Figure]] = {}
    for cell in _cells().filter(table__key=key, table__internal=False, numerator__isnull=False):
        rows.setdefault(cell.row, []).append(Figure.of(cell))
    if not rows:
        raise FigureError(gettext("No survey table can be shown under the key %(key)s.") % {"key": key})
    return list(rows.values())


def claim(key: str) -> Claim:
    """A number printed in a text (`craintes-81-13`). Raises FigureError. Two queries."""
    return claims([key])[key]


def claims(keys: Iterable[str] | None = None) -> dict[str, Claim]:
    """Several of them, or all, by key. Two queries."""
    wanted = None if keys is None else list(dict.fromkeys(keys))
    rows = SurveyClaim.objects.select_related("source").prefetch_related("uses__cell__table__source")
    found = {row.key: Claim.of(row) for row in (rows if wanted is None else rows.filter(key__in=wanted))}
    for key in wanted or []:
        if key not in found:
            raise FigureError(gettext("No survey claim has the key %(key)s.") % {"key": key})
    return found


def printed_numbers(keys: Iterable[str]) -> dict[str, str]:
    """What several claims print (« 65,1 % »), by key; nothing for a key that is not stored. One query."""
    rows = SurveyClaim.objects.filter(key__in=keys).only("key", "printed", "printed_decimals", "measure")
    return {row.key: say_number(row.printed, row.printed_decimals, row.measure) for row in rows}


def _check(key: str, cell: SurveyCell | None, *, internal: bool) -> None:
    if cell is None:
        raise FigureError(gettext("No survey cell has the key %(key)s.") % {"key": key})
    if cell.numerator is None or (cell.table.internal and not internal):
        raise FigureError(gettext("The survey cell %(key)s is too damaged to be shown.") % {"key": key})


def _cells() -> "QuerySet[SurveyCell]":
    return SurveyCell.objects.select_related("table__source").order_by("table__position", "position")
