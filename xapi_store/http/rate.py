"""How often a credential may ask: a count for each minute of the clock, in Django's default cache.

A cache that several processes share (Redis) counts for all of them; one in memory counts for its own process. To ask it
at each request would cost as much as the request: a process takes a thousandth of the limit at a time and gives it out.
"""

import time
from threading import Lock
from typing import Final

from django.core.cache import cache

from xapi_store.configuration import configuration
from xapi_store.http.refused import Refused
from xapi_store.models import Credential

_MINUTE: Final = 60  # seconds
_SHARES: Final = 1000  # of a limit: below a thousand requests a minute, each is counted alone

# By credential: the minute and the limit of the last share taken here, and how many requests are left of it.
_left: dict[int, tuple[int, int, int]] = {}
_taking = Lock()


def count_request(credential: Credential) -> None:
    """One more; 429 beyond the limit, with the seconds to wait. A cache that forgets lets through, never keeps out."""
    limit = configuration().rate_limit if credential.rate_limit is None else credential.rate_limit
    if not limit:
        return
    minute, elapsed = divmod(int(time.time()), _MINUTE)
    if not (_take_left(credential.pk, minute, limit) or _take_share(credential.pk, minute, limit)):
        raise Refused(429, f"More than {limit} requests in a minute: wait.", Retry_After=str(_MINUTE - elapsed))


def _take_left(number: int, minute: int, limit: int) -> bool:
    with _taking:
        left = _left_of(number, minute, limit)
        if left:
            _left[number] = (minute, limit, left - 1)
    return left > 0


def _take_share(number: int, minute: int, limit: int) -> bool:
    """One request, and the rest of a share for the next; no when the others have taken all. They add to one count,
    so that all shares together never exceed the limit."""
    share = max(1, limit // _SHARES)
    before = _count(f"xapi_store.rate.{number}.{minute}", share) - share
    given = min(share, limit - before)
    if given < 1:
        return False
    with _taking:  # two threads may have taken a share each: both are good
        _left[number] = (minute, limit, _left_of(number, minute, limit) + given - 1)
    return True


def _left_of(number: int, minute: int, limit: int) -> int:
    *known, left = _left.get(number, (0, 0, 0))
    return left if known == [minute, limit] else 0


def _count(name: str, share: int) -> int:
    """What all have taken together, with this share."""
    try:
        return cache.incr(name, share)
    except ValueError:
        # Race: two first requests of a minute. `add` lets one of them write, both then count.
        cache.add(name, 0, 2 * _MINUTE)
    try:
        return cache.incr(name, share)
    except ValueError:
        return 0
