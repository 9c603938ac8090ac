"""The insert path of PostgreSQL: arrays in one statement, links by binary COPY.

The cursors are psycopg's own: Django's would paste every value into the text of the query, which costs more than all
the rest.
"""

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    from xapi_store.models import Statement

_INSERT_STATEMENTS = """
    INSERT INTO xapi_store_statement
        (sid, verb, registration, timestamp, authority_id, statement_id, digest, voided, payload)
    SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::bigint[], %b::timestamptz[], %b::int[], %b::uuid[], %b::uuid[],
                         %b::boolean[], %b::bytea[])
    ON CONFLICT DO NOTHING RETURNING sid"""
_COPY_LINKS = "COPY xapi_store_link (key, sid) FROM STDIN (FORMAT BINARY)"
_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = struct.pack("!h", -1)
_LINK = struct.Struct("!hiqiq")  # two fields, each with its length of 8 bytes


def _cursor(connection: BaseDatabaseWrapper) -> psycopg.Cursor[tuple[int, ...]]:
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def insert_statements(connection: BaseDatabaseWrapper, rows: "Sequence[Statement]") -> set[int]:
    """The sids that went in; a row whose id or sid is taken stays out."""
    columns = (
        [row.sid for row in rows],
        [row.verb for row in rows],
        [row.registration for row in rows],
        [row.timestamp for row in rows],
        [row.authority_id for row in rows],
        [row.statement_id for row in rows],
        [row.digest for row in rows],
        [row.voided for row in rows],
        [row.payload for row in rows],
    )
    with _cursor(connection) as cursor:
        return {sid for (sid,) in cursor.execute(_INSERT_STATEMENTS, columns)}


def insert_links(connection: BaseDatabaseWrapper, links: Sequence[tuple[int, int]]) -> None:
    """(key, sid) pairs, none of which is there yet."""
    rows = b"".join([_LINK.pack(2, 8, key, 8, sid) for key, sid in links])
    with _cursor(connection) as cursor, cursor.copy(_COPY_LINKS) as copy:
        copy.write(_HEADER + rows + _TRAILER)


def keep_writers_out(connection: BaseDatabaseWrapper) -> None:
    """Until the end of the transaction; waits for the writers at work."""
    with _cursor(connection) as cursor:
        cursor.execute("LOCK TABLE xapi_store_statement IN SHARE ROW EXCLUSIVE MODE")
