"""PostgreSQL's text search configuration `fr`: French stems, accents folded where the extension unaccent is there."""

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

CONFIGURATION = "fr"


def prepare_dictionary(connection: BaseDatabaseWrapper) -> bool:
    """Make the configuration, again if need be; whether it folds accents. Nothing to do on another database.

    Without the right to create the extension, search works and « ethique » does not find « Éthique ».
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_ts_config WHERE cfgname = %s", [CONFIGURATION])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE TEXT SEARCH CONFIGURATION {CONFIGURATION} (COPY = pg_catalog.french)")
        if not _has_unaccent(connection):
            return False
        cursor.execute(
            f"ALTER TEXT SEARCH CONFIGURATION {CONFIGURATION} "
            "ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem"
        )
    return True


def _has_unaccent(connection: BaseDatabaseWrapper) -> bool:
    """Asked for inside a savepoint: a refusal must not spoil the migration around it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'unaccent'")
        if cursor.fetchone():
            return True
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
        except DatabaseError:
            return False
    return True
