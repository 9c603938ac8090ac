"""What the environment says, read once and checked at start.

A bad value stops the start with the name of the variable and what is expected of it:
a site that runs on a wrong setting is worse than one that does not run. Said in French, as the rest of the
console of `make run`: translations are not loaded yet.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

POSTGRESQL_SHAPE = "postgresql://utilisateur:motdepasse@machine:5432/base"


def read(name: str, default: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """The variable, stripped; the default when it is missing or empty."""
    return environ.get(name, "").strip() or default


def read_secret(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """A secret that must be there and be long enough to be one."""
    value = read(name, environ=environ)
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} doit contenir au moins 32 caractères.")
    return value


def read_flag(name: str, default: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """ "1", "true", "yes" or "0", "false", "no"; anything else is refused."""
    value = read(name, "1" if default else "0", environ).lower()
    if value not in {"1", "true", "yes", "0", "false", "no"}:
        raise ImproperlyConfigured(f"{name}={value} : répondez 1 (oui) ou 0 (non).")
    return value in {"1", "true", "yes"}


def read_number(name: str, default: int, low: int, high: int, environ: Mapping[str, str] = os.environ) -> int:
    """A whole number between low and high, both allowed."""
    value = read(name, str(default), environ)
    if not re.fullmatch(r"[0-9]+", value) or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name}={value} : il faut un nombre entier de {low} à {high}.")
    return int(value)


def read_list(name: str, default: str = "", environ: Mapping[str, str] = os.environ) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in read(name, default, environ).split(",") if part.strip()]


def read_iri(name: str, default: str, environ: Mapping[str, str] = os.environ) -> str:
    """An absolute http(s) address, without a slash at its end."""
    value = read(name, default, environ).rstrip("/")
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc:
        raise ImproperlyConfigured(f"{name}={value} : il faut une adresse complète, qui commence par https://.")
    return value


def sqlite_database(path: Path) -> dict[str, Any]:
    """SQLite for several processes: one writer at a time who waits, never "database is locked"."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;",
        },
    }


def read_database(
    default: Path | None, name: str = "DATABASE_URL", environ: Mapping[str, str] = os.environ
) -> dict[str, Any]:
    """postgresql://user:password@host:port/name?host=/socket/folder or sqlite:///path; by default a SQLite file."""
    value = read(name, environ=environ)
    if not value:
        if default is None:
            raise ImproperlyConfigured(f"{name} est nécessaire : {POSTGRESQL_SHAPE}")
        return sqlite_database(default)
    url = urlsplit(value)
    if url.scheme == "sqlite" and url.path.strip("/"):
        return sqlite_database(Path(url.path[1:] if url.path.startswith("//") else url.path))
    if url.scheme not in {"postgresql", "postgres"} or not url.path.strip("/"):
        raise ImproperlyConfigured(f"{name} doit ressembler à {POSTGRESQL_SHAPE}")
    return _postgresql_database(url.path.strip("/"), value)


def _postgresql_database(database: str, value: str) -> dict[str, Any]:
    url = urlsplit(value)
    query = dict(parse_qsl(url.query))
    try:
        port = str(url.port or query.pop("port", ""))
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL : le port n’est pas un nombre.") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(database),
        "USER": unquote(url.username or query.pop("user", "")),
        "PASSWORD": unquote(url.password or query.pop("password", "")),
        "HOST": url.hostname or query.pop("host", ""),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


def read_broker(data_dir: Path, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Celery's broker: REDIS_URL where there is one, else a folder of messages (one machine, no server).

    The folder never gives a message back after a kill -9, and Redis only after its visibility time-out:
    so every job is a row in the database first, and beat queues the stale ones again.
    """
    url = read("REDIS_URL", environ=environ)
    if url:
        if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
            raise ImproperlyConfigured("REDIS_URL doit ressembler à redis://machine:6379/0")
        return {"url": url.replace("unix://", "redis+socket://", 1), "options": {}}
    folder = data_dir / "queue"
    options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "done"),
        "store_processed": False,
        "polling_interval": 0.25,  # seconds between two looks in the folder
    }
    return {"url": "folder://", "options": options}  # lms.folder_broker


def make_folders(*folders: Path) -> None:
    """Create them, or say which one cannot be written and which variable moves it."""
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(f"DATA_DIR : impossible d’écrire dans {folder} ({error.strerror}).") from error
        if not os.access(folder, os.W_OK):
            raise ImproperlyConfigured(f"DATA_DIR : impossible d’écrire dans {folder}.")
