"""A person who has evidence: the row one locks so that the readings of that evidence take turns."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessedActor(models.Model):
    actor = models.UUIDField(primary_key=True)

    class Meta:
        verbose_name = _("assessed person")
        verbose_name_plural = _("assessed people")
        ordering = ["actor"]

    def __str__(self) -> str:
        return str(self.actor)


def lock_actors(actors: Iterable[UUID]) -> None:
    """Wait for every other transaction that writes evidence or levels of these people. Inside a transaction only.

    The race: two answers of one person at once. Each would read the evidence without the other's, and the last to
    write its level would win. Whoever locks second reads what the first committed. SQLite needs no lock: a
    transaction that writes there is already alone (BEGIN IMMEDIATE). Sorted, so that two batches cannot cross.
    """
    ordered = sorted(set(actors))
    if len(ordered) == 1 and _locked(ordered):
        return  # one answer of someone already known: one query
    AssessedActor.objects.bulk_create([AssessedActor(actor=actor) for actor in ordered], ignore_conflicts=True)
    _locked(ordered)


def _locked(ordered: list[UUID]) -> list[UUID]:
    """Those that have their row, locked in their order."""
    return list(_rows_to_lock().filter(actor__in=ordered))


@cache
def _rows_to_lock() -> "models.QuerySet[AssessedActor, UUID]":
    """Said once: it is asked at every answer."""
    return AssessedActor.objects.select_for_update().order_by("actor").values_list("actor", flat=True)
