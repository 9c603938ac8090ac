"""The one writer of links by reference: a statement is found by what the statements it refers to say, however far.

The work is done when a statement is stored, in whichever order the two come, so that a search only reads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connections

from xapi_store import postgresql
from xapi_store.keys import related
from xapi_store.models import Reference, ReferenceLink, Statement
from xapi_store.received import receive
from xapi_store.rows import Row

DATABASE = "default"
# Longer chains are a mistake or an attack: each statement would carry the rows of all before it.
_FARTHEST = 50
_MOST_ROWS = 500
Rows = set[tuple[int, int]]


def references_to(ids: list[UUID]) -> list[tuple[int, UUID, bool]]:
    """(sid, target, whether it voids it) of every statement that refers to one of these, in order."""
    connection = connections[DATABASE]
    if connection.vendor == "postgresql":
        return postgresql.references_to(connection, ids)
    found = Reference.objects.using(DATABASE).filter(target__in=ids).order_by("sid")
    return list(found.values_list("sid", "target", "voids"))


def link_references(new: Iterable[Row], waiting: Iterable[int]) -> None:
    """Follow the references of these new statements, and those (`waiting`) to one of them."""
    waiting = set(waiting)
    touched = {row.sid for row in new if row.received.target} | waiting
    for _ in range(_FARTHEST):
        if not touched:
            return
        found = {sid: rows for sid, rows in _missing_rows(touched).items() if rows}
        links = [ReferenceLink(key=key, sid=sid, source=source) for sid in found for key, source in sorted(found[sid])]
        ReferenceLink.objects.bulk_create(links, ignore_conflicts=True, batch_size=1000)
        if not waiting:
            return  # nobody refers to the new ones: what they are found by concerns them alone
        touched = set(_referring_to(found))


def _missing_rows(sids: Collection[int]) -> dict[int, Rows]:
    """For each, in order: the keys of the statement that it refers to, and those that came to it by reference."""
    references = list(Reference.objects.filter(sid__in=sids).order_by("sid").values_list("sid", "target"))
    query = Statement.objects.select_related("authority").filter(statement_id__in={target for _, target in references})
    targets = {statement.statement_id: statement for statement in query.in_order()}
    there = _rows_of({*sids, *(target.sid for target in targets.values())})
    return {
        sid: _rows_from(targets[target], there[targets[target].sid], sid) - there[sid]
        for sid, target in references
        if target in targets
    }


def _rows_from(target: Statement, inherited: Rows, sid: int) -> Rows:
    rows = {(key, target.sid) for key in _keys_of(target)} | (inherited if len(inherited) < _MOST_ROWS else set())
    return {(key, source) for key, source in rows if source != sid}


def _rows_of(sids: Collection[int]) -> dict[int, Rows]:
    rows: dict[int, Rows] = defaultdict(set)
    for sid, key, source in ReferenceLink.objects.filter(sid__in=sids).order_by().values_list("sid", "key", "source"):
        rows[sid].add((key, source))
    return rows


def _keys_of(statement: Statement) -> Iterator[int]:
    """Everything by which a search finds a statement."""
    received = receive(statement.kept_text(), "2")
    yield from received.links
    yield received.verb
    if received.registration is not None:
        yield received.registration
    yield related(statement.authority.key)


def _referring_to(sids: Collection[int]) -> Sequence[int]:
    if not sids:
        return ()
    ids = Statement.objects.filter(sid__in=list(sids)).order_by().values_list("statement_id", flat=True)
    return [sid for sid, _, _ in references_to(list(ids))]
