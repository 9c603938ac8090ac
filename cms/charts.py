"""Charts: a Plotly figure as plain JSON, and the table that says the same without it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise


def plain(value: Any) -> Any:
    """The figure in JSON's own types: Decimals as numbers, dates in ISO 8601, lazy words as words."""
    if hasattr(value, "to_plotly_json"):
        value = value.to_plotly_json()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, str | Promise):
        return str(value)
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def table_of(figure: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, list[Any]]]]:
    """Heads, then (category, values) rows of the data table: one column per trace, in the figure's order.

    Bars lying down (orientation "h") have their categories on y. A trace without a point at a category leaves None.
    """
    traces = [trace for trace in figure.get("data", []) if trace.get("visible", True) is True]
    columns = [dict(zip(_categories(trace), _values(trace), strict=True)) for trace in traces]
    categories = list(dict.fromkeys(name for column in columns for name in column))
    heads = [str(trace.get("name", "")) for trace in traces]
    return heads, [(name, [column.get(name) for column in columns]) for name in categories]


def category_words(figure: Mapping[str, Any]) -> str:
    """What the categories are (« Territoire »), from layout.meta.category; empty where the figure does not say."""
    return str(figure.get("layout", {}).get("meta", {}).get("category", ""))


def _categories(trace: Mapping[str, Any]) -> list[Any]:
    return list(trace["y"] if trace.get("orientation") == "h" else trace["x"])


def _values(trace: Mapping[str, Any]) -> list[Any]:
    return list(trace["x"] if trace.get("orientation") == "h" else trace["y"])
