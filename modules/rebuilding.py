"""Replaying the store: progress, evidence and levels are views of statements, so this must change nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from competencies.evidence import replace_measured_evidence
from modules.facts import Fact
from modules.models import Registration
from modules.progress import replace_progress_of
from modules.receivers import evidence_of, facts_in
from xapi_store.models import Statement

BATCH = 200


@dataclass
class Rebuilt:
    """What a rebuild read and changed. `changes` is 0 on a healthy database."""

    registrations: int = 0
    statements: int = 0
    changes: int = 0


def rebuild() -> Rebuilt:
    """Replay the standing statements, registration by registration, through the functions of the live road."""
    done = Rebuilt()
    for registrations in _batches():
        with transaction.atomic():
            _rebuild_batch(registrations, done)
    return done


def _batches() -> Iterator[list[Registration]]:
    """Registrations by id, so many at a time: bounded memory whatever their number."""
    last = UUID(int=0)
    while batch := list(Registration.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _rebuild_batch(registrations: list[Registration], done: Rebuilt) -> None:
    """The registrations first are locked, then read: no answer slips between the reading and the writing."""
    wanted = [each.pk for each in registrations]
    list(Registration.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    facts: dict[UUID, list[Fact]] = {pk: [] for pk in wanted}
    statements = list(Statement.objects.standing().for_registrations(wanted).select_related("authority").order_by())
    for fact in facts_in(statements):
        if fact.registration in facts:
            facts[fact.registration].append(fact)
    done.registrations += len(wanted)
    done.statements += len(statements)
    done.changes += replace_progress_of(facts)
    measured = [measure for batch in facts.values() for fact in batch for measure in evidence_of(fact)]
    done.changes += replace_measured_evidence(wanted, measured)
