"""`make bench-pages`: what a learner waits for: dashboard, module page, a question, an answer with its statement.

The house has 10,000 learners who finished a module; sixty of them take another. Each request goes through the whole of
Django, in this process, as production runs it: the same middleware, templates kept, one connection, the search for
garbage set as the web server sets it. Gunicorn adds its own part. Prints what was measured, as JSON; `least_ms` and
`cpu_ms` say what a machine that others use hides.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from lms.gunicorn import when_ready  # noqa: E402
from lms.people.models import User  # noqa: E402
from lms.people.rights import Role  # noqa: E402
from lms.settings.base import MIDDLEWARE  # noqa: E402
from modules.models import Registration  # noqa: E402
from modules.rebuilding import rebuild  # noqa: E402
from tests.benchmarks.house import copy_registrations, empty_database, make_module  # noqa: E402
from tests.cast import Taught, follow, give_role, make_institute_with_module  # noqa: E402

MEASURED = 60  # learners
AGAIN = 3  # times each opens a page
QUESTIONS = 3
WANTED_PAGE_MS, WANTED_ANSWER_MS = 15, 30  # p50, on PostgreSQL


def measure(people: int) -> dict[str, object]:
    settings.MIDDLEWARE = MIDDLEWARE  # the tests leave out what serves static files
    with empty_database():
        first = make_module()
        copy_registrations(first, people)
        rebuild()
        other = make_institute_with_module(Path(tempfile.mkdtemp()), key="aller-plus-loin", title="Aller plus loin")
        learners = [
            _open(other, person) for person in User.objects.exclude(registrations=None).order_by("pk")[:MEASURED]
        ]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        module = other.module.get_url()
        when_ready(None)
        return {
            "database": connection.vendor,
            "people": people,
            "dashboard": _time(
                lambda c=client: c.get("/mon-parcours/") for _again in range(AGAIN) for client, _ in learners
            ),
            "module page": _time(lambda c=client: c.get(module) for _again in range(AGAIN) for client, _ in learners),
            "quiz question": _time(
                lambda c=client, a=address: c.get(a, {"question": "1"})
                for _again in range(AGAIN)
                for client, address in learners
            ),
            "answer": _time(
                lambda c=client, a=address, n=number: c.post(a, {"question": str(n), "reponse": "0"})
                for number in range(1, QUESTIONS + 1)
                for client, address in learners
            ),
            "wanted_p50_ms": {"page": WANTED_PAGE_MS, "answer": WANTED_ANSWER_MS},
            "load_average": round(os.getloadavg()[0], 1),
        }


def _open(taught: Taught, person: User) -> tuple[Client, str]:
    """Signed in, and at the first question of the test: the client and the address of the test."""
    registration: Registration = follow(person, taught.edition)
    give_role(person, Role.LEARNER)
    client = Client()
    client.force_login(person)
    test = next(each for each in taught.edition.activities.all() if each.kind == "quiz")
    address = f"/parcours/{registration.pk}/{test.slug}/"
    client.post(address, {"action": "commencer"})
    return client, address


def _time(requests: Iterable[Callable[[], HttpResponse]]) -> dict[str, float]:
    """Each request once. The first, which reads what never changes, is left out; the second tells the number of queries
    and is left out of the times too."""
    walls, cpus, queries = [], [], 0
    for number, request in enumerate(requests):
        if not number:
            _check(request())
            continue
        if number == 1:
            with CaptureQueriesContext(connection) as captured:
                _check(request())
            queries = len(captured)
            reset_queries()
            continue
        wall, cpu = time.perf_counter(), time.process_time()
        answer = request()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
        _check(answer)
    return {
        "requests": len(walls),
        "queries": queries,
        "least_ms": round(min(walls), 1),
        "p50_ms": round(statistics.median(walls), 1),
        "p95_ms": round(statistics.quantiles(walls, n=20)[-1], 1),
        "cpu_ms": round(statistics.median(cpus), 1),
        "per_second": round(1000 / statistics.mean(walls)),
        "kilobytes": round(len(answer.content) / 1000),
    }


def _check(answer: HttpResponse) -> None:
    if answer.status_code not in {200, 302}:
        raise RuntimeError(f"{answer.status_code} {answer.content[:300]!r}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=10_000)
    print(json.dumps(measure(parser.parse_args().people), indent=2))  # noqa: T201 (what a benchmark is for)
