"""`make bench-evidence`: what a piece of evidence and its level cost in a learner's request."""

import json
import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
django.setup()

from datetime import timedelta  # noqa: E402
from decimal import Decimal  # noqa: E402
from uuid import uuid4  # noqa: E402

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from competencies.evidence import MeasuredFact, add_evidence  # noqa: E402
from competencies.models import CFItem  # noqa: E402
from lms.gunicorn import when_ready  # noqa: E402
from tests.benchmarks.house import empty_database  # noqa: E402

ROUNDS = 300
WANTED = 5.0  # milliseconds, on PostgreSQL


def measure() -> dict[str, object]:
    with empty_database():
        items = list(CFItem.objects.competencies())
        actor, began = uuid4(), timezone.now() - timedelta(days=300)
        for number, item in enumerate(items):  # someone who has been learning for a while
            add_evidence([_fact(actor, item, number, began) for number in range(4)])
        when_ready(None)  # as a web process, before it answers
        with CaptureQueriesContext(connection) as queries:
            add_evidence([_fact(actor, items[0], 10, began)])
        walls, cpus = zip(*(_one(_fact(actor, items[n % 19], n, began)) for n in range(ROUNDS)), strict=True)
    return {
        "database": connection.vendor,
        "rounds": ROUNDS,
        "queries": len(queries),
        "median_ms": round(statistics.median(walls), 2),
        "p95_ms": round(statistics.quantiles(walls, n=20)[-1], 2),
        "least_ms": round(min(walls), 2),  # a round that nobody else's work interrupted
        "median_cpu_ms": round(statistics.median(cpus), 2),
        "cpu_share": round(sum(cpus) / sum(walls), 2),  # low: the machine was doing something else
        "load_average": round(os.getloadavg()[0], 1),
        "wanted_ms": WANTED,
    }


def _one(fact: MeasuredFact) -> tuple[float, float]:
    with transaction.atomic():  # that of the statement
        wall, cpu = time.perf_counter(), time.process_time()
        add_evidence([fact])
        taken = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
        transaction.set_rollback(True)  # so that every round meets the same history
    return taken


def _fact(actor: object, item: CFItem, number: int, began: object) -> MeasuredFact:
    kind = ("test", "practice")[number % 2]
    iri = f"https://faire-avec.example/xapi/activities/{kind}-{number % 4}"
    moment = began + timedelta(days=number % 290)  # type: ignore[operator]
    return MeasuredFact(actor, item.pk, kind, iri, Decimal("0.8"), True, uuid4(), uuid4(), iri, moment)  # type: ignore[arg-type]


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))  # noqa: T201 (what a benchmark is for)
