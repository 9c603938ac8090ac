import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0006_meetings'),
        ('modules', '0008_positioning_kind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='attestation',
            name='attestation_revoked_says_why',
        ),
        migrations.AddField(
            model_name='attestation',
            name='revoked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by'),
        ),
        migrations.AlterField(
            model_name='attestation',
            name='registration',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='modules.registration', verbose_name='registration'),
        ),
        migrations.AddConstraint(
            model_name='attestation',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('registration',), name='attestation_standing_once', violation_error_message='An attestation of this registration already stands: revoke it first.'),
        ),
        migrations.AddConstraint(
            model_name='attestation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None), ('revoked_reason', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='attestation_revoked_says_why', violation_error_message='An attestation is revoked with a reason, which the verification page says.'),
        ),
    ]
