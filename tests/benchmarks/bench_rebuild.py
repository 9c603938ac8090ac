"""`make bench-rebuild`: how many statements a second `manage.py rebuild` replays, and that it changes nothing."""

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
django.setup()

from django.db import connection  # noqa: E402

from modules.rebuilding import rebuild  # noqa: E402
from tests.benchmarks.house import copy_registrations, empty_database, make_module  # noqa: E402

WANTED = 3000  # statements a second, on PostgreSQL


def measure(registrations: int) -> dict[str, object]:
    with empty_database():
        copy_registrations(make_module(), registrations)
        first = rebuild()  # writes every view
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        began, began_cpu = time.perf_counter(), time.process_time()
        again = rebuild()
        seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    return {
        "database": connection.vendor,
        "registrations": again.registrations,
        "statements": again.statements,
        "changes_of_the_first": first.changes,
        "changes": again.changes,
        "seconds": round(seconds, 2),
        "statements_per_second": round(again.statements / seconds),
        "cpu_seconds": round(cpu, 2),
        "load_average": round(os.getloadavg()[0], 1),
        "wanted": WANTED,
    }


if __name__ == "__main__":
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    print(json.dumps(found, indent=2))  # noqa: T201 (what a benchmark is for)
    sys.exit(found["changes"] != 0)
