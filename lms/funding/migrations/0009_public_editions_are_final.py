"""A trigger refuses UPDATE on the editions of the observatory, whoever asks, as on those of a convention (0002)."""

from django.db import migrations

PROTECT = {
    "sqlite": "CREATE TRIGGER funding_observatory_is_final BEFORE UPDATE ON funding_observatoryedition"
    " BEGIN SELECT RAISE(ABORT, 'An edition is never changed'); END",
    "postgresql": "CREATE TRIGGER funding_observatory_is_final BEFORE UPDATE ON funding_observatoryedition"
    " FOR EACH ROW EXECUTE FUNCTION funding_refuse_change()",
}
RELEASE = {
    "sqlite": "DROP TRIGGER funding_observatory_is_final",
    "postgresql": "DROP TRIGGER funding_observatory_is_final ON funding_observatoryedition",
}


def protect(apps, schema_editor):
    schema_editor.execute(PROTECT[schema_editor.connection.vendor])


def release(apps, schema_editor):
    schema_editor.execute(RELEASE[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("funding", "0008_live_steps")]

    operations = [migrations.RunPython(protect, release)]
