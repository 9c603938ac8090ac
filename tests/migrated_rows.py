"""PostgreSQL: the rows that migrations write, kept in a schema of their own and copied back after a test that commits.

Loading them from JSON takes ten seconds a test, and leaves every sequence at one: the next row finds its number taken.
"""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction


def keep_rows() -> None:
    """Copy every table as it is now. Call it once the tables are migrated."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS migrated CASCADE")
        cursor.execute("CREATE SCHEMA migrated")
        for table in _tables():
            cursor.execute(f'CREATE TABLE migrated."{table}" AS TABLE public."{table}"')


@transaction.atomic
def copy_rows_back() -> None:
    """In one transaction: foreign keys are checked at its end, whatever the order of the tables."""
    tables = _tables()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'DELETE FROM public."{table}"')  # noqa: S608 - our tables
        for table in tables:
            cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM migrated."{table}"')  # noqa: S608 - our tables
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)
