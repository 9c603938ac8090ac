"""The PDF of an edition that somebody asked for."""

import django.db.models.deletion
import django.utils.timezone
import lms.agenda.models.attestation
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0004_sharing_and_annexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='EditionPdf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='queued')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('file', models.FileField(blank=True, storage=lms.agenda.models.attestation.papers, upload_to='editions', verbose_name='file')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pdf', to='funding.fundingedition', verbose_name='edition')),
            ],
            options={
                'verbose_name': 'PDF of an edition',
                'verbose_name_plural': 'PDFs of editions',
                'ordering': ['queued_at', 'id'],
            },
        ),
    ]
