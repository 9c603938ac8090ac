"""What a learner's page asks of the database: twelve queries at most, whatever the number of activities."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.seeding import seed_site
from competencies.models import CFItem
from lms.people.models import User
from lms.people.rights import Role
from lms.workforce.models import Concerns, Reach
from lms.workforce.planning import Wish, make_plan
from lms.workforce.profiling import Wanted, create_profile
from modules.following import follow_programme
from modules.loading.loader import load_module
from modules.models import Programme, ProgrammeModule, Registration
from tests.cast import (
    Taught,
    finish,
    follow,
    hire,
    make_employer,
    make_institute_with_module,
    make_person,
    write_module,
)

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    seed_site()
    return make_institute_with_module(tmp_path)


@pytest.fixture
def nadege() -> User:
    return make_person("Nadège Osmont")


@contextmanager
def counting() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        asked.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        yield asked


def cost(client: Client, address: str) -> int:
    """Of the second reading: the first one keeps what never changes (editions, addresses of the site)."""
    assert client.get(address).status_code == 200
    with counting() as asked:
        client.get(address)
    return len(asked)


def with_lessons(folder: Path, taught: Taught, lessons: int) -> Taught:
    """The tiny module with that many lessons more."""
    files = write_module(folder, f"long-{lessons}", f"Un long module de {lessons}")
    text = (files / "01-lire.yaml").read_text(encoding="utf-8")
    for number in range(lessons):
        (files / f"{number + 10}-lire.yaml").write_text(text.replace("key: lire", f"key: lire-{number}"), "utf-8")
    loaded = load_module(files, taught.page)
    return Taught(taught.institute, taught.page, loaded.module, loaded.edition)


def pages_of(registration: Registration, module: str) -> dict[str, str]:
    path = f"/parcours/{registration.pk}/"
    return {
        "dashboard": "/mon-parcours/",
        "module": module,
        "path": path,
        "lesson": f"{path}lire/",
        "question": f"{path}test/?question=1",
        "practice": f"{path}pratique/?question=1",
        "on paper": f"{path}pratique/papier/",
        "catalogue": "/modules/",
        "profile": "/mes-competences/",
    }


@pytest.mark.parametrize("lessons", [0, 8])
def test_every_page_takes_twelve_queries_at_most_whatever_the_number_of_activities(
    client: Client, taught: Taught, nadege: User, tmp_path: Path, lessons: int
) -> None:
    longer = with_lessons(tmp_path / "long", taught, lessons)
    registration = follow(nadege, longer.edition)
    client.force_login(nadege)
    for slug in ("test", "pratique"):
        client.post(f"/parcours/{registration.pk}/{slug}/", {"action": "commencer"})
    costs = {name: cost(client, each) for name, each in pages_of(registration, longer.module.url).items()}
    assert {name: n for name, n in costs.items() if n > MOST} == {}
    assert costs == {
        "dashboard": 11,
        "module": 11,
        "path": 7,
        "lesson": 6,
        "question": 7,
        "practice": 7,
        "on paper": 7,
        "catalogue": 10,
        "profile": 8,
    }


def test_the_dashboard_takes_twelve_with_an_employer_who_asks_and_a_programme(
    client: Client, taught: Taught, nadege: User, tmp_path: Path
) -> None:
    other = make_institute_with_module(tmp_path, key="un-autre", title="Un autre")
    finish(follow(nadege, taught.edition))
    day = Programme(title="Une journée", slug="une-journee", summary="Deux demi-journées.")
    taught.page.add_child(instance=day)
    for place, module in enumerate((taught.module, other.module)):
        ProgrammeModule.objects.create(programme=day, module=module, sort_order=place, locale=day.locale)
    follow_programme(nadege, Programme.objects.get(pk=day.pk))
    employer = make_employer()
    hire(nadege, employer.team, started_on=date(2025, 1, 6))
    hr = make_person("Hélène Rivière", Role.HR, employer.root)
    item = CFItem.objects.coded("A1.1").get()
    today = timezone.localdate()
    create_profile(Wanted(employer.root, "Tous", Concerns.EVERYONE, "", today, None, {item.pk: 3}), hr)
    due = today + timedelta(days=30)
    make_plan(Wish(employer.team, other.edition, Reach.TEAM, due, "Un nouvel accueil ouvre", only_lacking=False), hr)
    client.force_login(nadege)
    page = client.get("/mon-parcours/").content.decode()
    assert "Un nouvel accueil ouvre" in page
    assert "Une journée" in page
    assert cost(client, "/mon-parcours/") <= MOST


def test_an_answer_takes_no_more_queries_in_a_longer_module(
    client: Client, taught: Taught, nadege: User, tmp_path: Path
) -> None:
    client.force_login(nadege)
    costs = []
    for lessons in (0, 8):
        registration = follow(nadege, with_lessons(tmp_path / str(lessons), taught, lessons).edition)
        address = f"/parcours/{registration.pk}/pratique/"
        client.post(address, {"action": "commencer"})
        client.post(address, {"question": "1", "reponse": "0"})
        with counting() as asked:
            assert client.post(address, {"question": "2", "reponse": "0"}).status_code == 302
        costs.append(len(asked))
    assert costs[1] <= costs[0]
