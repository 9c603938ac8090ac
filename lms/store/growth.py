"""How the store grows: statements of each month, bytes of each table."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import OperationalError, connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from xapi_store.models import Statement
from xapi_store.sid import first_at

MONTHS: Final = 12
_PAGES: Final = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
_SQLITE: Final = "SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'xapi_store_%' GROUP BY name ORDER BY 2 DESC"
_POSTGRESQL: Final = """
    SELECT relname, pg_total_relation_size(oid) FROM pg_class
    WHERE relname LIKE 'xapi!_store!_%' ESCAPE '!' AND relkind = 'r' ORDER BY 2 DESC"""


@dataclass(frozen=True, slots=True)
class Month:
    first_day: date
    statements: int


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is empty for the whole file."""

    name: str
    size: int


def months(today: date) -> list[Month]:
    """The last twelve, the latest first, in one pass over their statements."""
    starts = [_month_before(today, count) for count in range(MONTHS + 1)]
    bounds = [first_at(timezone.make_aware(datetime(start.year, start.month, 1))) for start in starts]  # noqa: DTZ001
    counted = Statement.objects.filter(sid__gte=bounds[-2]).aggregate(
        **{
            f"month_{position}": Count("sid", filter=Q(sid__gte=bounds[position]) & _before(bounds, position))
            for position in range(MONTHS)
        }
    )
    return [Month(starts[position], counted[f"month_{position}"]) for position in range(MONTHS)]


def _before(bounds: list[int], position: int) -> Q:
    return Q(sid__lt=bounds[position - 1]) if position else Q()


def _month_before(today: date, count: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - count, 12)
    return date(year, month + 1, 1)


def tables() -> list[Table]:
    """With their indexes on PostgreSQL; on SQLite by table and index, or the file where that is not told."""
    if connection.vendor == "postgresql":
        return _ask(_POSTGRESQL)
    try:
        with transaction.atomic():
            return _ask(_SQLITE)
    except OperationalError:
        return _ask(f"SELECT '', ({_PAGES})")


def _ask(text: str) -> list[Table]:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return [Table(str(name), int(size)) for name, size in cursor.fetchall()]
