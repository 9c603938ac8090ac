"""The series of a snapshot is its name without its day; errors told on places."""

import re

import django.db.models.deletion
from django.db import migrations, models


def name_series(apps, schema_editor):
    for snapshot in apps.get_model('cms', 'DirectorySnapshot').objects.all():
        snapshot.series = re.sub(r'-\d{4}(-\d\d){0,2}$', '', snapshot.key)
        snapshot.save(update_fields=['series'])


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0005_french_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='directorysnapshot',
            name='series',
            field=models.SlugField(default='', max_length=80, verbose_name='series'),
            preserve_default=False,
        ),
        migrations.RunPython(name_series, migrations.RunPython.noop),
        migrations.CreateModel(
            name='PlaceReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrong', models.CharField(choices=[('closed', 'The place is closed, or has moved'), ('hours', 'The opening hours'), ('contact', 'The telephone, the e-mail or the site'), ('services', 'What the place offers, or for whom'), ('access', 'How one gets in, or its price'), ('other', 'Something else')], max_length=10, verbose_name='what is wrong')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='in your words')),
                ('told_at', models.DateTimeField(auto_now_add=True, verbose_name='told')),
                ('is_handled', models.BooleanField(default=False, verbose_name='handled')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='what was done')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='cms.place', verbose_name='place')),
            ],
            options={
                'verbose_name': 'error on a place',
                'verbose_name_plural': 'errors on places',
                'ordering': ['is_handled', '-told_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_handled', False), models.Q(('answer', ''), _negated=True), _connector='OR'), name='handled_report_says_what_was_done', violation_error_message='Say what was done before calling it handled.')],
            },
        ),
    ]
