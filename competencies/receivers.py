"""The survey and the framework are there as soon as the tables are: loaded after `migrate`, when the files changed."""

from hashlib import sha256
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from competencies.loading.framework import FOLDER as FRAMEWORK
from competencies.loading.framework import load_framework
from competencies.loading.survey import FOLDER as SURVEY
from competencies.loading.survey import load_survey
from competencies.models import LoadedFolder


def load_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Load what the files say, unless the database already holds exactly that (two short queries then)."""
    if using == DEFAULT_DB_ALIAS and _all_migrated():
        with transaction.atomic():
            _load_if_changed()


def _load_if_changed() -> None:
    digests = {folder.name: digest_of(folder) for folder in (SURVEY, FRAMEWORK)}
    if dict(LoadedFolder.objects.values_list("name", "digest")) == digests:
        return
    load_survey()
    load_framework()
    for name, digest in digests.items():
        LoadedFolder.objects.update_or_create(name=name, defaults={"digest": digest})


def digest_of(folder: Path) -> str:
    """SHA-256 of the names and contents of the YAML files of a folder."""
    digest = sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _all_migrated() -> bool:
    """False on the way to an older state: the tables are then not those that the models describe."""
    name, _ = MigrationLoader.migrations_module("competencies")
    if name is None:  # migrations are switched off: the tables were made from the models
        return True
    written = {module.name for module in iter_modules(import_module(name).__path__)}
    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "competencies"}
    return written <= applied
