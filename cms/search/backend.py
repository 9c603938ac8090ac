"""Wagtail's search in the database, asked in French (WAGTAILSEARCH_BACKENDS). Its classes are those of one database."""

from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 (the name Wagtail looks for)
    """The backend of the database at hand: importing the other's would ask for tables that are not there."""
    if connection.vendor == "postgresql":
        from cms.search.postgres import FrenchPostgres

        return FrenchPostgres(params)
    from cms.search.sqlite import FrenchSQLite

    return FrenchSQLite(params)
