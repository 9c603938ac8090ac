"""What every test may rely on."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from pytest_django.plugin import blocking_manager_key

# Playwright runs its own loop in the thread of the test; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Tests read French: the catalogue is compiled here, so that pytest may be called without make."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    source = ROOT / "lms/locale/fr/LC_MESSAGES/django.po"
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        with source.open("rb") as po, compiled.open("wb") as mo:
            write_mo(mo, read_po(po))


def _key_of_the_tables() -> str:
    """Changes with the libraries, our migrations, and what post_migrate loads (survey and framework)."""
    migrations = ("requirements.lock", "*/migrations/*.py", "*/*/migrations/*.py")
    patterns = (*migrations, "competencies/loading/*.py", "fixtures/survey/**/*", "fixtures/framework/**/*")
    sources = sorted({source for pattern in patterns for source in ROOT.glob(pattern) if source.is_file()})
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.relative_to(ROOT)}\0".encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def _migrated_database(folder: Path) -> Path:
    """A migrated SQLite file, made once for all processes and all runs: migrating takes ten seconds, copying none."""
    ready = folder / f"{_key_of_the_tables()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            _migrate(folder / "unfinished.sqlite3")
            (folder / "unfinished.sqlite3").rename(ready)
    return ready


def _migrate(path: Path) -> None:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{path}", "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, pytestconfig: pytest.Config
) -> None:
    """On SQLite each process works in its own copy of the migrated file; on PostgreSQL it migrates its own database."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return
    assert pytestconfig.cache is not None
    shutil.copyfile(_migrated_database(pytestconfig.cache.mkdir("migrated")), database["TEST"]["NAME"])
    database["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """The copy is kept as it was laid; its folder goes at the end of the run."""
    from django.conf import settings

    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(autouse=True)
def _nothing_left_over() -> None:
    """Each test starts in French and with an empty cache, whatever the one before it activated or kept.

    Wagtail caches the site's root paths: those of a home page that has been rolled back would give pages no address.
    """
    from django.core.cache import cache
    from django.utils import translation

    from competencies.models.level_rule import forget_rules
    from modules.frozen import forget_editions

    translation.activate("fr")
    cache.clear()
    forget_rules()
    forget_editions()


NOTHING = "[]"


@pytest.fixture(scope="session", autouse=True)
def kept_rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What migrations wrote (locale, root page, survey), kept aside before the first test.

    The hook below gives it back after each test that commits, so that nothing is left for Django to give back before.
    """
    from django.db import connection

    from tests.migrated_rows import copy_rows_back, keep_rows

    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            keep_rows()
    connection._test_serialized_contents = NOTHING
    yield
    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            copy_rows_back()  # for the next run, with --reuse-db


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits empties every table: give the rows of the migrations back to whatever test comes next.

    Never after the last one: the connection is then that of DATABASE_URL itself again, whose rows are not ours.
    """
    yield
    if nextitem is not None and _commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            _give_rows_back(item.config)


def _commits(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    marks = (mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
    return bool(names & {"transactional_db", "live_server"}) or any(marks)


def _give_rows_back(config: pytest.Config) -> None:
    """On SQLite the whole migrated file, page by page; elsewhere table by table."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from wagtail.models import Site

    from tests.migrated_rows import copy_rows_back

    if connection.vendor == "sqlite":
        assert config.cache is not None
        connection.ensure_connection()
        with closing(sqlite3.connect(_migrated_database(config.cache.mkdir("migrated")))) as migrated:
            migrated.backup(connection.connection)
    else:
        copy_rows_back()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
