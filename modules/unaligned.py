"""Statements that came over HTTP and move nobody's progress: what a screen lists, and a second look at them."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count

from modules.models import ProjectionCursor, Reason, UnalignedStatement
from modules.models.projection import UnalignedStatementQuerySet
from modules.projection import Walked, walk
from xapi_store.models import Statement


class ProjectorAtWork(Exception):  # noqa: N818 (the name says what happened)
    """The projector walks other statements at this moment: ask again in a few seconds."""


def unaligned_statements(reason: Reason | None = None) -> UnalignedStatementQuerySet:
    """Newest first, each with its `reason`, its `statement` and the authority and credential it came on the word of."""
    rows = UnalignedStatement.objects.with_statement().newest_first()
    return rows if reason is None else rows.because(reason)


def count_unaligned() -> dict[Reason, int]:
    """How many for each reason, 0 included."""
    counted = dict(UnalignedStatement.objects.order_by().values_list("reason").annotate(number=Count("pk")))
    return {reason: counted.get(reason.value, 0) for reason in Reason}


@transaction.atomic
def look_again(rows: Sequence[UnalignedStatement]) -> Walked:
    """Walk these once more: their credential may give evidence since, or the registration is known now.

    Raises ProjectorAtWork rather than wait.
    """
    if ProjectionCursor.objects.lock() is None:
        raise ProjectorAtWork
    sids = [row.pk for row in rows]
    UnalignedStatement.objects.filter(pk__in=sids).delete()
    return walk(list(Statement.objects.filter(sid__in=sids).select_related("authority").in_order()))
