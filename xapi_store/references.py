"""The one writer of links by reference: a statement is found by what the statements it refers to say, however far.

The work is done when a statement is stored, in whichever order the two come, so that a search only reads.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from xapi_store.keys import related
from xapi_store.models import Statement
from xapi_store.received import receive
from xapi_store.reference_tables import Rows, Target, add_rows, find_targets, references_to, rows_of, targets_of
from xapi_store.rows import Row

# Longer chains are a mistake or an attack: each statement would carry the rows of all before it.
_FARTHEST = 50
_MOST_ROWS = 500


def link_references(new: Iterable[Row], waiting: Iterable[int]) -> None:
    """Follow the references of these new statements, and those (`waiting`) to one of them."""
    waiting = set(waiting)
    references = {row.sid: row.received.target for row in new if row.received.target}
    references |= dict(targets_of(waiting - references.keys())) if waiting else {}
    for _ in range(_FARTHEST):
        if not references:
            return
        found = {sid: rows for sid, rows in _missing_rows(references).items() if rows}
        add_rows([(key, sid, source) for sid in found for key, source in sorted(found[sid])])
        if not waiting:
            return  # nobody refers to the new ones: what they are found by concerns them alone
        references = dict(targets_of(_referring_to(found)))


def _missing_rows(references: Mapping[int, UUID]) -> dict[int, Rows]:
    """For each, in order: the keys of the statement that it refers to, and those that came to it by reference."""
    targets = find_targets(set(references.values()))
    there = rows_of({*references, *(target.sid for target in targets.values())}) if targets else {}
    return {
        sid: _rows_from(targets[target], there.get(targets[target].sid, set()), sid) - there.get(sid, set())
        for sid, target in sorted(references.items())
        if target in targets
    }


def _rows_from(target: Target, inherited: Rows, sid: int) -> Rows:
    rows = {(key, target.sid) for key in _keys_of(target)} | (inherited if len(inherited) < _MOST_ROWS else set())
    return {(key, source) for key, source in rows if source != sid}


def _keys_of(target: Target) -> Iterator[int]:
    """Everything by which a search finds a statement."""
    received = receive(target.text, "2")
    yield from received.links
    yield received.verb
    if received.registration is not None:
        yield received.registration
    yield related(target.authority)


def _referring_to(sids: Collection[int]) -> Sequence[int]:
    if not sids:
        return ()
    ids = Statement.objects.filter(sid__in=list(sids)).order_by().values_list("statement_id", flat=True)
    return [sid for sid, _, _ in references_to(list(ids))]
