"""Links, tokens of the API, and the trace of certified annexes, which a trigger keeps from being changed."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


REFUSE = {
    "sqlite": [
        "CREATE TRIGGER funding_annex_is_final BEFORE UPDATE ON funding_annexreading"
        " BEGIN SELECT RAISE(ABORT, 'A trace is never changed'); END"
    ],
    "postgresql": [
        "CREATE TRIGGER funding_annex_is_final BEFORE UPDATE ON funding_annexreading"
        " FOR EACH ROW EXECUTE FUNCTION funding_refuse_change()",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER funding_annex_is_final"],
    "postgresql": ["DROP TRIGGER funding_annex_is_final ON funding_annexreading"],
}


def protect(apps, schema_editor):
    for statement in REFUSE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0003_attacked_editions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnexReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('auditor', models.CharField(max_length=200, verbose_name='auditor: name and mandate')),
                ('reason', models.CharField(max_length=500, validators=[django.core.validators.MinLengthValidator(20)], verbose_name='reason')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('shown_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='shown')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annexes', to='funding.fundingedition', verbose_name='edition')),
                ('shown_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='shown by')),
            ],
            options={
                'verbose_name': 'trace of a certified annex',
                'verbose_name_plural': 'traces of certified annexes',
                'ordering': ['-shown_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name of the program')),
                ('key', models.CharField(editable=False, max_length=16, unique=True, verbose_name='key')),
                ('secret_hash', models.CharField(editable=False, max_length=64, verbose_name='hash of the secret')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='opened at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('last_used_on', models.DateField(editable=False, null=True, verbose_name='last used on')),
                ('convention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='funding.convention', verbose_name='convention')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
                'ordering': ['-opened_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ShareLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=120, verbose_name='for whom')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='funding.fundingedition', verbose_name='edition')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
            ],
            options={
                'verbose_name': 'share link',
                'verbose_name_plural': 'share links',
                'ordering': ['-made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ShareLinkReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='read')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='funding.sharelink', verbose_name='link')),
            ],
            options={
                'verbose_name': 'reading of a link',
                'verbose_name_plural': 'readings of links',
                'ordering': ['-read_at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='sharelink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='share_link_expires_after_made', violation_error_message='A link expires after it is made.'),
        ),
        migrations.RunPython(protect, release),
    ]
