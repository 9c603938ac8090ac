"""Letting go of what is older than the project keeps: statements stored before a day and documents unchanged since.

What a project derives from statements cannot be derived again from what is purged: see docs/xapi-store.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.db import connections, transaction
from django.db.models import Count

from xapi_store.attachments import forget_content
from xapi_store.leftovers import hashes_in, only_there
from xapi_store.models import (
    AuditEntry,
    Authority,
    Deed,
    Document,
    ForwardingTarget,
    Reference,
    ReferenceLink,
    Statement,
)
from xapi_store.received import receive
from xapi_store.sid import first_at, stored_at

DATABASE: Final = "default"
_CHUNK: Final = 500
_PAIRS: Final = 500  # of a link in one query

# Not by the ORM: a condition on both columns of the key for each link would be one OR as long as the chunk.
_DELETE_LINKS = "DELETE FROM xapi_store_link WHERE (key, sid) IN (VALUES {})"


class PurgeRefused(Exception):  # noqa: N818 (the name says what happened)
    """Some of it is still needed: it has not been forwarded yet."""


@dataclass(frozen=True, slots=True)
class Purge:
    """What goes, or went: exactly."""

    statements: int
    first_stored: datetime | None
    last_stored: datetime | None
    by_authority: dict[str, int]
    documents: int
    attachments: int
    attachment_bytes: int


def plan(before: datetime) -> Purge:
    """What a purge would let go of now; nothing is changed."""
    return _plan(before, _leftovers(first_at(before)))


def purge(before: datetime, *, by: str) -> Purge:
    """Let go of it, a few hundred statements a transaction: stopped in the middle, the next purge goes on.

    PurgeRefused while an open target of forwarding has not passed all of it.
    """
    bound = first_at(before)
    _check_forwarded(bound)
    leftovers = _leftovers(bound)
    planned = _plan(before, leftovers)
    AuditEntry.objects.note(Deed.PURGE_STARTED, by, before=before.isoformat(), **_counts(planned))
    while _purge_some(bound):
        pass
    _finish(before, bound, by, planned, leftovers)
    return planned


def _plan(before: datetime, leftovers: dict[str, int]) -> Purge:
    old = Statement.objects.filter(sid__lt=first_at(before))
    first, last = (old.order_by(order).values_list("sid", flat=True).first() for order in ("sid", "-sid"))
    return Purge(
        statements=old.count(),
        first_stored=None if first is None else stored_at(first),
        last_stored=None if last is None else stored_at(last),
        by_authority=_by_authority(first_at(before)),
        documents=Document.objects.filter(updated_at__lt=before).count(),
        attachments=len(leftovers),
        attachment_bytes=sum(leftovers.values()),
    )


def _by_authority(bound: int) -> dict[str, int]:
    counted = Statement.objects.filter(sid__lt=bound).order_by().values("authority").annotate(count=Count("sid"))
    counts: dict[int, int] = {row["authority"]: row["count"] for row in counted}
    rows = Authority.objects.filter(pk__in=counts).order_by("pk")
    return {str(authority): counts[authority.pk] for authority in rows}


def _check_forwarded(bound: int) -> None:
    oldest = Statement.objects.filter(sid__lt=bound).in_order().last()
    behind = ForwardingTarget.objects.open().filter(cursor__lt=oldest.sid if oldest else 0).first()
    if behind is not None:
        raise PurgeRefused(f"Not everything has been forwarded to {behind.name}: wait for it, or close it.")


def _leftovers(bound: int) -> dict[str, int]:
    hashes: set[str] = set()
    for statement in _old(bound):
        hashes |= hashes_in(statement.kept_text())
    return only_there(hashes, lambda other: other.sid >= bound)


def _old(bound: int) -> Iterator[Statement]:
    for statement in Statement.objects.replay(chunk=_CHUNK):
        if statement.sid >= bound:
            return
        yield statement


def _purge_some(bound: int) -> bool:
    """Whether there was something: each statement with all that leads to it."""
    with transaction.atomic(DATABASE):
        statements = list(Statement.objects.filter(sid__lt=bound).in_order()[:_CHUNK])
        sids = [statement.sid for statement in statements]
        _delete_links([(key, one.sid) for one in statements for key in receive(one.kept_text(), "2").links])
        Reference.objects.filter(sid__in=sids).delete()
        ReferenceLink.objects.filter(sid__in=sids).delete()
        Statement.objects.filter(sid__in=sids).delete()
    return bool(statements)


def _delete_links(pairs: Sequence[tuple[int, int]]) -> None:
    with connections[DATABASE].cursor() as cursor:
        for start in range(0, len(pairs), _PAIRS):
            piece = pairs[start : start + _PAIRS]
            places = ", ".join(["(%s, %s)"] * len(piece))
            cursor.execute(_DELETE_LINKS.format(places), [number for pair in piece for number in pair])


def _finish(before: datetime, bound: int, by: str, planned: Purge, leftovers: dict[str, int]) -> None:
    """What is found by a purged statement that it refers to; documents; bytes; and the trace."""
    with transaction.atomic(DATABASE):
        ReferenceLink.objects.filter(source__lt=bound).delete()
        Document.objects.filter(updated_at__lt=before).delete()
        AuditEntry.objects.note(Deed.PURGED, by, before=before.isoformat(), **_counts(planned))
        for sha2 in leftovers:
            transaction.on_commit(partial(forget_content, sha2), using=DATABASE)


def _counts(purge: Purge) -> dict[str, int]:
    return {name: value for name, value in asdict(purge).items() if isinstance(value, int)}
