"""Taking an actor's free answer (`result.response`) out of a kept statement: every other byte stays as it was."""

from collections.abc import Mapping

import msgspec

from xapi_store.spec.group import identities
from xapi_store.spec.statement import SubStatement, Told, read_statement

Parts = dict[str, msgspec.Raw]
_read_parts = msgspec.json.Decoder(Parts).decode
_write = msgspec.json.encode


def is_told_by(text: bytes, identity: str) -> bool:
    """Whether this agent is the actor, or one of the group that acts, in the statement or in its SubStatement."""
    statement, target = read_statement(text, "2")
    told: list[Told] = [statement, *([target] if isinstance(target, SubStatement) else [])]
    return any(identity in identities(one.actor) for one in told)


def without_response(text: bytes) -> bytes:
    """The same text when it holds no response."""
    parts = _read_parts(text)
    changed = _drop_response(parts)
    inner = _read_parts(parts["object"])
    if _kind(inner) == "SubStatement" and _drop_response(inner):
        parts["object"] = msgspec.Raw(_write(inner))
        changed = True
    return _write(parts) if changed else text


def _kind(target: Parts) -> str:
    return msgspec.json.decode(target["objectType"]) if "objectType" in target else "Activity"


def _drop_response(told: Parts) -> bool:
    """In place; whether there was one."""
    if "result" not in told:
        return False
    result: Mapping[str, msgspec.Raw] = _read_parts(told["result"])
    if "response" not in result:
        return False
    told["result"] = msgspec.Raw(_write({name: value for name, value in result.items() if name != "response"}))
    return True
