"""Record what our own code has to say, and void it: each deed one transaction, told by a signal to whoever listens.

Whatever is recorded here was built by us: a StatementRefused is a fault of the caller, not of a learner.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from xapi_store.configuration import configuration
from xapi_store.models import Authority, Reference, Statement
from xapi_store.received import Received, receive, write_text
from xapi_store.signals import statement_recorded, statement_voided
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.timestamp import write_timestamp
from xapi_store.spec.verb import VOIDED
from xapi_store.storing import DATABASE, Recorded, StatementConflict, Stored, store

__all__ = ["Recorded", "StatementConflict", "StatementRefused", "record", "record_many", "void"]


def record(statement: Mapping[str, Any], *, authority: Mapping[str, Any] | None = None) -> Recorded:
    """Validate one statement and store it, in the caller's transaction if there is one.

    An equal statement already stored under the same id is left as it is (`is_new` False, no signal); another one raises
    StatementConflict; an invalid one StatementRefused. `authority` is an Agent, by default the one of XAPI_STORE.
    """
    with transaction.atomic(DATABASE):
        stored = store([_receive(statement)], _authority(authority))
        _tell(stored)
    return stored.recorded[0]


def record_many(
    statements: Sequence[Mapping[str, Any]], *, authority: Mapping[str, Any] | None = None
) -> list[Recorded]:
    """Many statements, all or none, in order; refusals are located in the list (`$[2].actor`). See `record`."""
    received = [_receive(statement, f"$[{position}]") for position, statement in enumerate(statements)]
    if not received:
        return []
    with transaction.atomic(DATABASE):
        stored = store(received, _authority(authority))
        _tell(stored)
    return stored.recorded


def void(statement_id: UUID, *, actor: Mapping[str, Any], at: datetime) -> Recorded:
    """Record the statement by which `actor` voids this one, which need not be stored yet; `at` is when.

    A second call for the same statement gives back the first voiding (`is_new` False). Voiding a voiding statement is
    refused: it could have no effect.
    """
    with transaction.atomic(DATABASE):
        earlier = _voiding_of(statement_id)
        if earlier is not None:
            return Recorded(earlier, False)
        _check_voidable(statement_id)
        return record(_write_voiding(statement_id, actor, at))


def _receive(statement: Mapping[str, Any], path: str = "$") -> Received:
    try:
        return receive(write_text(statement), version="2" if _is_second(statement) else "1")
    except StatementRefused as refusal:
        raise refusal.within(path) from None


def _is_second(statement: Mapping[str, Any]) -> bool:
    return isinstance(statement, Mapping) and str(statement.get("version", "")).startswith("2.")


def _authority(given: Mapping[str, Any] | None) -> Authority:
    return Authority.objects.of(configuration().authority if given is None else given)


def _tell(stored: Stored) -> None:
    """New statements first, then what they voided; not the ones that an earlier statement already voids."""
    for one in stored.recorded:
        if one.is_new and not one.statement.voided:
            statement_recorded.send(sender=Statement, statement=one.statement)
    for statement in stored.voided:
        statement_voided.send(sender=Statement, statement=statement)


def _voiding_of(statement_id: UUID) -> Statement | None:
    reference = Reference.objects.filter(target=statement_id, voids=True).order_by("sid").first()
    return None if reference is None else Statement.objects.select_related("authority").get(sid=reference.sid)


def _check_voidable(statement_id: UUID) -> None:
    if Reference.objects.filter(
        voids=True, sid__in=Statement.objects.filter(statement_id=statement_id).values("sid")
    ).exists():
        raise StatementRefused("$.object.id", "is a voiding statement, which cannot be voided", "XAPI-00016")


def _write_voiding(statement_id: UUID, actor: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "actor": actor,
        "verb": {"id": VOIDED, "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": str(statement_id)},
        "timestamp": write_timestamp(at),
        "version": "1.0.3",
    }
