"""The bytes of attachments that nobody else's statement describes once some statements lose theirs.

There is no index by hash: the rest of the store is read through, which is slow and only done when there is something
to look for. Race: somebody sends the very same bytes between this reading and the deletion, and finds them gone; so an
erasure or a purge is no deed for a busy hour.
"""

from collections.abc import Callable, Iterator

from xapi_store.attachments import size_of
from xapi_store.models import Statement
from xapi_store.received import receive

_SIGN = b'"sha2"'


def hashes_in(text: bytes) -> set[str]:
    """The hashes of the attachments that this kept statement describes."""
    if _SIGN not in text:
        return set()
    return {attachment.sha2.lower() for attachment in receive(text, "2").attachments}


def only_there(hashes: set[str], is_other: Callable[[Statement], bool]) -> dict[str, int]:
    """Of these hashes those kept here, with their size in bytes, that none of the other statements describes."""
    left = {sha2: size for sha2 in sorted(hashes) if (size := size_of(sha2)) is not None}
    if not left:
        return {}
    for statement in _every_statement():
        shared = hashes_in(statement.kept_text()) & set(left)
        if shared and is_other(statement):
            left = {sha2: size for sha2, size in left.items() if sha2 not in shared}
        if not left:
            break
    return left


def _every_statement() -> Iterator[Statement]:
    return Statement.objects.replay(chunk=500)
