"""Up to when what was stored is there to be read (X-Experience-API-Consistent-Through).

The order of `sid` is not the order of commits: a writer that started earlier may end later, and what it stores then
appears behind what a reader has already passed.
"""

import time
from datetime import UTC, datetime
from typing import Final, cast

from django.db import OperationalError, connections
from django.utils import timezone

from xapi_store.models import Statement
from xapi_store.sid import stored_at

DATABASE = "default"

# A writer takes this lock before it draws its sids, so a transaction that does not hold it yet can only store later.
_ENTER = "LOCK TABLE xapi_store_statement IN ROW EXCLUSIVE MODE; SELECT clock_timestamp()"
# The clock of the database is read first: statements are dated by it.
_OLDEST_WRITER = """
    SELECT clock.now, (SELECT min(coalesce(activity.xact_start, now() - interval '1 hour'))
    FROM pg_locks AS held LEFT JOIN pg_stat_activity AS activity USING (pid)
    WHERE held.relation = 'xapi_store_statement'::regclass AND held.granted
      AND held.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock') AND pid <> pg_backend_pid())
    FROM (SELECT clock_timestamp() AS now OFFSET 0) AS clock"""


def enter_as_writer() -> datetime:
    """To be called in the transaction that will store: the instant to draw its sids from.

    By the clock of the database, as the instant of Consistent-Through is: the clocks of those who write do not count.
    """
    connection = connections[DATABASE]
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_ENTER)
        cursor.nextset()
        (instant,) = cursor.fetchone()
    return cast("datetime", instant)


_lately: tuple[float, datetime] = (0.0, datetime(1970, 1, 1, tzinfo=UTC))
_LATELY: Final = 0.05  # seconds


def lately_consistent_through() -> datetime:
    """The same, as it was a moment ago at most: what was true of an instant stays true of it."""
    global _lately
    asked, moment = _lately
    if time.monotonic() - asked > _LATELY:
        asked = time.monotonic()
        moment = consistent_through()
        _lately = (asked, moment)
    return moment


def consistent_through() -> datetime:
    """Every statement stored before this instant can be read; ask before reading.

    SQLite has one writer at a time, which draws its sids while it writes: the latest statement that can be seen has
    none behind it; when nobody writes, nothing is missing at all.
    """
    now = timezone.now()
    connection = connections[DATABASE]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_OLDEST_WRITER)
            moments = cursor.fetchone()
        return min(now, *(moment for moment in moments if moment is not None))
    if not _somebody_writes():
        return now
    latest = Statement.objects.in_order().values_list("sid", flat=True).last()
    return stored_at(latest or 0)


def _somebody_writes() -> bool:
    """Whether the write lock of SQLite is taken by another connection, without waiting for it."""
    connection = connections[DATABASE]
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError:
            return True
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
    return False
