"""GET /health/ tells the truth about what the site stands on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lms.celery import app


def checks(client: Client, status: int) -> dict[str, Any]:
    answer = client.get("/health/")
    assert answer.status_code == status
    assert answer.json()["status"] == ("ok" if status == 200 else "failing")
    return dict(answer.json()["checks"])


@contextmanager
def celery_set_to(**options: Any) -> Iterator[None]:
    before = {name: app.conf[name] for name in options}
    app.conf.update(options)
    yield
    app.conf.update(before)


@pytest.mark.django_db
def test_everything_answers(client: Client) -> None:
    assert [name for name, check in checks(client, 200).items() if check["ok"]] == [
        "database",
        "queue",
        "storage",
        "projector",
        "forwarding",
    ]


@pytest.mark.django_db
def test_a_visitor_needs_no_account_and_nobody_keeps_the_answer(client: Client) -> None:
    assert "no-store" in client.get("/health/")["Cache-Control"]
    assert client.post("/health/").status_code == 405


@pytest.mark.django_db
def test_it_counts_the_tasks_that_wait(client: Client) -> None:
    with celery_set_to(task_always_eager=False):
        app.send_task("a.task.that.nobody.takes")
    try:
        assert checks(client, 200)["queue"] == {"ok": True, "waiting": 1}
    finally:
        app.control.purge()
    assert checks(client, 200)["queue"]["waiting"] == 0


def test_without_its_database_it_says_which_check_fails(client: Client) -> None:
    # pytest-django lets no test without the mark reach the database.
    assert checks(client, 503)["database"] == {"ok": False}


@pytest.mark.django_db
def test_without_its_queue_it_says_so_and_nothing_secret(client: Client) -> None:
    with celery_set_to(broker_url="redis://:a-password@127.0.0.1:1/0"):
        found = checks(client, 503)
    assert found["queue"] == {"ok": False}
    assert found["database"]["ok"]
    assert found["storage"]["ok"]


@pytest.mark.django_db
@pytest.mark.parametrize("alias", ["default", "papers"])
def test_without_its_storage_it_says_so(client: Client, settings: Any, tmp_path: Path, alias: str) -> None:
    (tmp_path / "a-file").write_text("where a folder is needed")
    nowhere = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "a-file"}}
    settings.STORAGES = settings.STORAGES | {alias: nowhere}
    assert checks(client, 503)["storage"] == {"ok": False}


@pytest.mark.django_db
def test_a_part_of_the_site_adds_its_own_check(client: Client, settings: Any) -> None:
    settings.HEALTH_CHECKS = settings.HEALTH_CHECKS | {"projector": "tests.run.test_health.lag"}
    assert checks(client, 200)["projector"] == {"ok": True, "seconds": 3}


def lag() -> dict[str, int]:
    return {"seconds": 3}
