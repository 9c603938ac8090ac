"""The one writer of links by reference: a statement is found by what the statements it refers to say, however far.

The work is done when a statement is stored, in whichever order the two come, so that a search only reads.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from xapi_store.keys import related
from xapi_store.models import Reference, ReferenceLink, Statement
from xapi_store.received import Received, receive

DATABASE = "default"
# Longer chains are a mistake or an attack: each statement would carry the rows of all before it.
_FARTHEST = 50
_MOST_ROWS = 500
Rows = set[tuple[int, int]]


def link_references(new: Sequence[tuple[Statement, Received]]) -> None:
    """Follow the references of these new statements, and those that were waiting for one of them."""
    ours = {statement.statement_id: (statement, received) for statement, received in new}
    touched = [statement.sid for statement, received in new if received.target]
    touched += Reference.objects.filter(target__in=list(ours)).order_by("sid").values_list("sid", flat=True)
    if touched:
        _link(set(touched))


def _link(sids: Iterable[int]) -> None:
    """Write the rows of these statements, then of those that refer to them, until nothing new is found."""
    waiting = set(sids)
    for _ in range(_FARTHEST):
        found = {sid: rows for sid in sorted(waiting) if (rows := _missing_rows(sid))}
        if not found:
            return
        links = [ReferenceLink(key=key, sid=sid, source=source) for sid in found for key, source in sorted(found[sid])]
        ReferenceLink.objects.bulk_create(links, ignore_conflicts=True, batch_size=1000)
        waiting = set(_referring_to(found))


def _missing_rows(sid: int) -> Rows:
    """The keys of the statement that this one refers to, and those that came to it by reference."""
    target_id = Reference.objects.values_list("target", flat=True).get(sid=sid)
    target = Statement.objects.select_related("authority").filter(statement_id=target_id).first()
    if target is None:
        return set()
    inherited = _rows_of(target.sid)
    rows = {(key, target.sid) for key in _keys_of(target)} | (inherited if len(inherited) < _MOST_ROWS else set())
    return {(key, source) for key, source in rows - _rows_of(sid) if source != sid}


def _rows_of(sid: int) -> Rows:
    return set(ReferenceLink.objects.filter(sid=sid).order_by("key").values_list("key", "source"))


def _keys_of(statement: Statement) -> Iterator[int]:
    """Everything by which a search finds a statement."""
    received = receive(statement.kept_text(), "2")
    yield from received.links
    yield received.verb
    if received.registration is not None:
        yield received.registration
    yield related(statement.authority.key)


def _referring_to(sids: Mapping[int, Rows]) -> Iterable[int]:
    ids: list[UUID] = list(
        Statement.objects.filter(sid__in=list(sids)).order_by().values_list("statement_id", flat=True)
    )
    return Reference.objects.filter(target__in=ids).order_by("sid").values_list("sid", flat=True)
