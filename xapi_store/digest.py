"""Whether two statements say the same: a digest of what Data 2.3.1 calls immutable."""

import re
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

_ASSIGNED = ("id", "authority", "stored", "timestamp", "version")
_FINE_SECONDS = re.compile(r"([.,]\d\d)\d+S\Z")
_ACTIVITY_PLACES = ("parent", "grouping", "category", "other")
_write = msgspec.json.Encoder(order="sorted").encode


def digest_of(text: bytes) -> UUID:
    """The first 128 bits of the SHA-256 of the statement, once what may differ between equals is taken out.

    Out: what a store assigns (the timestamp is compared apart, as an instant), verb displays, activity definitions,
    the order of members, one activity or a list of one, the case of what has none, seconds beyond the hundredth.
    """
    statement = msgspec.json.decode(text)
    for name in _ASSIGNED:
        statement.pop(name, None)
    _reduce(statement)
    return UUID(bytes=sha256(_write(statement)).digest()[:16])


def _reduce(told: dict[str, Any]) -> None:
    """In place, a Statement or a SubStatement."""
    told["verb"] = told["verb"]["id"]
    _reduce_actor(told["actor"])
    _reduce_target(told["object"])
    if "duration" in told.get("result", ()):
        told["result"]["duration"] = _FINE_SECONDS.sub(r"\1S", told["result"]["duration"])
    if "context" in told:
        _reduce_context(told["context"])


def _reduce_target(target: dict[str, Any]) -> None:
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        target.pop("definition", None)
    elif kind == "StatementRef":
        target["id"] = target["id"].lower()
    elif kind == "SubStatement":
        _reduce(target)
    else:
        _reduce_actor(target)


def _reduce_actor(actor: dict[str, Any]) -> None:
    if "mbox" in actor:
        local, _, domain = actor["mbox"].rpartition("@")
        actor["mbox"] = f"{local}@{domain.lower()}"
    if "mbox_sha1sum" in actor:
        actor["mbox_sha1sum"] = actor["mbox_sha1sum"].lower()
    for member in actor.get("member", ()):
        _reduce_actor(member)
    if "member" in actor:
        actor["member"].sort(key=_write)


def _reduce_context(context: dict[str, Any]) -> None:
    for name in ("registration", "language"):
        if name in context:
            context[name] = context[name].lower()
    if "statement" in context:
        context["statement"]["id"] = context["statement"]["id"].lower()
    for name in ("instructor", "team"):
        if name in context:
            _reduce_actor(context[name])
    activities = context.get("contextActivities", {})
    for place in _ACTIVITY_PLACES:
        if place in activities:
            listed = activities[place] if isinstance(activities[place], list) else [activities[place]]
            activities[place] = [activity["id"] for activity in listed]
