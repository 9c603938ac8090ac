"""The raw limit: PostgreSQL's own COPY of the same rows into the same tables, made beforehand, 500 to a transaction."""

from collections.abc import Iterator

import psycopg
from django.utils import timezone

from tests.benchmarks.lrs import telling
from tests.benchmarks.lrs.crowd import Deed
from xapi_store import postgresql
from xapi_store.models import Authority
from xapi_store.received import receive
from xapi_store.rows import make_rows

Pieces = tuple[bytes, bytes]


def prepare(ranges: list[range], authority: Authority) -> list[Pieces]:
    """For each range, what COPY reads into the tables of statements and of links."""
    return [_prepare(numbers, authority) for numbers in ranges]


def _prepare(numbers: range, authority: Authority) -> Pieces:
    received = [receive(text) for text in telling.tell(numbers, referring=False)]
    rows = make_rows(received, authority, timezone.now())
    return postgresql.statements_to_copy(rows), postgresql.links_to_copy(rows)


def copying(database: str, pieces: list[Pieces]) -> Iterator[Deed]:
    """One client."""
    with psycopg.connect(database) as connection, connection.cursor() as cursor:

        def copy(statements: bytes, links: bytes) -> None:
            with cursor.copy(postgresql.COPY_STATEMENTS) as copy:
                copy.write(statements)
            with cursor.copy(postgresql.COPY_LINKS) as copy:
                copy.write(links)
            connection.commit()

        for statements, links in pieces:
            yield lambda statements=statements, links=links: copy(statements, links)  # type: ignore[misc]
