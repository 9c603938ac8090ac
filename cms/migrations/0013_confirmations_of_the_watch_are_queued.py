from django.db import migrations, models


def note_those_that_left(apps, _schema_editor):
    """Until now the letter left as it was asked for: nobody is written to a second time."""
    waiting = apps.get_model("cms", "WatchSubscription").objects.filter(confirmed_at=None)
    waiting.update(confirmation_sent_at=models.F("asked_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0012_letters_in_their_readers_language'),
    ]

    operations = [
        migrations.AddField(
            model_name='watchsubscription',
            name='confirmation_sent_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='asked to confirm'),
        ),
        migrations.RunPython(note_those_that_left, migrations.RunPython.noop),
    ]
