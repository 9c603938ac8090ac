"""Arrays as PostgreSQL reads them in binary: packed here, each costs a tenth of what psycopg's general way does.

A value stands after its length, as in COPY; -1 is none.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

import psycopg
from psycopg.adapt import Buffer, Dumper

BIGINT: Final = struct.Struct("!iq")
LENGTH: Final = struct.Struct("!i")
NONE: Final = LENGTH.pack(-1)
_INTEGER: Final = struct.Struct("!ii")
_UUID: Final = LENGTH.pack(16)
_HEAD: Final = struct.Struct("!iiIii")  # one dimension, whether one is missing, the type of each, how many, from 1
_EMPTY: Final = struct.Struct("!iiI")
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
Value = TypeVar("Value")


class Array(bytes):
    """Its type in the database is the one of its subclass."""


class _Packed(Dumper):
    format = psycopg.pq.Format.BINARY

    def dump(self, obj: bytes) -> Buffer:
        return obj


def microseconds(instant: datetime) -> int:
    """As PostgreSQL counts them."""
    return (instant - _EPOCH) // _MICROSECOND


def bigint(value: int | None) -> bytes:
    return NONE if value is None else BIGINT.pack(8, value)


def _packing(name: str, write: Callable[[Value], bytes]) -> Callable[[Sequence[Value]], Array]:
    """What packs values of a type of PostgreSQL."""
    known = psycopg.postgres.types[name]
    kind = type(f"ArrayOf{name}", (Array,), {})
    psycopg.adapters.register_dumper(kind, type(f"Packed{name}", (_Packed,), {"oid": known.array_oid}))

    def pack(values: Sequence[Value]) -> Array:
        if not values:
            return kind(_EMPTY.pack(0, 0, known.oid))
        written: Iterable[bytes] = map(write, values)
        return kind(b"".join((_HEAD.pack(1, 1, known.oid, len(values), 1), *written)))

    return pack


pack_bigints: Final[Callable[[Sequence[int | None]], Array]] = _packing("int8", bigint)
pack_integers: Final[Callable[[Sequence[int]], Array]] = _packing("int4", lambda value: _INTEGER.pack(4, value))
pack_instants: Final[Callable[[Sequence[datetime]], Array]] = _packing(
    "timestamptz", lambda value: BIGINT.pack(8, microseconds(value))
)
pack_uuids: Final[Callable[[Sequence[UUID]], Array]] = _packing("uuid", lambda value: _UUID + value.bytes)
pack_bytes: Final[Callable[[Sequence[bytes]], Array]] = _packing("bytea", lambda value: LENGTH.pack(len(value)) + value)
