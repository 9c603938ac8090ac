"""`make bench-uptake`: what funders' figures cost among 100,000 and 1,000,000 registrations, on PostgreSQL.

The live page of a convention, an edition of 2,000 people, its gate, a learner's statement. On a PostgreSQL of its own,
swept away after, unless DATABASE_URL says where; ARGS="--registrations 100000" asks for less.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    django.setup()

from django.db import connection
from django.test import Client
from django.urls import reverse

from lms.funding.editions import publish, terms_on
from lms.funding.gate import GateResult
from lms.funding.grid import Step
from lms.funding.issuing import issue_all
from lms.funding.models import Convention
from lms.funding.rollup import settle_everything
from lms.funding.uptake import CATALOGUE, count_people
from lms.gunicorn import when_ready
from lms.people.rights import Role
from modules.models import Registration
from tests.benchmarks.house import empty_database
from tests.benchmarks.lrs.house import House as Servers
from tests.benchmarks.lrs.house import open_house
from tests.benchmarks.uptake_crowd import PEOPLE, fill_one, multiply
from tests.cast import make_institute_with_module, take
from tests.funding import cast
from xapi_store.models import Statement

QUARTER, CLOSING = date(2026, 6, 30), date(2026, 9, 30)
PAGES, LEARNERS, EDITIONS, AT_ONCE = 60, 60, 10, 50
WANTED = {"live page p95 ms": 300, "edition median ms": 1000, "gate seconds": 60, "live page, 1 M over 100 k": 1.5}


def measure(sizes: Iterable[int]) -> list[dict[str, Any]]:
    """At each size, the smaller first: conventions are added to the same database."""
    with empty_database():
        edition = make_institute_with_module(Path(tempfile.mkdtemp())).edition
        funder = cast.funder()
        agreed = {"ends_on": CLOSING, "starts_on": date(2026, 1, 1)}
        first = cast.convention(funder, edition, number="2026-001", **agreed)
        fill_one(first, edition)
        conventions, found = [first], []
        each_has = Registration.objects.count()
        for size in sizes:
            started = time.perf_counter()
            while len(conventions) * each_has < size:
                missing = -(-size // each_has) - len(conventions)
                numbers = range(len(conventions), len(conventions) + min(missing, AT_ONCE))
                named = [f"{2100 + number // 900}-{number % 900:03d}" for number in numbers]
                others = [cast.convention(funder, edition, number=name, **agreed) for name in named]
                multiply(first, others)
                conventions += others
            _analyse()
            seconds = round(time.perf_counter() - started, 1)
            again = {} if found else {"counted again": measure_rebuild()}
            found.append({"filled in seconds": seconds} | measure_one(conventions) | again)
        return found


def measure_rebuild() -> dict[str, Any]:
    """Every invitation of the smallest size, counted again from registrations, attestations and the ledger."""
    started, before = time.perf_counter(), _spent()
    changes = settle_everything()
    return {
        "changes": changes,
        "seconds": round(time.perf_counter() - started, 1),
        "cpu seconds": round(_spent() - before, 1),
    }


def measure_one(conventions: list[Convention]) -> dict[str, Any]:
    when_ready(None)  # what filled the database is no garbage to walk through: a web process never held it
    client, fresh = Client(), conventions[1 : EDITIONS + 1]
    client.force_login(cast.person("Maud", Role.SITE_ADMIN))
    step = max(1, len(conventions) // PAGES)
    pages = [reverse("funding:live", args=[each.pk]) for each in (conventions[::step] * PAGES)[:PAGES]]
    return {
        "registrations": Registration.objects.count(),
        "people invited": len(conventions) * PEOPLE,
        "load": round(os.getloadavg()[0], 1),
        "live page": _times([lambda page=page: _open(client, page) for page in pages]),
        "edition: people counted": _times([lambda each=each: count_people(each, CLOSING) for each in fresh]),
        "edition: counted and issued, closing": _times([lambda each=each: issue(each) for each in fresh]),
        "statements of an invited learner, each": measure_statements(conventions[-1]),
        "edition with its gate": measure_gate(conventions[-2]),
    }


def issue(convention: Convention) -> None:
    issue_all(count_people(convention, CLOSING), CATALOGUE, [], terms_on(convention, CLOSING))


def measure_statements(convention: Convention) -> dict[str, float]:
    """One activity taken on the learner's road, its statements recorded; the time of each statement."""
    enrolled = convention.invitations.filter(step=Step.ENROLLED).order_by("pk").select_related("registration")
    [activity, *_others] = enrolled[0].registration.edition.activities.all()
    before = Statement.objects.count()
    registrations = [each.registration for each in enrolled[:LEARNERS]]
    times = _times([lambda each=each: take(each, activity) for each in registrations])
    each_has = (Statement.objects.count() - before) / len(registrations)
    return {name: round(value / each_has, 1) for name, value in times.items()}


def measure_gate(convention: Convention) -> dict[str, Any]:
    """A quarter, then the closing with its crossed tables: whole, written in the end."""
    found: dict[str, Any] = {}
    for name, day in (("quarter", QUARTER), ("closing", CLOSING)):
        told: list[int] = []
        started, before = time.perf_counter(), _spent()
        edition = publish(convention, day, on_progress=lambda _puzzle, done, _all, told=told: told.append(done))
        gate = GateResult(**{**edition.gate, "withheld": (), "moved": ()})
        found[name] = {
            "seconds": round(time.perf_counter() - started, 1),
            "cpu seconds": round(_spent() - before, 1),
            "gate seconds": gate.seconds,
            "groups tried": gate.targets,
            "groups read": gate.leaks,
            "told its progress": len(told),
        }
    return found


def _open(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200


def _times(deeds: list[Callable[[], object]]) -> dict[str, float]:
    """By the clock, then by what the processors spent (Python and its PostgreSQL backend), which is what the clock says
    on a machine that nothing else uses. The first deed is done once more before, so that no import is measured."""
    deeds[0]()
    times, spent = [], []
    for deed in deeds:
        started, before = time.perf_counter(), _spent()
        deed()
        times.append(1000 * (time.perf_counter() - started))
        spent.append(1000 * (_spent() - before))
    return {f"{name}{mark} ms": each for mark, those in (("", times), (" cpu", spent)) for name, each in _sum_up(those)}


def _sum_up(times: list[float]) -> list[tuple[str, float]]:
    return [("median", round(statistics.median(times), 1)), ("p95", round(statistics.quantiles(times, n=20)[-1], 1))]


def _spent() -> float:
    """Seconds of processor, of this process and of the backend that answers it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    return time.process_time() + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--registrations", type=int, nargs="+", default=[100_000, 1_000_000])
    options = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        with open_house(Servers.start_database) as servers:
            address = {"DATABASE_URL": servers.environment["DATABASE_URL"]}
            sys.exit(
                subprocess.run([sys.executable, *sys.orig_argv[1:]], env=os.environ | address, check=False).returncode
            )
    found = measure(options.registrations)
    print(json.dumps({"wanted": WANTED, "found": found}, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
