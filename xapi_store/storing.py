"""The one writer of statements: rows, links, references and voidings, in one transaction.

A closed list of outcomes for each statement: new, already there (equal), already there (different: StatementConflict).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from xapi_store import postgresql
from xapi_store.consistency import enter_as_writer
from xapi_store.definitions import define
from xapi_store.keys import key_of
from xapi_store.models import Authority, Link, Reference, Statement
from xapi_store.payload import keep, pack
from xapi_store.received import Received
from xapi_store.references import link_references
from xapi_store.sid import PLACES, make_sids
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.verb import VOIDED

DATABASE = "default"
_DRAWS = 8  # of a sid, before we say that something else is wrong
MAX_TOGETHER = PLACES // 2  # statements that one call may store: they share one instant


class StatementConflict(Exception):  # noqa: N818 (the name says what happened)
    """Another statement is already stored under this id; nothing of this call is stored."""

    def __init__(self, statement_id: UUID) -> None:
        super().__init__(f"Another statement is stored under the id {statement_id}.")
        self.statement_id = statement_id


@dataclass(frozen=True, slots=True)
class Recorded:
    """`statement` as it is stored; `is_new` is False when an equal one was already there."""

    statement: Statement
    is_new: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """What one call did: an outcome for each statement, in order, and the older statements that it voided."""

    recorded: list[Recorded]
    voided: list[Statement]


def store(received: Sequence[Received], authority: Authority, *, defines: bool = True) -> Stored:
    """Store these together or not at all; StatementRefused, StatementConflict.

    `defines`: whether what they say of activities becomes part of the canonical definitions.
    """
    _check_together(received)
    with transaction.atomic(DATABASE):
        # Everybody in this order, so that nobody waits for who waits for him: the table, activities, then statements.
        _wait_for_targets(received)
        enter_as_writer()
        if defines:
            define(one.definitions for one in received)
        recorded = _insert_or_compare(received, authority)
        new = [(one.statement, what) for one, what in zip(recorded, received, strict=True) if one.is_new]
        _insert_links(new)
        voided = _void(new)
        link_references(new)
        return Stored(recorded, voided)


def _check_together(received: Sequence[Received]) -> None:
    if len(received) > MAX_TOGETHER:
        raise StatementRefused("$", f"more than {MAX_TOGETHER} statements at once")
    seen: set[UUID] = set()
    for position, one in enumerate(received):
        if one.statement_id in seen:
            raise StatementRefused(f"$[{position}].id", "is the id of another statement of the same batch")
        seen.add(one.statement_id)


def _wait_for_targets(received: Iterable[Received]) -> None:
    """Race: a statement and the one it refers to (to void it, or not) stored at once, neither of which sees the other.

    A statement whose target is not there waits for the writers at work, then keeps others out until it is done.
    On SQLite there is only one writer.
    """
    targets = [one.target for one in received if one.target]
    connection = connections[DATABASE]
    if not targets or connection.vendor != "postgresql":
        return
    if Statement.objects.using(DATABASE).filter(statement_id__in=targets).count() < len(set(targets)):
        postgresql.keep_writers_out(connection)


def _insert_or_compare(received: Sequence[Received], authority: Authority) -> list[Recorded]:
    """Insert what is not there. A sid drawn by another process in the same microsecond is drawn again."""
    outcomes: dict[UUID, Recorded] = {}
    waiting = list(received)
    for _ in range(_DRAWS):
        if not waiting:
            break
        rows = _rows(waiting, authority, timezone.now())
        new = _insert(rows)
        outcomes |= {row.statement_id: Recorded(row, True) for row in rows if row.sid in new}
        waiting = [one for one in waiting if one.statement_id not in outcomes]
        outcomes |= {one.statement_id: Recorded(same, False) for one, same in _already_there(waiting)}
        waiting = [one for one in waiting if one.statement_id not in outcomes]
    return [outcomes[one.statement_id] for one in received]


def _rows(received: Sequence[Received], authority: Authority, stored: datetime) -> list[Statement]:
    sids = make_sids(len(received), stored)
    return [_row(one, sid, authority, stored) for one, sid in zip(received, sids, strict=True)]


def _row(one: Received, sid: int, authority: Authority, stored: datetime) -> Statement:
    return Statement(
        sid=sid,
        verb=one.verb,
        registration=one.registration,
        timestamp=one.timestamp or stored,
        authority=authority,
        statement_id=one.statement_id,
        digest=one.digest,
        voided=False,
        payload=pack(keep(one.text, one.statement_id, one.version, stored)),
    )


def _insert(rows: Sequence[Statement]) -> set[int]:
    """The sids that went in: an id or a sid already there leaves its row out.

    Sorted by id, so that two batches that share ids wait for each other in one direction.
    """
    rows = sorted(rows, key=lambda row: row.statement_id)
    connection = connections[DATABASE]
    if connection.vendor == "postgresql":
        return postgresql.insert_statements(connection, rows)
    Statement.objects.using(DATABASE).bulk_create(rows, ignore_conflicts=True, batch_size=500)
    ours = {(row.statement_id, row.sid) for row in rows}
    ids = [row.statement_id for row in rows]
    there = Statement.objects.using(DATABASE).filter(statement_id__in=ids).values_list("statement_id", "sid")
    return {sid for statement_id, sid in there.order_by("sid") if (statement_id, sid) in ours}


def _already_there(received: Sequence[Received]) -> list[tuple[Received, Statement]]:
    """The statements stored earlier under these ids; StatementConflict if one of them says something else."""
    if not received:
        return []
    ids = [one.statement_id for one in received]
    query = Statement.objects.using(DATABASE).filter(statement_id__in=ids).select_related("authority")
    there = {statement.statement_id: statement for statement in query.in_order()}
    pairs = [(one, there[one.statement_id]) for one in received if one.statement_id in there]
    for one, statement in pairs:
        if not _is_same(one, statement):
            raise StatementConflict(one.statement_id)
    return pairs


def _is_same(one: Received, statement: Statement) -> bool:
    """The digest, and the instant when both say it (a statement sent again may leave out what the store assigned)."""
    return one.digest == statement.digest and one.timestamp in {None, statement.timestamp}


def _insert_links(new: Iterable[tuple[Statement, Received]]) -> None:
    """Links in the order of their keys, references as they come."""
    links: list[tuple[int, int]] = []
    references: list[Reference] = []
    for statement, one in new:
        links.extend((key, statement.sid) for key in one.links)
        if one.target:
            references.append(Reference(sid=statement.sid, target=one.target, voids=one.voids))
    links.sort()
    connection = connections[DATABASE]
    if connection.vendor == "postgresql":
        postgresql.insert_links(connection, links)
    else:
        Link.objects.using(DATABASE).bulk_create([Link(key=key, sid=sid) for key, sid in links], batch_size=2000)
    if references:
        Reference.objects.using(DATABASE).bulk_create(references)


def _void(new: Sequence[tuple[Statement, Received]]) -> list[Statement]:
    """Mark what the new statements void, and those of them that an older statement voids; a voiding is never voided."""
    _void_on_arrival([statement for statement, what in new if not what.voids])
    targets = [what.target for _, what in new if what.voids and what.target]
    if not targets:
        return []
    standing = Statement.objects.using(DATABASE).standing().exclude(verb=key_of("verb", VOIDED))
    found = standing.filter(statement_id__in=targets).select_related("authority").in_order()
    # Two voidings of one statement at once: the update of the second finds it voided, and it is told once.
    return [statement for statement in found if _mark_voided(statement)]


def _void_on_arrival(statements: Sequence[Statement]) -> None:
    if not statements:
        return
    by_id = {statement.statement_id: statement for statement in statements}
    voided = Reference.objects.using(DATABASE).filter(target__in=list(by_id), voids=True)
    for target in set(voided.order_by("sid").values_list("target", flat=True)):
        _mark_voided(by_id[target])


def _mark_voided(statement: Statement) -> bool:
    """Whether it was standing until now."""
    statement.voided = True
    return Statement.objects.using(DATABASE).standing().filter(sid=statement.sid).update(voided=True) == 1
