"""A statement's text as it is kept and as it is given back: every value in the very bytes that were received."""

import zlib
from collections.abc import Callable
from datetime import datetime
from threading import local
from typing import Final
from uuid import UUID

import msgspec
import zstandard

from xapi_store.spec.timestamp import write_timestamp

Parts = dict[str, msgspec.Raw]

_ASSIGNED_ON_OUTPUT: Final = ("stored", "authority")
_WORTH_COMPRESSING: Final = 200  # bytes; below, the header eats what it wins
# Half the time of level 1 to write, a quarter to read, for a third more bytes: 730, not 570, of a text of 1.1 KB.
_LEVEL: Final = -1
_SPACE: Final = b" \t\r\n"
_read_parts = msgspec.json.Decoder(Parts).decode
_write = msgspec.json.encode


def complete(text: bytes, missing: bytes) -> bytes:
    """A text from which nothing has to be taken out or reshaped, and what it lacks (`missing_parts`) at its end."""
    return b"%b%b}" % (text.strip(_SPACE)[:-1], missing) if missing else text.strip(_SPACE)


def missing_parts(**parts: str) -> bytes:
    """JSON, each part after a comma."""
    return b"".join(b',"%b":%b' % (name.encode(), _write(value)) for name, value in parts.items())


def keep(text: bytes, statement_id: UUID, version: str, stored: datetime) -> bytes:
    """The text to keep: what was missing is set (id, timestamp, version), what we answer for ourselves is dropped."""
    parts = _read_parts(text)
    for name in _ASSIGNED_ON_OUTPUT:
        parts.pop(name, None)
    parts.setdefault("id", _raw(str(statement_id)))
    parts.setdefault("timestamp", _raw(write_timestamp(stored)))
    parts.setdefault("version", _raw(version))
    return _write(_list_activities(parts))


def _raw(text: str) -> msgspec.Raw:
    return msgspec.Raw(_write(text))


def _list_activities(told: Parts) -> Parts:
    """A lone context activity is given back as a list of one (XAPI-00096): the only value we reshape.

    In a Statement and in its SubStatement; where there is nothing to reshape, the bytes stay as they are.
    """
    if "context" in told:
        told["context"] = _reshape(told["context"], "contextActivities", _list_lone)
    if b"SubStatement" in bytes(told["object"]):
        told["object"] = _reshape_whole(told["object"], _list_activities)
    return told


def _list_lone(places: Parts) -> Parts:
    return {
        place: raw if bytes(raw)[:1] == b"[" else msgspec.Raw(b"[%b]" % bytes(raw)) for place, raw in places.items()
    }


def _reshape(whole: msgspec.Raw, name: str, change: Callable[[Parts], Parts]) -> msgspec.Raw:
    """The same object, one of whose properties went through `change`."""
    parts = _read_parts(whole)
    if name not in parts:
        return whole
    parts[name] = _reshape_whole(parts[name], change)
    return msgspec.Raw(_write(parts))


def _reshape_whole(whole: msgspec.Raw, change: Callable[[Parts], Parts]) -> msgspec.Raw:
    return msgspec.Raw(_write(change(_read_parts(whole))))


class _Packers(local):
    """Each thread has its own: their state serves one text at a time, and making one costs more than using it."""

    def __init__(self) -> None:
        packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=False)
        self.pack, self.pack_all = packer.compress, packer.multi_compress_to_buffer
        self.unpack = zstandard.ZstdDecompressor().decompress


_packers = _Packers()


def pack(text: bytes) -> bytes:
    """Compressed when that is worth it: Zstandard starts with 0x28, a bare text with a brace."""
    return _packers.pack(text) if len(text) > _WORTH_COMPRESSING else text


def pack_all(texts: list[bytes]) -> list[bytes]:
    """The same of each. The lock of the interpreter is left once for all of them, not once for each."""
    if len(texts) < 2 or any(len(text) <= _WORTH_COMPRESSING for text in texts):
        return [pack(text) for text in texts]
    packed = _packers.pack_all([*texts])
    return [packed[place].tobytes() for place in range(len(packed))]


def unpack(packed: bytes) -> bytes:
    """What `pack` made, now or when it still used zlib (0x78)."""
    first = packed[:1]
    if first == b"(":
        return _packers.unpack(packed)
    return packed if first == b"{" else zlib.decompress(packed)


def give(text: bytes, stored: datetime, authority: bytes) -> bytes:
    """The kept text with what the store alone says: when it was stored, and on whose word."""
    return b'%b,"stored":"%b","authority":%b}' % (text[:-1], write_timestamp(stored).encode(), authority)
