"""The one writer of statements: rows, links, references and voidings, in one transaction.

A closed list of outcomes for each statement: new, already there (equal), already there (different: StatementConflict).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import connections, transaction
from django.utils import timezone

from xapi_store import postgresql
from xapi_store.consistency import enter_as_writer
from xapi_store.definitions import define, is_news
from xapi_store.keys import key_of
from xapi_store.models import Authority, Link, Statement
from xapi_store.received import Received
from xapi_store.reference_tables import add_references, count_there, references_to
from xapi_store.references import link_references
from xapi_store.rows import Row, make_rows
from xapi_store.sid import PLACES
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.verb import VOIDED

DATABASE = "default"
_FEW = 100  # statements; beyond, COPY is the faster
_DRAWS = 8  # of a sid, before we say that something else is wrong
MAX_TOGETHER = PLACES // 2  # statements that one call may store: they share one instant


class StatementConflict(Exception):  # noqa: N818 (the name says what happened)
    """Another statement is already stored under this id; nothing of this call is stored."""

    def __init__(self, statement_id: UUID) -> None:
        super().__init__(f"Another statement is stored under the id {statement_id}.")
        self.statement_id = statement_id


class Recorded(msgspec.Struct, frozen=True):
    """`statement` as it is stored; `is_new` is False when an equal one was already there."""

    told: Row | Statement
    is_new: bool

    @property
    def statement(self) -> Statement:
        return self.told.statement if isinstance(self.told, Row) else self.told

    @property
    def statement_id(self) -> UUID:
        return self.told.received.statement_id if isinstance(self.told, Row) else self.told.statement_id


@dataclass(frozen=True, slots=True)
class Stored:
    """What one call did: an outcome for each statement, in order, and the older statements that it voided."""

    recorded: list[Recorded]
    voided: list[Statement]


Inserting = Callable[[Sequence[Received], Authority, datetime], list[Recorded]]


def store(received: Sequence[Received], authority: Authority, *, defines: bool = True) -> Stored:
    """Store these together or not at all; StatementRefused, StatementConflict.

    `defines`: whether what they say of activities becomes part of the canonical definitions.
    """
    _check_together(received)
    connection = connections[DATABASE]
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        try:
            return _store_at_once(received, authority, defines) or _store(received, authority, defines, _copy_all)
        except postgresql.AlreadyThere:
            pass  # nothing of it is stored: start again, and look at each
    return _store(received, authority, defines, _insert_or_compare)


def _store_at_once(received: Sequence[Received], authority: Authority, defines: bool) -> Stored | None:
    """A few statements that concern nobody else, in one question to the database; None when they are not such.

    They say their own timestamp, refer to none, and define nothing that this process has not seen defined.
    """
    if len(received) > _FEW or any(one.timestamp is None or one.target is not None for one in received):
        return None
    if defines and any(is_news(one.definitions) for one in received):
        return None
    rows = make_rows(received, authority, timezone.now())
    first = postgresql.insert_at_once(connections[DATABASE], rows)
    if first is None:
        return None
    for place, row in enumerate(rows):
        row.sid = first + place
    return Stored([Recorded(row, True) for row in rows], [])


def _store(received: Sequence[Received], authority: Authority, defines: bool, insert: Inserting) -> Stored:
    with transaction.atomic(DATABASE):
        # Everybody in this order, so that nobody waits for who waits for him: the table, activities, then statements.
        _wait_for_targets(received)
        stored = enter_as_writer()
        if defines:
            define(one.definitions for one in received)
        recorded = insert(received, authority, stored)
        new = [one.told for one in recorded if one.is_new and isinstance(one.told, Row)]
        _insert_links(new)
        waiting = references_to([row.received.statement_id for row in new])
        voided = _void(new, {target for _, target, voids in waiting if voids})
        link_references(new, [sid for sid, _, _ in waiting])
        return Stored(recorded, voided)


def _check_together(received: Sequence[Received]) -> None:
    if len(received) > MAX_TOGETHER:
        raise StatementRefused("$", f"more than {MAX_TOGETHER} statements at once")
    if len({one.statement_id.int for one in received}) == len(received):
        return
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
    if count_there(targets) < len(set(targets)):
        postgresql.keep_writers_out(connection)


def _copy_all(received: Sequence[Received], authority: Authority, stored: datetime) -> list[Recorded]:
    """The shortest way in, when none of them is there yet, as almost always; AlreadyThere otherwise."""
    rows = make_rows(received, authority, stored)
    postgresql.copy_statements(connections[DATABASE], rows)
    return [Recorded(row, True) for row in rows]


def _insert_or_compare(received: Sequence[Received], authority: Authority, stored: datetime) -> list[Recorded]:
    """Insert what is not there. A sid drawn by another process in the same microsecond is drawn again."""
    outcomes: dict[UUID, Recorded] = {}
    waiting = list(received)
    for draw in range(_DRAWS):
        if not waiting:
            break
        rows = make_rows(waiting, authority, stored + timedelta(microseconds=draw))
        new = _insert(rows)
        outcomes |= {row.received.statement_id: Recorded(row, True) for row in rows if row.sid in new}
        waiting = [one for one in waiting if one.statement_id not in outcomes]
        outcomes |= {one.statement_id: Recorded(same, False) for one, same in _already_there(waiting)}
        waiting = [one for one in waiting if one.statement_id not in outcomes]
    return [outcomes[one.statement_id] for one in received]


def _insert(rows: Iterable[Row]) -> set[int]:
    """The sids that went in: an id or a sid already there leaves its row out.

    Sorted by id, so that two batches that share ids wait for each other in one direction.
    """
    rows = sorted(rows, key=lambda row: row.received.statement_id)
    connection = connections[DATABASE]
    if connection.vendor == "postgresql":
        return postgresql.insert_statements(connection, rows)
    made = [row.statement for row in rows]
    Statement.objects.using(DATABASE).bulk_create(made, ignore_conflicts=True, batch_size=500)
    ours = {(one.statement_id, one.sid) for one in made}
    ids = [one.statement_id for one in made]
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
    return one.digest == statement.told_digest() and one.timestamp in {None, statement.timestamp}


def _insert_links(new: Sequence[Row]) -> None:
    """Links in the order of their keys, references as they come."""
    connection = connections[DATABASE]
    if connection.vendor == "postgresql":
        postgresql.insert_links(connection, new)
    else:
        links = sorted((key, row.sid) for row in new for key in row.received.links)
        Link.objects.using(DATABASE).bulk_create([Link(key=key, sid=sid) for key, sid in links], batch_size=2000)
    add_references([(row.sid, row.received.target, row.received.voids) for row in new if row.received.target])


def _void(new: Sequence[Row], already_voided: set[UUID]) -> list[Statement]:
    """Mark what the new statements void, and those of them that an older statement voids; a voiding is never voided."""
    for row in new if already_voided else ():
        if row.received.statement_id in already_voided and not row.received.voids:
            _mark_voided(row.statement)
    targets = [row.received.target for row in new if row.received.voids and row.received.target]
    if not targets:
        return []
    standing = Statement.objects.using(DATABASE).standing().exclude(verb=key_of("verb", VOIDED))
    found = standing.filter(statement_id__in=targets).select_related("authority").in_order()
    # Two voidings of one statement at once: the update of the second finds it voided, and it is told once.
    return [statement for statement in found if _mark_voided(statement)]


def _mark_voided(statement: Statement) -> bool:
    """Whether it was standing until now."""
    statement.voided = True
    return Statement.objects.using(DATABASE).standing().filter(sid=statement.sid).update(voided=True) == 1
