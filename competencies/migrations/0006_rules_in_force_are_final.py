"""A trigger refuses UPDATE on a level rule already in force, whoever asks: an attestation keeps the rule of its day.

SQLite forgets triggers when Django rebuilds a table: a later migration that alters this one runs `protect` again.
"""

from django.db import migrations

PROTECT = {
    "sqlite": [
        "CREATE TRIGGER level_rule_in_force_is_final BEFORE UPDATE ON competencies_levelrule"
        " WHEN OLD.in_force_from <= date('now')"
        " BEGIN SELECT RAISE(ABORT, 'A rule in force is never changed: write one more version'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION competencies_refuse_rule_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'A rule in force is never changed: write one more version'"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER level_rule_in_force_is_final BEFORE UPDATE ON competencies_levelrule"
        " FOR EACH ROW WHEN (OLD.in_force_from <= CURRENT_DATE)"
        " EXECUTE FUNCTION competencies_refuse_rule_change()",
    ],
}
RELEASE = {
    "sqlite": ["DROP TRIGGER level_rule_in_force_is_final"],
    "postgresql": [
        "DROP TRIGGER level_rule_in_force_is_final ON competencies_levelrule",
        "DROP FUNCTION competencies_refuse_rule_change()",
    ],
}


def protect(apps, schema_editor):
    for statement in PROTECT[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in RELEASE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("competencies", "0005_adopted_frameworks_are_final")]

    operations = [migrations.RunPython(protect, release)]
