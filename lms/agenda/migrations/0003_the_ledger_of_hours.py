"""The ledger of hours, signed presences, half-days called off. Triggers keep the ledger's rows as they were written.

SQLite empties its tables by DELETE (`flush`, tests), PostgreSQL by TRUNCATE: only there a row cannot be deleted either.
SQLite forgets triggers when Django rebuilds a table: a later migration that alters the ledger runs `guard` again.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


TRIGGERS = {
    'sqlite': ["""
        CREATE TRIGGER agenda_hourentry_written_once BEFORE UPDATE ON agenda_hourentry
        BEGIN SELECT RAISE(ABORT, 'An entry of the ledger of hours is written once.'); END"""],
    'postgresql': ["""
        CREATE FUNCTION agenda_hourentry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'An entry of the ledger of hours is written once.';
        END $$""",
        """
        CREATE TRIGGER agenda_hourentry_written_once BEFORE UPDATE OR DELETE ON agenda_hourentry
        FOR EACH ROW EXECUTE FUNCTION agenda_hourentry_refuse()"""],
}


def guard(apps, schema_editor):
    for statement in TRIGGERS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def open_again(apps, schema_editor):
    if schema_editor.connection.vendor == 'sqlite':
        schema_editor.execute('DROP TRIGGER agenda_hourentry_written_once')
    else:
        schema_editor.execute('DROP FUNCTION agenda_hourentry_refuse CASCADE')


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0002_contested_levels'),
        ('modules', '0005_studio'),
        ('people', '0002_institute_place'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HourEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity_key', models.UUIDField(null=True, verbose_name='activity')),
                ('statement_id', models.UUIDField(null=True, verbose_name='statement')),
                ('minutes', models.SmallIntegerField(verbose_name='minutes')),
                ('done_at', models.DateTimeField(verbose_name='done')),
                ('entered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='entered')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='reason of the correction')),
            ],
            options={
                'verbose_name': 'entry of the ledger of hours',
                'verbose_name_plural': 'ledger of hours',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('learner_signed_at', models.DateTimeField(null=True, verbose_name='signed by the person trained')),
                ('trainer_signed_at', models.DateTimeField(null=True, verbose_name='signed by the trainer')),
            ],
            options={
                'verbose_name': 'presence',
                'verbose_name_plural': 'presences',
                'ordering': ['member'],
            },
        ),
        migrations.AddField(
            model_name='halfday',
            name='minutes',
            field=models.PositiveSmallIntegerField(default=210, verbose_name='length in minutes'),
        ),
        migrations.AddField(
            model_name='halfday',
            name='revoked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='called off'),
        ),
        migrations.AddField(
            model_name='halfday',
            name='revoked_reason',
            field=models.CharField(blank=True, max_length=250, verbose_name='why it is called off'),
        ),
        migrations.AddConstraint(
            model_name='halfday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_reason', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='half_day_called_off_says_why', violation_error_message='A half-day is called off with a reason, which its people read.'),
        ),
        migrations.AddField(
            model_name='hourentry',
            name='cancels',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cancelled_by', to='agenda.hourentry', verbose_name='entry taken back'),
        ),
        migrations.AddField(
            model_name='hourentry',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='corrected by'),
        ),
        migrations.AddField(
            model_name='hourentry',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hour_entries', to='modules.registration', verbose_name='registration'),
        ),
        migrations.AddField(
            model_name='presence',
            name='member',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='presence', to='agenda.halfdaymember', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='presence',
            name='trainer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='trainer'),
        ),
        migrations.AddField(
            model_name='hourentry',
            name='presence',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hour_entries', to='agenda.presence', verbose_name='signed presence'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('trainer', None), ('trainer_signed_at', None)), models.Q(('trainer__isnull', False), ('trainer_signed_at__isnull', False)), _connector='OR'), name='presence_signed_by_a_named_trainer', violation_error_message='A trainer signs with their name and the hour.'),
        ),
        migrations.AddIndex(
            model_name='hourentry',
            index=models.Index(fields=['registration', 'done_at'], name='hours_of_registration'),
        ),
        migrations.AddConstraint(
            model_name='hourentry',
            constraint=models.UniqueConstraint(condition=models.Q(('cancels', None)), fields=('statement_id',), name='hours_once_per_statement', violation_error_message='This statement already gave its minutes.'),
        ),
        migrations.AddConstraint(
            model_name='hourentry',
            constraint=models.UniqueConstraint(condition=models.Q(('cancels', None)), fields=('presence',), name='hours_once_per_presence', violation_error_message='This signed half-day already gave its minutes.'),
        ),
        migrations.AddConstraint(
            model_name='hourentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity_key__isnull', False), ('presence', None), ('statement_id__isnull', False)), models.Q(('activity_key', None), ('presence__isnull', False), ('statement_id', None)), _connector='OR'), name='hours_have_one_proof', violation_error_message='Minutes have one proof: a statement or a signed presence.'),
        ),
        migrations.AddConstraint(
            model_name='hourentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancels', None), ('minutes__gte', 0), ('reason', '')), models.Q(('cancels__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='hours_are_corrected_with_a_reason', violation_error_message='Hours are corrected by a counter-entry that says why.'),
        ),
        migrations.RunPython(guard, open_again),
    ]
