"""Forms that anybody may send, without an account: not too many from one address."""

from django.core.cache import cache

ALLOWED = 5
SECONDS = 600


def may_send(form: str, address: str) -> bool:
    """Count one more of this form from this network address, which is kept nowhere but here, ten minutes."""
    key = f"open-form:{form}:{address}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) <= ALLOWED
    except ValueError:  # it has just been forgotten
        return True
