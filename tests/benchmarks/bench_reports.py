"""`make bench-reports`: the employer’s matrix, gaps, hours and files at 1,000 and 10,000 people, a staff file of 5,000
rows.

Prints JSON. Times are on the clock; `cpu` is this process alone, the database left out, and depends less on what else
the machine does. DATABASE_URL says where; ARGS="--people 1000" asks for less.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from competencies.models import AssociationType, CFAssociation, CFItem, CFItemType, Level, LevelRule  # noqa: E402
from lms.agenda.models import HourEntry  # noqa: E402
from lms.gunicorn import when_ready  # noqa: E402
from lms.people.models import Organisation, Post, User  # noqa: E402
from lms.people.rights import Role  # noqa: E402
from lms.people.staff.importing import agree, apply, check, take_file  # noqa: E402
from lms.workforce.models import Concerns  # noqa: E402
from lms.workforce.profiling import Wanted, create_profile  # noqa: E402
from modules.models import Edition, Registration  # noqa: E402
from tests.benchmarks.house import empty_database, make_module  # noqa: E402
from tests.cast import make_employer, make_person  # noqa: E402
from tests.people.staff_files import as_xlsx, person  # noqa: E402

COLUMNS, TEAMS, ROUNDS, ROWS = 30, 20, 40, 5_000
WANTED_PAGE_MS, WANTED_FILE_S = 300, 10
PROFESSIONS = ("ass", "es", "cesf", "tisf")
MATRIX = "/equipe/competences/"
FILES = {
    "matrix csv": f"{MATRIX}tableau.csv",
    "matrix xlsx": f"{MATRIX}tableau.xlsx",
    "to renew xlsx": "/equipe/a-renouveler/liste.xlsx",
    "hours xlsx": "/equipe/heures/heures.xlsx",
}


def measure(people: int) -> dict[str, Any]:
    with empty_database():
        client, root = Client(), _build(people)
        hr = make_person("Hélène Rivière", Role.HR, root)
        client.force_login(hr)
        items = list(CFItem.objects.competencies())
        _ask(root, items, hr)
        when_ready(None)  # as a web process begins: what is loaded is never searched for garbage
        last = max(1, people // 50)
        pages = [f"{MATRIX}?page={number % last + 1}" for number in range(ROUNDS)]
        lacking = [f"{MATRIX}?competence={items[number % COLUMNS].pk}" for number in range(ROUNDS)]
        found = {
            "database": connection.vendor,
            "people": people,
            "competencies": len(items),
            "matrix page": _repeat(client, pages),
            "who does not have": _repeat(client, lacking),
            "gaps": _repeat(client, ["/equipe/ecarts/"] * (ROUNDS // 4)),
            "hours page": _repeat(client, [f"/equipe/heures/?page={number}" for number in range(ROUNDS // 4)]),
            "to renew": _repeat(client, ["/equipe/a-renouveler/"] * (ROUNDS // 4)),
            **{name: _once(lambda address=address: client.get(address)) for name, address in FILES.items()},  # type: ignore[misc]
        }
        load = {"load_average": [round(each, 1) for each in os.getloadavg()]}
        return found | {"staff file of 5,000 rows": _import(root, hr)} | load


def _build(people: int) -> Organisation:
    """So many people in twenty teams, four cells in five assessed; the framework is grown to thirty columns."""
    edition = make_module().edition
    root = make_employer().root
    teams = [Organisation.objects.get(pk=root.pk).add_branch("team", f"Équipe {number}") for number in range(TEAMS)]
    _grow()
    draw, today = Random(7), timezone.localdate()
    crowd = User.objects.bulk_create(
        [User(email=f"p{n}@structure.example", first_name="Ada", last_name=f"Foule{n:05}") for n in range(people)], 1000
    )
    started = today - timedelta(days=400)
    Post.objects.bulk_create(
        [
            Post(person=each, team=teams[n % TEAMS], profession=PROFESSIONS[n % 4], started_on=started)
            for n, each in enumerate(crowd)
        ],
        1000,
    )
    rule, items = LevelRule.objects.earliest("pk"), list(CFItem.objects.competencies())
    levels = (
        Level(
            actor=each.actor_uuid,
            cfitem=item,
            rule=rule,
            level=draw.randint(1, 4),
            reached_on=started,
            expires_on=today + timedelta(days=draw.randint(-60, 600)),
        )
        for each in crowd
        for item in items
        if draw.random() < 0.8
    )
    Level.objects.bulk_create(levels, 2000)
    _follow(crowd, edition)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return root


def _follow(crowd: list[User], edition: Edition) -> None:
    """Everyone has finished the three activities of the small module, a day each: what the ledger then holds."""
    now = timezone.now()
    done = Registration.objects.bulk_create(
        [Registration(learner=each, edition=edition, registered_at=now, completed_at=now) for each in crowd], 1000
    )
    activities = list(edition.activities.all())
    entries = (
        HourEntry(
            registration=registration,
            activity_key=each.key,
            statement_id=uuid4(),
            minutes=each.planned_minutes,
            done_at=now - timedelta(days=number % 300),
        )
        for number, registration in enumerate(done)
        for each in activities
    )
    HourEntry.objects.bulk_create(entries, 2000)


def _grow() -> None:
    items = list(CFItem.objects.competencies())
    model = items[-1]
    parent = CFAssociation.objects.get(origin=model, association_type=AssociationType.IS_CHILD_OF)
    for number in range(len(items), COLUMNS):
        item = CFItem.objects.create(
            document=model.document,
            cf_item_type=CFItemType.COMPETENCY,
            human_coding_scheme=f"Z9.{number}",
            full_statement=f"Une compétence de plus pour la mesure, numéro {number}",
            level_descriptions=model.level_descriptions,
            position=1000 + number,
        )
        CFAssociation.objects.create(
            document=model.document,
            origin=item,
            destination=parent.destination,
            association_type=AssociationType.IS_CHILD_OF,
            position=parent.position,
        )


def _ask(root: Organisation, items: list[CFItem], by: User) -> None:
    for number, profession in enumerate(PROFESSIONS[:3]):
        levels = {item.pk: 2 + (number + n) % 3 for n, item in enumerate(items[: 10 + number])}
        wanted = Wanted(root, profession, Concerns.PROFESSION, profession, timezone.localdate(), None, levels)
        create_profile(wanted, by)


def _repeat(client: Client, addresses: list[str]) -> dict[str, float]:
    client.get(addresses[0])
    times = [_once(lambda address=address: client.get(address)) for address in addresses]  # type: ignore[misc]
    clock = [each["s"] * 1000 for each in times]
    return {
        "median_ms": round(statistics.median(clock), 1),
        "p95_ms": round(statistics.quantiles(clock, n=20)[-1], 1),
        "cpu_ms": round(statistics.median(each["cpu_s"] for each in times) * 1000, 1),
    }


def _once(deed: Callable[[], Any]) -> dict[str, float]:
    started, worked = time.perf_counter(), time.process_time()
    deed()
    return {"s": round(time.perf_counter() - started, 3), "cpu_s": round(time.process_time() - worked, 3)}


def _import(root: Organisation, by: User) -> dict[str, Any]:
    rows = [
        person(f"M{n}", "Arrivant", "Ada", team=f"Équipe {n % TEAMS}", email=f"m{n}@structure.example")
        for n in range(ROWS)
    ]
    taken = take_file(root, by, "effectif.xlsx", BytesIO(as_xlsx(*rows)), timezone.localdate(), covers_everyone=False)
    reading = _once(lambda: check(taken))
    agree(taken, invites=True)
    return {"read": reading, "record": _once(lambda: apply(taken)), "wanted_s": WANTED_FILE_S}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 10_000])
    for number in parser.parse_args().people:
        print(json.dumps(measure(number) | {"wanted_page_p95_ms": WANTED_PAGE_MS}, indent=2), flush=True)  # noqa: T201
