"""The production settings: complete, closed, and loud about what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lms.settings.environment import read_database, read_flag, read_iri, read_number, read_secret
from lms.settings.mail import read_mail
from lms.settings.media import media_storages

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": "a-key-for-this-test-only-and-long-enough-to-please-everyone",
    "ALLOWED_HOSTS": "faire-avec.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def manage(folder: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder)} | COMPLETE | variables
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def test_the_deployment_check_finds_nothing(tmp_path: Path) -> None:
    answer = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_a_missing_variable_stops_the_start_and_is_named(tmp_path: Path, name: str) -> None:
    answer = manage(tmp_path, "check", **{name: ""})
    assert answer.returncode != 0
    assert name in answer.stderr.splitlines()[-1]


def test_pages_are_read_before_the_first_request_and_without_the_database(tmp_path: Path) -> None:
    """Four threads of a cold worker read them at once: seconds for the first answers, and one 500, seen once."""
    said = "import sys, lms.wsgi; print('lms.urls' in sys.modules, 'xapi_store.http.statements' in sys.modules)"
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | COMPLETE
    command = [sys.executable, "-W", "ignore", "-c", said]
    answer = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert answer.stdout.split() == ["True", "True"], answer.stderr


def test_demo_accounts_are_refused_whatever_the_environment_says(tmp_path: Path) -> None:
    said = manage(tmp_path, "shell", "-c", "from django.conf import settings; print(settings.DEMO_ACCOUNTS)")
    assert said.stdout.split() == ["False"] or said.stdout.splitlines()[-1] == "False"


@pytest.mark.long
def test_static_files_get_hashed_names_and_gzip_copies(tmp_path: Path) -> None:
    answer = manage(tmp_path, "collectstatic", "--noinput", "--verbosity", "0")
    assert answer.returncode == 0, answer.stderr
    files = [file.name for file in (tmp_path / "static").rglob("*")]
    assert "staticfiles.json" in files
    assert any(name.endswith(".css.gz") for name in files)
    assert not any(name.endswith(".br") for name in files)


def test_mail_has_three_ways_to_be_sent() -> None:
    assert read_mail({})[:2] == ("localhost", 25)
    assert read_mail({"SMTP_URL": "smtp+tls://lea:a%40b@post.example"}) == (
        "post.example",
        587,
        "lea",
        "a@b",
        True,
        False,
    )
    assert read_mail({"SMTP_URL": "smtps://post.example"}).use_ssl
    with pytest.raises(ImproperlyConfigured, match="SMTP_URL"):
        read_mail({"SMTP_URL": "http://post.example"})


def test_papers_stay_apart_from_media_in_a_folder_and_in_a_bucket(tmp_path: Path) -> None:
    assert media_storages(tmp_path, {})["papers"]["OPTIONS"]["location"] == tmp_path / "papers"
    key = {"MEDIA_S3_BUCKET": "b", "MEDIA_S3_KEY": "k", "MEDIA_S3_SECRET": "s"}
    kept = media_storages(tmp_path, key)
    assert [kept[name]["OPTIONS"]["location"] for name in ("default", "papers")] == ["media", "papers"]
    assert kept["papers"]["OPTIONS"]["querystring_auth"]
    with pytest.raises(ImproperlyConfigured, match="MEDIA_S3_SECRET"):
        media_storages(tmp_path, {"MEDIA_S3_BUCKET": "b"})


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: read_secret("KEY", {"KEY": "short"}), "KEY"),
        (lambda: read_flag("FLAG", True, {"FLAG": "maybe"}), "FLAG"),
        (lambda: read_number("COUNT", 1, 1, 9, {"COUNT": "10"}), "COUNT"),
        (lambda: read_iri("SITE", "", {"SITE": "faire-avec.example"}), "SITE"),
        (lambda: read_database(None, environ={}), "DATABASE_URL"),
        (lambda: read_database(None, environ={"DATABASE_URL": "postgresql://h:port/x"}), "DATABASE_URL"),
    ],
)
def test_a_wrong_value_is_refused_by_name(call: "pytest.MonkeyPatch", name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        call()  # type: ignore[operator]
