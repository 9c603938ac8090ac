"""How often somebody may ask in a minute of the clock, counted in Django's cache."""

import time

from django.core.cache import cache

MINUTE = 60  # seconds


def is_within(name: str, limit: int) -> bool:
    """Count one more; whether it is allowed. A cache that forgets lets through, never keeps out."""
    key = f"funding.rate.{name}.{int(time.time()) // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)  # the race of two first requests: one of them writes, both then count
    try:
        return int(cache.incr(key)) <= limit
    except ValueError:
        return True
