"""A statement that was read and found valid, with everything the store needs to know of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from xapi_store.definitions import definitions_in
from xapi_store.digest import digest_of
from xapi_store.keys import key_of, registration_key
from xapi_store.links import links_of
from xapi_store.spec.activity import Activity
from xapi_store.spec.attachment import Attachment
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.statement import Statement, Target, Told, read_statement
from xapi_store.spec.statement_ref import StatementRef
from xapi_store.spec.timestamp import read_timestamp
from xapi_store.spec.verb import VOIDED
from xapi_store.spec.word import UNSET

# What the store writes when a statement does not say its version (Data 2.4.10).
ASSUMED_VERSIONS = {"1": "1.0.0", "2": "2.0.0"}


@dataclass(frozen=True, slots=True)
class Received:
    """`timestamp` is None when it has none; `target` is the statement it refers to, `voids` whether it voids it."""

    text: bytes
    statement_id: UUID
    digest: UUID
    verb: int
    registration: int | None
    timestamp: datetime | None
    version: str
    links: frozenset[int]
    target: UUID | None
    voids: bool
    activity: str | None
    context_registration: UUID | None
    definitions: Mapping[int, tuple[str, bytes]]
    attachments: tuple[Attachment, ...]


def receive(text: bytes, version: str = "1", statement_id: UUID | None = None) -> Received:
    """Read one statement in a major version of xAPI ("1" or "2"); StatementRefused when it is not valid.

    `statement_id` is the id of a statement that does not say its own.
    """
    statement, target = read_statement(text, version)
    registration = _registration(statement)
    return Received(
        text=text,
        statement_id=statement_id or uuid4() if statement.id is UNSET else UUID(statement.id),
        digest=digest_of(text),
        verb=key_of("verb", statement.verb.id),
        registration=None if registration is None else registration_key(registration),
        timestamp=None if statement.timestamp is UNSET else read_timestamp(statement.timestamp),
        version=ASSUMED_VERSIONS[version],
        links=frozenset(links_of(statement, target)),
        target=_reference(target),
        voids=statement.verb.id == VOIDED,
        activity=target.id if isinstance(target, Activity) else None,
        context_registration=registration,
        definitions=definitions_in(statement, target),
        attachments=tuple(_attachments(statement, target)),
    )


def _registration(statement: Statement) -> UUID | None:
    if statement.context is UNSET or statement.context.registration is UNSET:
        return None
    return UUID(statement.context.registration)


def _attachments(statement: Statement, target: Target) -> Iterator[Attachment]:
    """Those of the statement, then those of its SubStatement."""
    for told in (statement, target):
        if isinstance(told, Told) and told.attachments is not UNSET:
            yield from told.attachments


def _reference(target: Target) -> UUID | None:
    return UUID(target.id) if isinstance(target, StatementRef) else None


def write_text(statement: Mapping[str, Any]) -> bytes:
    """The compact JSON of a statement built by our own code; StatementRefused for what JSON cannot say."""
    try:
        return json.dumps(statement, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise StatementRefused("$", f"cannot be written as JSON: {error}") from error
