"""The result of the attack on an edition, its progress, and who counts where.

Adding a column makes SQLite rebuild the table of editions, and forget its trigger: it is put back.
"""

from importlib import import_module

from django.db import migrations, models

editions_are_final = import_module("lms.funding.migrations.0002_editions_are_final")


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0002_editions_are_final'),
    ]

    operations = [
        migrations.RunPython(editions_are_final.release, editions_are_final.protect),
        migrations.AddField(
            model_name='editionrequest',
            name='stage',
            field=models.CharField(blank=True, max_length=32, verbose_name='what is being checked'),
        ),
        migrations.AddField(
            model_name='editionrequest',
            name='to_try',
            field=models.PositiveIntegerField(default=0, verbose_name='groups to try'),
        ),
        migrations.AddField(
            model_name='editionrequest',
            name='tried',
            field=models.PositiveIntegerField(default=0, verbose_name='groups tried'),
        ),
        migrations.AddField(
            model_name='fundingedition',
            name='gate',
            field=models.JSONField(default=dict, verbose_name='result of the attack'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='counts',
            field=models.BooleanField(default=True, verbose_name='counts in the figures of this convention'),
        ),
        migrations.RunPython(editions_are_final.protect, editions_are_final.release),
    ]
