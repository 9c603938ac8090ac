"""A statement's text as it is kept and as it is given back: every value in the very bytes that were received."""

import zlib
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from xapi_store.spec.timestamp import write_timestamp

Parts = dict[str, msgspec.Raw]

_ASSIGNED_ON_OUTPUT: Final = ("stored", "authority")
_WORTH_COMPRESSING: Final = 200  # bytes; below, zlib's header eats what it wins
_read_parts = msgspec.json.Decoder(Parts).decode
_write = msgspec.json.encode


def keep(text: bytes, statement_id: UUID, version: str, stored: datetime) -> bytes:
    """The text to keep: what was missing is set (id, timestamp, version), what we answer for ourselves is dropped."""
    parts = _read_parts(text)
    for name in _ASSIGNED_ON_OUTPUT:
        parts.pop(name, None)
    parts.setdefault("id", _raw(str(statement_id)))
    parts.setdefault("timestamp", _raw(write_timestamp(stored)))
    parts.setdefault("version", _raw(version))
    if "context" in parts:
        parts["context"] = _list_activities(parts["context"])
    return _write(parts)


def _raw(text: str) -> msgspec.Raw:
    return msgspec.Raw(_write(text))


def _list_activities(context: msgspec.Raw) -> msgspec.Raw:
    """A lone context activity is given back as a list of one (XAPI-00096): the only value we reshape."""
    parts = _read_parts(context)
    if "contextActivities" not in parts:
        return context
    places = _read_parts(parts["contextActivities"])
    lone = {place: raw for place, raw in places.items() if bytes(raw).lstrip()[:1] == b"{"}
    if not lone:
        return context
    places.update({place: msgspec.Raw(b"[" + bytes(raw) + b"]") for place, raw in lone.items()})
    parts["contextActivities"] = msgspec.Raw(_write(places))
    return msgspec.Raw(_write(parts))


def pack(text: bytes) -> bytes:
    """Compressed when that is worth it: zlib starts with 0x78, a bare text with a brace."""
    return zlib.compress(text, 1) if len(text) > _WORTH_COMPRESSING else text


def unpack(packed: bytes) -> bytes:
    return packed if packed[:1] == b"{" else zlib.decompress(packed)


def give(text: bytes, stored: datetime, authority: bytes) -> bytes:
    """The kept text with what the store alone says: when it was stored, and on whose word."""
    return b'%b,"stored":"%b","authority":%b}' % (text[:-1], write_timestamp(stored).encode(), authority)
