"""The internal order of statements: one bigint that holds when a statement was stored and its place in its batch.

Microseconds since 1970, then 11 bits of place: primary key, order of `stored`, cursor of a page, bounds of since and
until, all in one. It fits in a signed bigint until 2112.
"""

import secrets
from datetime import UTC, datetime, timedelta

PLACE_BITS = 11
PLACES = 1 << PLACE_BITS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def make_sids(count: int, moment: datetime) -> list[int]:
    """`count` increasing sids that start at this moment.

    The first place is drawn at random, so that two processes in the same microsecond hardly ever meet;
    when they do the primary key says so, and the caller draws again.
    """
    start = secrets.randbelow(max(1, PLACES - count))
    first = first_at(moment) + start
    return list(range(first, first + count))


def first_at(moment: datetime) -> int:
    """The smallest sid stored at this microsecond."""
    return ((moment - _EPOCH) // _MICROSECOND) << PLACE_BITS


def stored_at(sid: int) -> datetime:
    return _EPOCH + (sid >> PLACE_BITS) * _MICROSECOND
