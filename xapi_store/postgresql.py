"""The insert paths of PostgreSQL: binary COPY when nothing is there yet, arrays in one statement when something may be.

The cursors are psycopg's own: Django's would paste every value into the text of the query, which costs more than all
the rest.
"""

import secrets
import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

from xapi_store.arrays import (
    LENGTH,
    bigint,
    microseconds,
    pack_bigints,
    pack_bytes,
    pack_instants,
    pack_integers,
    pack_uuids,
)
from xapi_store.sid import PLACES

if TYPE_CHECKING:
    from xapi_store.rows import Row

AlreadyThere = psycopg.errors.UniqueViolation

_INSERT_STATEMENTS = """
    INSERT INTO xapi_store_statement
        (sid, verb, registration, timestamp, authority_id, statement_id, voided, payload)
    SELECT sid, verb, registration, instant, authority, id, false, payload
    FROM unnest(%b::bigint[], %b::bigint[], %b::bigint[], %b::timestamptz[], %b::int[], %b::uuid[], %b::bytea[])
        AS one (sid, verb, registration, instant, authority, id, payload)
    ON CONFLICT DO NOTHING RETURNING sid"""
# One question, one answer, one transaction. The instant is drawn once the table's lock is held, as every writer does
# (see `xapi_store.consistency`); nothing goes in when an earlier statement refers to one of these.
_INSERT_AT_ONCE = """
    WITH drawn AS MATERIALIZED (
        SELECT (((extract(epoch FROM clock_timestamp()) * 1000000)::bigint) << 11) + %b::bigint AS first
        WHERE NOT EXISTS (SELECT 1 FROM xapi_store_reference WHERE target = ANY(%b::uuid[]))
    ), stored AS (
        INSERT INTO xapi_store_statement
            (sid, verb, registration, timestamp, authority_id, statement_id, voided, payload)
        SELECT drawn.first + one.place, one.verb, one.registration, one.instant, %b::int, one.id, false, one.payload
        FROM drawn, unnest(%b::int[], %b::bigint[], %b::bigint[], %b::timestamptz[], %b::uuid[], %b::bytea[])
            AS one (place, verb, registration, instant, id, payload)
        RETURNING sid
    ), linked AS (
        INSERT INTO xapi_store_link (key, sid)
        SELECT one.key, drawn.first + one.place FROM drawn, unnest(%b::bigint[], %b::int[]) AS one (key, place)
    ) SELECT min(sid) FROM stored"""
COPY_STATEMENTS = """
    COPY xapi_store_statement (sid, verb, timestamp, authority_id, statement_id, voided, registration, payload)
    FROM STDIN (FORMAT BINARY)"""
COPY_LINKS = "COPY xapi_store_link (key, sid) FROM STDIN (FORMAT BINARY)"

# What COPY reads: each field after its length.
_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = struct.pack("!h", -1)
_STATEMENT = struct.Struct("!hiqiqiqiii16si?")
_LINK = struct.Struct("!hiqi")  # then the sid


def open_cursor(connection: BaseDatabaseWrapper) -> psycopg.Cursor[tuple[Any, ...]]:
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def copy_statements(connection: BaseDatabaseWrapper, rows: "Iterable[Row]") -> None:
    """All of these or, when an id or a sid is taken, AlreadyThere."""
    _copy(connection, COPY_STATEMENTS, statements_to_copy(rows))


def statements_to_copy(rows: "Iterable[Row]") -> bytes:
    """Sorted by id, so that two batches that share ids wait for each other in one direction."""
    return _join(map(_write_row, sorted(rows, key=lambda row: row.received.statement_id.int)))


def insert_links(connection: BaseDatabaseWrapper, rows: "Iterable[Row]") -> None:
    """None of which is there yet."""
    _copy(connection, COPY_LINKS, links_to_copy(rows))


def links_to_copy(rows: "Iterable[Row]") -> bytes:
    """Sorted by key. Rows come in the order of their sids."""
    sids: dict[int, list[bytes]] = defaultdict(list)
    for row in rows:
        sid = row.sid.to_bytes(8)
        for key in row.received.links:
            sids[key].append(sid)
    return _join(_write_links(_LINK.pack(2, 8, key, 8), sids[key]) for key in sorted(sids))


def _write_links(start: bytes, sids: Sequence[bytes]) -> bytes:
    """Rows that differ in their sid alone."""
    return start + start.join(sids)


def _join(rows: Iterable[bytes]) -> bytes:
    return b"".join((_HEADER, *rows, _TRAILER))


def _write_row(row: "Row") -> bytes:
    one, instant = row.received, microseconds(row.timestamp)
    return b"".join(
        (
            _STATEMENT.pack(
                8, 8, row.sid, 8, one.verb, 8, instant, 4, row.authority.pk, 16, one.statement_id.bytes, 1, False
            ),
            bigint(one.registration),
            LENGTH.pack(len(row.payload)),
            row.payload,
        )
    )


def _copy(connection: BaseDatabaseWrapper, command: str, rows: bytes) -> None:
    with open_cursor(connection) as cursor, cursor.copy(command) as copy:
        copy.write(rows)


def insert_at_once(connection: BaseDatabaseWrapper, rows: "Sequence[Row]") -> int | None:
    """The first sid: the others follow in the order of the rows. None when nothing went in: somebody waits for them.

    The sids of the rows are not used, only their order. AlreadyThere when an id or a sid is taken.
    """
    by_id = sorted(enumerate(rows), key=lambda each: each[1].received.statement_id)
    links = sorted((key, place) for place, row in enumerate(rows) for key in row.received.links)
    values = (
        secrets.randbelow(PLACES - len(rows)),
        pack_uuids([row.received.statement_id for row in rows]),
        rows[0].authority.pk,
        pack_integers([place for place, _ in by_id]),
        pack_bigints([row.received.verb for _, row in by_id]),
        pack_bigints([row.received.registration for _, row in by_id]),
        pack_instants([row.timestamp for _, row in by_id]),
        pack_uuids([row.received.statement_id for _, row in by_id]),
        pack_bytes([row.payload for _, row in by_id]),
        pack_bigints([key for key, _ in links]),
        pack_integers([place for _, place in links]),
    )
    with open_cursor(connection) as cursor:
        (first,) = cursor.execute(_INSERT_AT_ONCE, values, prepare=True).fetchone() or (None,)
    return first


def insert_statements(connection: BaseDatabaseWrapper, rows: "Sequence[Row]") -> set[int]:
    """The sids that went in; a row whose id or sid is taken stays out."""
    columns = (
        pack_bigints([row.sid for row in rows]),
        pack_bigints([row.received.verb for row in rows]),
        pack_bigints([row.received.registration for row in rows]),
        pack_instants([row.timestamp for row in rows]),
        pack_integers([row.authority.pk for row in rows]),
        pack_uuids([row.received.statement_id for row in rows]),
        pack_bytes([row.payload for row in rows]),
    )
    with open_cursor(connection) as cursor:
        return {sid for (sid,) in cursor.execute(_INSERT_STATEMENTS, columns)}


def keep_writers_out(connection: BaseDatabaseWrapper) -> None:
    """Until the end of the transaction; waits for the writers at work."""
    with open_cursor(connection) as cursor:
        cursor.execute("LOCK TABLE xapi_store_statement IN SHARE ROW EXCLUSIVE MODE")
