"""A trigger refuses UPDATE on editions, whoever asks: the ORM, a shell, another program.

SQLite forgets triggers when Django rebuilds a table: a later migration that alters this one runs `protect` again.
"""

from django.db import migrations

PROTECT = {
    "sqlite": [
        "CREATE TRIGGER funding_edition_is_final BEFORE UPDATE ON funding_fundingedition"
        " BEGIN SELECT RAISE(ABORT, 'An edition is never changed'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION funding_refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'An edition is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER funding_edition_is_final BEFORE UPDATE ON funding_fundingedition"
        " FOR EACH ROW EXECUTE FUNCTION funding_refuse_change()",
    ],
}
RELEASE = {
    "sqlite": ["DROP TRIGGER funding_edition_is_final"],
    "postgresql": [
        "DROP TRIGGER funding_edition_is_final ON funding_fundingedition",
        "DROP FUNCTION funding_refuse_change()",
    ],
}


def protect(apps, schema_editor):
    for statement in PROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in RELEASE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
