"""How many wrong codes an address has just tried. Right ones are free: a funder may verify two hundred attestations."""

from django.core.cache import cache

ALLOWED = 20
SECONDS = 600


def _key(address: str) -> str:
    return f"wrong-codes:{address}"


def has_tried_too_often(address: str) -> bool:
    return int(cache.get(_key(address), 0)) >= ALLOWED


def note_wrong_code(address: str) -> None:
    """One more, forgotten ten minutes after the first. A lost count is of no matter: a code has 59 bits."""
    if not cache.add(_key(address), 1, SECONDS):
        try:
            cache.incr(_key(address))
        except ValueError:  # it has just been forgotten
            cache.set(_key(address), 1, SECONDS)
