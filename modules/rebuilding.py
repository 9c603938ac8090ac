"""Replaying the store: progress, evidence and levels are views of statements, so this must change nothing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from competencies.evidence import replace_measured_evidence
from modules.facts import Fact
from modules.models import Registration
from modules.progress import replace_progress
from modules.receivers import evidence_of, our_fact
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
    while batch := list(Registration.objects.filter(pk__gt=last).order_by("pk").select_related("learner")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _rebuild_batch(registrations: list[Registration], done: Rebuilt) -> None:
    facts: dict[UUID, list[Fact]] = defaultdict(list)
    statements = Statement.objects.standing().for_registrations([each.pk for each in registrations])
    for statement in statements.select_related("authority"):
        done.statements += 1
        if (fact := our_fact(statement)) is not None:
            facts[fact.registration].append(fact)
    for registration in registrations:
        done.registrations += 1
        done.changes += replace_progress(registration, facts[registration.pk])
    measured = [measure for batch in facts.values() for fact in batch for measure in evidence_of(fact)]
    done.changes += replace_measured_evidence([each.pk for each in registrations], measured)
