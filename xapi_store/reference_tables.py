"""What is asked of the tables of references, and put into them: on PostgreSQL in psycopg's own words.

One statement in a hundred refers to another, and these questions come with every batch that holds one: through the ORM
they took more of its time than the COPY of all its rows.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connections

from xapi_store.arrays import pack_bigints, pack_uuids
from xapi_store.models import Reference, ReferenceLink, Statement
from xapi_store.payload import unpack
from xapi_store.postgresql import open_cursor

DATABASE = "default"
Rows = set[tuple[int, int]]

_COUNT = "SELECT count(*) FROM xapi_store_statement WHERE statement_id = ANY(%b)"
_REFERRING_TO = "SELECT sid, target, voids FROM xapi_store_reference WHERE target = ANY(%b) ORDER BY sid"
_TARGETS_OF = "SELECT sid, target FROM xapi_store_reference WHERE sid = ANY(%b) ORDER BY sid"
_TARGETS = """
    SELECT statement_id, sid, payload, key FROM xapi_store_statement
    JOIN xapi_store_authority AS authority ON authority.id = authority_id WHERE statement_id = ANY(%b)"""
_ROWS_OF = "SELECT sid, key, source FROM xapi_store_referencelink WHERE sid = ANY(%b)"
_INSERT_REFERENCES = """
    INSERT INTO xapi_store_reference (sid, target, voids)
    SELECT sid, target, sid = ANY(%b) FROM unnest(%b::bigint[], %b::uuid[]) AS one (sid, target)"""
_INSERT_ROWS = """
    INSERT INTO xapi_store_referencelink (key, sid, source)
    SELECT key, sid, source FROM unnest(%b::bigint[], %b::bigint[], %b::bigint[]) AS one (key, sid, source)
    ON CONFLICT DO NOTHING"""
_MOST_AT_ONCE: Final = 1000  # rows of one INSERT of the ORM


class Target(NamedTuple):
    """A statement that another refers to: its place, its text, the key of its authority."""

    sid: int
    text: bytes
    authority: int


def count_there(ids: Collection[UUID]) -> int:
    """How many of these statements are stored."""
    if _on_postgresql():
        ((count,),) = _ask(_COUNT, pack_uuids([*ids]))
        return int(count)
    return Statement.objects.using(DATABASE).filter(statement_id__in=ids).count()


def references_to(ids: Sequence[UUID]) -> list[tuple[int, UUID, bool]]:
    """(sid, target, whether it voids it) of every statement that refers to one of these, in order."""
    if _on_postgresql():
        return _ask(_REFERRING_TO, pack_uuids(ids))
    found = Reference.objects.using(DATABASE).filter(target__in=ids).order_by("sid")
    return list(found.values_list("sid", "target", "voids"))


def targets_of(sids: Collection[int]) -> list[tuple[int, UUID]]:
    """(sid, target) of those of these statements that refer to another, in order."""
    if _on_postgresql():
        return _ask(_TARGETS_OF, pack_bigints([*sids]))
    return list(Reference.objects.using(DATABASE).filter(sid__in=sids).order_by("sid").values_list("sid", "target"))


def find_targets(ids: Collection[UUID]) -> dict[UUID, Target]:
    """Those of these statements that are stored."""
    if _on_postgresql():
        return {one: Target(sid, unpack(payload), key) for one, sid, payload, key in _ask(_TARGETS, pack_uuids([*ids]))}
    found = Statement.objects.using(DATABASE).filter(statement_id__in=ids).select_related("authority").in_order()
    return {one.statement_id: Target(one.sid, one.kept_text(), one.authority.key) for one in found}


def rows_of(sids: Collection[int]) -> Mapping[int, Rows]:
    """The (key, source) that came by reference to each of these statements."""
    if _on_postgresql():
        found = _ask(_ROWS_OF, pack_bigints([*sids]))
    else:
        links = ReferenceLink.objects.using(DATABASE).filter(sid__in=sids).order_by()
        found = list(links.values_list("sid", "key", "source"))
    rows: dict[int, Rows] = defaultdict(set)
    for sid, key, source in found:
        rows[sid].add((key, source))
    return rows


def add_references(references: Sequence[tuple[int, UUID, bool]]) -> None:
    """(sid, target, whether it voids it), none of which is there yet."""
    if not references:
        return
    if _on_postgresql():
        sids, targets, _ = zip(*references, strict=True)
        _tell(
            _INSERT_REFERENCES,
            pack_bigints([sid for sid, _, voids in references if voids]),
            pack_bigints(sids),
            pack_uuids(targets),
        )
    else:
        made = [Reference(sid=sid, target=target, voids=voids) for sid, target, voids in references]
        Reference.objects.using(DATABASE).bulk_create(made)


def add_rows(rows: Sequence[tuple[int, int, int]]) -> None:
    """(key, sid, source); those that are there already stay as they are."""
    if not rows:
        return
    if _on_postgresql():
        _tell(_INSERT_ROWS, *(pack_bigints(column) for column in zip(*rows, strict=True)))
    else:
        made = [ReferenceLink(key=key, sid=sid, source=source) for key, sid, source in rows]
        ReferenceLink.objects.using(DATABASE).bulk_create(made, ignore_conflicts=True, batch_size=_MOST_AT_ONCE)


def _on_postgresql() -> bool:
    return connections[DATABASE].vendor == "postgresql"


def _ask(question: str, *values: bytes) -> list[Any]:
    with open_cursor(connections[DATABASE]) as cursor:
        return cursor.execute(question, values, prepare=True, binary=True).fetchall()


def _tell(command: str, *values: bytes) -> None:
    with open_cursor(connections[DATABASE]) as cursor:
        cursor.execute(command, values, prepare=True)
