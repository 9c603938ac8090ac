"""`make bench-uptake`: what counting a convention of 2,000 people costs among 100,000 registrations, by COPY.

PostgreSQL only (DATABASE_URL). ARGS="--conventions 500" makes a million.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
django.setup()

from django.db import connection  # noqa: E402

from lms.agenda.models import HourEntry  # noqa: E402
from lms.funding.editions import terms_on  # noqa: E402
from lms.funding.issuing import issue_all  # noqa: E402
from lms.funding.models import Convention, Invitation  # noqa: E402
from lms.funding.uptake import CATALOGUE, count_people  # noqa: E402
from lms.people.models import Post, User  # noqa: E402
from modules.models import Registration  # noqa: E402
from tests.benchmarks.house import empty_database  # noqa: E402
from tests.funding import cast  # noqa: E402
from tests.funding.cast import COMPLETED_AT, ENROLLED_AT, INVITED_ON, STARTED_AT, House  # noqa: E402

PEOPLE, ROUNDS, WANTED_S = 2_000, 10, 1.0
DAY = date(2026, 6, 30)


def measure(conventions: int) -> dict[str, Any]:
    with empty_database():
        house = House()
        numbers = (f"{2000 + number // 900}-{number % 900:03d}" for number in range(1, conventions))
        others = [house.convention, *(cast.convention(house.funder, house.edition, number=each) for each in numbers)]
        started = time.perf_counter()
        for each in others:
            copy_convention(house, each)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        written = time.perf_counter() - started
        return {
            "database": connection.vendor,
            "registrations": Registration.objects.count(),
            "copied in seconds": round(written, 1),
            "count one convention": _repeat(lambda: count_people(house.convention, DAY)),
            "count and issue its tables": _repeat(lambda: issue(house.convention)),
        }


def issue(convention: Convention) -> None:
    issue_all(count_people(convention, DAY), CATALOGUE, [], terms_on(convention, DAY))


def copy_convention(house: House, convention: Convention) -> None:
    """2,000 people, a quarter at each step, by COPY."""
    people = [uuid4() for _n in range(PEOPLE)]
    registered = {person: uuid4() for number, person in enumerate(people) if number % 4}
    done = [registration for number, registration in enumerate(registered.values()) if number % 3 == 0]
    now = datetime(2026, 1, 5, tzinfo=UTC)
    copy(User, ({"id": each, "email": f"{each}@exemple.fr", "actor_uuid": uuid4(), "password": "!"} for each in people))
    teams = [team.pk for team in house.teams]
    copy(
        Post,
        (
            {"person_id": each, "team_id": teams[n % 5], "profession": "es", "started_on": now.date()}
            for n, each in enumerate(people)
        ),
    )
    copy(Registration, (registration_row(house, person, pk, pk in set(done)) for person, pk in registered.items()))
    copy(
        Invitation,
        (
            {
                "id": uuid4(),
                "convention_id": convention.pk,
                "person_id": each,
                "module_key": house.edition.module_key,
                "invited_on": INVITED_ON,
                "counts": True,
                "registration_id": registered.get(each),
            }
            for each in people
        ),
    )
    copy(
        HourEntry,
        (
            {
                "registration_id": pk,
                "activity_key": uuid4(),
                "statement_id": uuid4(),
                "minutes": 210,
                "done_at": COMPLETED_AT,
                "reason": "",
            }
            for pk in done
        ),
    )


def registration_row(house: House, person: Any, pk: Any, is_done: bool) -> dict[str, Any]:
    return {
        "id": pk,
        "learner_id": person,
        "edition_id": house.edition.pk,
        "registered_at": ENROLLED_AT,
        "started_at": STARTED_AT,
        "completed_at": COMPLETED_AT if is_done else None,
        "minutes_done": 210 if is_done else 0,
    }


def copy(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    """Rows by COPY; a column that is left out has the default of the model."""
    defaults = {field.column: field.get_default() for field in model._meta.concrete_fields if not field.auto_created}
    defaults = {column: value for column, value in defaults.items() if column != "entered_at"}
    named = ", ".join(connection.ops.quote_name(column) for column in defaults)
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({named}) FROM STDIN") as out:
        for row in rows:
            out.write_row([str(value) if hasattr(value, "hex") else value for value in (defaults | row).values()])


def _repeat(deed: Callable[[], object]) -> dict[str, float]:
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        deed()
        times.append(1000 * (time.perf_counter() - started))
    return {"median ms": round(statistics.median(times)), "p95 ms": round(statistics.quantiles(times, n=20)[-1])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conventions", type=int, default=50)
    found = measure(parser.parse_args().conventions)
    print(json.dumps(found, indent=1))  # noqa: T201
    p95 = found["count and issue its tables"]["p95 ms"]
    print(f"{p95} ms at p95, {WANTED_S:.0f} s wanted")  # noqa: T201


if __name__ == "__main__":
    main()
