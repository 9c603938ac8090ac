"""Timestamp (Data 4.5): an ISO 8601 date and time; the time zone is recommended, UTC is understood without it."""

import re
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from xapi_store.spec.refusal import refuse

_EXTENDED = r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|z|[+-]\d\d(?::?\d\d)?)?)?"
_BASIC = r"(\d{4})(\d\d)(\d\d)[Tt](\d\d)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?(Z|z|[+-]\d\d(?::?\d\d)?)?"
_FORMS = (re.compile(_EXTENDED, re.ASCII), re.compile(_BASIC, re.ASCII))
_MINUS_ZERO = ("-00", "-0000", "-00:00")


_LONGEST_EXACT = len("2026-11-21T10:00:00.123456Z")  # what msgspec would round is cut by us


def read_timestamp(text: str) -> datetime | None:
    """The instant, in UTC, to the microsecond (finer digits are dropped); None if this is not a timestamp."""
    if text.endswith("Z") and len(text) <= _LONGEST_EXACT:
        try:
            return msgspec.convert(text, datetime)
        except msgspec.ValidationError:
            pass  # perhaps a leap second, or without seconds
    return _read_any(text)


def _read_any(text: str) -> datetime | None:
    match = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if match is None or match[8] in _MINUS_ZERO:  # RFC 3339 §4.3 gives "-00:00" a meaning that ISO 8601 forbids
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    leap = second == 60  # a leap second is read as the instant after it, as POSIX time does
    try:
        zone = _zone(match[8])
        fraction = int((match[7] or "0")[:6].ljust(6, "0"))
        moment = datetime(year, month, day, hour, minute, 59 if leap else second, fraction, zone)
        return (moment + timedelta(seconds=leap)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timezone:
    if not text or text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def check_timestamp(text: str, where: str, requirement: str = "XAPI-00123") -> None:
    if read_timestamp(text) is None:
        refuse("is not an ISO 8601 date and time", requirement, where)


def write_timestamp(moment: datetime) -> str:
    """RFC 3339, in UTC, always with its six digits: one length, so that text sorts as time."""
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:26]}Z"
