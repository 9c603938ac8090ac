"""Statement and SubStatement (Data 2.4), and how a received text becomes one."""

import re
from typing import Any, Final, Literal

import msgspec

from xapi_store.spec.activity import Activity
from xapi_store.spec.attachment import Attachment
from xapi_store.spec.context import Context
from xapi_store.spec.group import Actor, check_authority
from xapi_store.spec.refusal import StatementRefused, locate, refuse
from xapi_store.spec.result import Result
from xapi_store.spec.statement_ref import StatementRef
from xapi_store.spec.timestamp import check_timestamp
from xapi_store.spec.uuid import check_uuid
from xapi_store.spec.verb import VOIDED, Verb
from xapi_store.spec.word import UNSET, UnsetType, Word

_VERSION = re.compile(r"([12])\.0(?:\..+)?")


class Told(Word, frozen=True):
    """What Statement and SubStatement share."""

    actor: Actor
    verb: Verb
    object: msgspec.Raw  # its structure depends on its own objectType: see `target`
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: str | UnsetType = UNSET
    attachments: list[Attachment] | UnsetType = UNSET

    def check(self, target: "Target") -> None:
        if self.timestamp is not UNSET:
            check_timestamp(self.timestamp, ".timestamp", "XAPI-00022")
        if self.context is UNSET or isinstance(target, Activity):
            return
        if self.context.revision is not UNSET:
            refuse("only stands with an Activity as object", "XAPI-00088", ".context.revision")
        if self.context.platform is not UNSET:
            refuse("only stands with an Activity as object", "XAPI-00089", ".context.platform")


class SubStatement(Told, frozen=True, kw_only=True):
    object_type: Literal["SubStatement"]

    def __post_init__(self) -> None:
        target = self.target()
        if isinstance(target, SubStatement):
            refuse("a SubStatement cannot hold a SubStatement", "XAPI-00068", ".object")
        self.check(target)

    def target(self) -> "Target":
        return read_target(self.object)


class Statement(Told, frozen=True, kw_only=True):
    id: str | UnsetType = UNSET
    stored: str | UnsetType = UNSET
    authority: Actor | UnsetType = UNSET
    version: str | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.id is not UNSET:
            check_uuid(self.id, ".id")
        if self.stored is not UNSET:
            check_timestamp(self.stored, ".stored", "XAPI-00023")
        if self.authority is not UNSET:
            check_authority(self.authority)
        if self.version is not UNSET and not _VERSION.fullmatch(self.version):
            refuse("is not a version of xAPI that this store knows", "XAPI-00101", ".version")

    def target(self) -> "Target":
        return read_target(self.object)


Target = Activity | Actor | StatementRef | SubStatement


class _Kind(msgspec.Struct, rename="camel"):
    object_type: str | UnsetType = UNSET


_KINDS: Final[dict[str, msgspec.json.Decoder[Any]]] = {
    "Activity": msgspec.json.Decoder(Activity),
    "Agent": msgspec.json.Decoder(Actor),
    "Group": msgspec.json.Decoder(Actor),
    "StatementRef": msgspec.json.Decoder(StatementRef),
    "SubStatement": msgspec.json.Decoder(SubStatement),
}
_read_kind = msgspec.json.Decoder(_Kind).decode
_read_statement = msgspec.json.Decoder(Statement).decode


def read_target(raw: msgspec.Raw) -> Target:
    """The object of a statement; StatementRefused with a path that starts at `.object`."""
    try:
        kind = _read_kind(raw).object_type
        decoder = _KINDS.get("Activity" if kind is UNSET else kind)
        if decoder is None:
            refuse(f"{kind!r} is not a type of object", "XAPI-00046", ".objectType")
        return decoder.decode(raw)
    except StatementRefused as refusal:
        raise refusal.within("$.object") from None
    except msgspec.DecodeError as error:
        raise locate(error).within("$.object") from None


def read_statement(text: bytes, version: str) -> tuple[Statement, Target]:
    """A statement that follows the specification in this major version ("1" or "2"), and its object.

    Anything else raises StatementRefused, whatever the bytes are.
    """
    try:
        text.decode()  # msgspec alone would leave unread bytes unchecked
        statement = _read_statement(text)
    except UnicodeDecodeError:
        raise StatementRefused("$", "is not UTF-8", "XAPI-00015") from None
    except msgspec.DecodeError as error:
        raise locate(error) from None
    except RecursionError:
        raise StatementRefused("$", "is nested too deeply") from None
    target = statement.target()
    statement.check(target)
    _check_voiding(statement, target)
    _check_version(statement, target, version)
    return statement, target


def _check_voiding(statement: Statement, target: Target) -> None:
    if statement.verb.id == VOIDED and not isinstance(target, StatementRef):
        refuse("a voiding statement names the statement it voids (StatementRef)", "XAPI-00017", ".object.objectType")


def _check_version(statement: Statement, target: Target, version: str) -> None:
    if statement.version is not UNSET and version == "1" and not statement.version.startswith("1"):
        refuse("is not a version 1.0", "XAPI-00101", ".version")
    if version == "1":
        _check_no_context_agents(statement, "")
        if isinstance(target, SubStatement):
            _check_no_context_agents(target, ".object")


def _check_no_context_agents(told: Told, where: str) -> None:
    """They came with version 2.0: in 1.0 they are unknown properties."""
    if told.context is UNSET:
        return
    if told.context.context_agents is not UNSET or told.context.context_groups is not UNSET:
        refuse("contextAgents and contextGroups belong to xAPI 2.0", "XAPI-00010", f"{where}.context")
