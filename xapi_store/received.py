"""A statement that was read and found valid, with everything the store needs to know of it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

import msgspec

from xapi_store.definitions import definitions_in
from xapi_store.digest import digest_of
from xapi_store.fragments import (
    ActivitiesSaid,
    Unusual,
    activities_said,
    actor_said,
    registration_said,
    target_said,
    verb_said,
)
from xapi_store.keys import direct, key_of, registration_key, related
from xapi_store.links import keys_of_people, links_of
from xapi_store.payload import complete, keep, missing_parts
from xapi_store.spec.activity import Activity
from xapi_store.spec.attachment import Attachment
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.sketch import ContextSketch, Sketch, names_once, read_sketch
from xapi_store.spec.statement import Statement, SubStatement, Target, Told, read_statement
from xapi_store.spec.statement_ref import StatementRef
from xapi_store.spec.timestamp import read_timestamp, write_timestamp
from xapi_store.spec.uuid import make_uuid
from xapi_store.spec.verb import VOIDED
from xapi_store.spec.word import UNSET, UnsetType

# What the store writes when a statement does not say its version (Data 2.4.10).
ASSUMED_VERSIONS = {"1": "1.0.0", "2": "2.0.0"}


_MISSING_VERSIONS = {version: missing_parts(version=version) for version in ASSUMED_VERSIONS.values()}


class Received(msgspec.Struct, frozen=True, gc=False):
    """`timestamp` is None when it has none; `target` is the statement it refers to, `voids` whether it voids it.

    `missing` is what its text lacks, None when something in it has to be taken out or reshaped (see `kept`).
    """

    text: bytes
    statement_id: UUID
    verb: int
    registration: int | None
    timestamp: datetime | None
    version: str
    missing: bytes | None
    links: frozenset[int]
    target: UUID | None
    voids: bool
    activity: str | None
    context_registration: UUID | None
    definitions: Mapping[int, tuple[str, bytes]]
    attachments: tuple[Attachment, ...]

    @property
    def digest(self) -> UUID:
        """Worked out when asked: only a statement whose id is already there is compared."""
        return digest_of(self.text)

    def kept(self, stored: datetime) -> bytes:
        """The text to keep."""
        if self.missing is None:
            return keep(self.text, self.statement_id, self.version, stored)
        if self.timestamp is None:
            return complete(self.text, self.missing + missing_parts(timestamp=write_timestamp(stored)))
        return complete(self.text, self.missing)


def receive(text: bytes, version: str = "1", statement_id: UUID | None = None) -> Received:
    """Read one statement in a major version of xAPI ("1" or "2"); StatementRefused when it is not valid.

    `statement_id` is the id of a statement that does not say its own. Most are recognised by their parts; what is
    unusual or not valid is read as a whole, and only this refuses.
    """
    return recognise(text, version, statement_id) or read_whole(text, version, statement_id)


def recognise(text: bytes, version: str, statement_id: UUID | None) -> Received | None:
    """What `read_whole` says, by parts that were found valid before; None for what is to be read as a whole."""
    try:
        text.decode()  # msgspec alone would leave unread bytes unchecked
        sketch = read_sketch(text)
        if sketch.is_usual(version) and names_once(text, sketch):
            return _recognise(text, sketch, version, statement_id)
    except (Unusual, StatementRefused, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    return None


def _recognise(text: bytes, sketch: Sketch, version: str, statement_id: UUID | None) -> Received:
    target = target_said(sketch.object)
    activities, others, registration, key = _context_said(sketch.context, target.target)
    timestamp = None if sketch.timestamp is UNSET else read_timestamp(sketch.timestamp)
    if activities.has_lone or (timestamp is None and sketch.timestamp is not UNSET):
        raise Unusual
    near = actor_said(sketch.actor) | target.keys
    number = statement_id or uuid4() if sketch.id is UNSET else make_uuid(sketch.id)
    return Received(
        text=text,
        statement_id=number,
        verb=verb_said(sketch.verb),
        registration=key,
        timestamp=timestamp,
        version=ASSUMED_VERSIONS[version],
        missing=_say_missing(sketch, number, ASSUMED_VERSIONS[version]),
        links=_join(near, activities, others),
        target=None,
        voids=False,
        activity=None if target.target is None else target.target.id,
        context_registration=registration,
        definitions={**target.definitions, **activities.definitions} if activities.definitions else target.definitions,
        attachments=(),
    )


def _join(near: frozenset[int], activities: ActivitiesSaid, others: frozenset[int]) -> frozenset[int]:
    """Each key once, as `xapi_store.links.links_of` says it; most of the time nothing is named twice."""
    if not others and near.isdisjoint(activities.direct_keys):
        return near | activities.keys
    return near.union([far for far in activities.keys | others if direct(far) not in near])


_NO_ACTIVITIES = ActivitiesSaid(frozenset(), frozenset(), {}, False)
_NOBODY = frozenset[int]()
_NO_CONTEXT = (_NO_ACTIVITIES, _NOBODY, None, None)


def _context_said(
    context: ContextSketch | UnsetType, target: Activity | None
) -> tuple[ActivitiesSaid, frozenset[int], UUID | None, int | None]:
    """Activities, the links to the others named there, the registration and its key."""
    if context is UNSET:
        return _NO_CONTEXT
    if target is None and (context.revision is not UNSET or context.platform is not UNSET):
        raise Unusual
    activities = _NO_ACTIVITIES if context.context_activities is UNSET else activities_said(context.context_activities)
    others = _NOBODY if context.names_nobody() else frozenset(map(related, _people_of(context)))
    pair = (None, None) if context.registration is UNSET else registration_said(context.registration)
    return activities, others, *pair


def _people_of(context: ContextSketch) -> Iterator[int]:
    for other in context.others():
        yield from keys_of_people(other)


def read_whole(text: bytes, version: str, statement_id: UUID | None) -> Received:
    statement, target = read_statement(text, version)
    registration = _registration(statement)
    number = statement_id or uuid4() if statement.id is UNSET else make_uuid(statement.id)
    return Received(
        text=text,
        statement_id=number,
        verb=key_of("verb", statement.verb.id),
        registration=None if registration is None else registration_key(registration),
        timestamp=None if statement.timestamp is UNSET else read_timestamp(statement.timestamp),
        version=ASSUMED_VERSIONS[version],
        missing=_missing(statement, target, number, ASSUMED_VERSIONS[version]),
        links=links_of(statement, target),
        target=_reference(target),
        voids=statement.verb.id == VOIDED,
        activity=target.id if isinstance(target, Activity) else None,
        context_registration=registration,
        definitions=definitions_in(statement, target),
        attachments=tuple(_attachments(statement, target)),
    )


def _missing(statement: Statement, target: Target, statement_id: UUID, version: str) -> bytes | None:
    """All but the timestamp, which is the instant of storing."""
    assigned = statement.stored is not UNSET or statement.authority is not UNSET
    if assigned or isinstance(target, SubStatement) or _has_lone_activities(statement):
        return None
    return _say_missing(statement, statement_id, version)


def _say_missing(statement: Statement | Sketch, statement_id: UUID, version: str) -> bytes:
    number = missing_parts(id=str(statement_id)) if statement.id is UNSET else b""
    return number + _MISSING_VERSIONS[version] if statement.version is UNSET else number


def _has_lone_activities(statement: Statement) -> bool:
    if statement.context is UNSET or statement.context.context_activities is UNSET:
        return False
    return statement.context.context_activities.has_lone()


def _registration(statement: Statement) -> UUID | None:
    if statement.context is UNSET or statement.context.registration is UNSET:
        return None
    return _read_registration(statement.context.registration)


@lru_cache(maxsize=8192)
def _read_registration(text: str) -> UUID:
    return UUID(text)


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
