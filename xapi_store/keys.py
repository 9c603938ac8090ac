"""Agents, activities, verbs and registrations as 64-bit keys: what the link table and the indexes hold.

Keyed with a secret of the store (blake2b): 64 bits without a secret could be made to collide on purpose.
Two of a million meet by accident with a probability of 3e-8.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Literal
from uuid import UUID

from xapi_store.models.secret import read_secret

Kind = Literal["agent", "activity", "verb", "registration"]
_REMEMBERED = 32_768  # keys: the people and activities of the day, in some 10 MB


def key_of(kind: Kind, text: str) -> int:
    """A signed 64-bit whole number, the same in every process that shares the database."""
    return _make_key(read_secret(), kind, text)


@lru_cache(maxsize=_REMEMBERED)
def _make_key(secret: bytes, kind: Kind, text: str) -> int:
    encoded = text.encode("utf-8", "surrogatepass")  # JSON may hold half a surrogate pair
    digest = blake2b(encoded, digest_size=8, key=secret, person=kind.encode())
    return int.from_bytes(digest.digest(), signed=True)


def registration_key(registration: UUID) -> int:
    return key_of("registration", str(registration))


def related(key: int) -> int:
    """The key of a link to what is named anywhere in a statement (its context, its authority, its SubStatement)."""
    return key & ~1


def direct(key: int) -> int:
    """The key of a link to the actor, the object, or a member of one of them."""
    return key | 1
