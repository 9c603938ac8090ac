"""PostgreSQL reads French, without accents where the extension unaccent may be created; SQLite has nothing to do."""

from django.db import migrations

from cms.search.dictionary import prepare_dictionary


def prepare(apps, schema_editor):
    prepare_dictionary(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0004_orientation_places'),
    ]

    operations = [
        migrations.RunPython(prepare, migrations.RunPython.noop),
    ]
