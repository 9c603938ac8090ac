"""UUID in its standard string form (Data 4.4), any version, either case."""

import re
from uuid import UUID

import msgspec

from xapi_store.spec.refusal import refuse

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_LENGTH = 36  # msgspec also takes 32 digits


def read_uuid(text: str) -> UUID | None:
    """None when this is not the standard form (Python alone would take braces, or no dashes)."""
    return make_uuid(text) if _UUID.fullmatch(text) else None


def make_uuid(text: str) -> UUID:
    """A quarter of what the class itself takes; a msgspec.ValidationError for anything but the standard form."""
    if len(text) != _LENGTH:
        raise msgspec.ValidationError("Invalid UUID")
    return msgspec.convert(text, UUID)


def check_uuid(text: str, where: str, requirement: str = "XAPI-00027") -> None:
    if not _UUID.fullmatch(text):
        refuse("is not a UUID in its standard form", requirement, where)
