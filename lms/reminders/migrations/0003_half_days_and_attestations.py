from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reminders', '0002_answers_of_institutes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reminder',
            name='kind',
            field=models.CharField(choices=[('assigned', 'Asked'), ('due_soon', 'Seven days left'), ('expiring', 'Level to renew'), ('digest', 'What waits, once a week at most'), ('answered', 'Answer to what one asked'), ('to_answer', 'Waiting for an answer'), ('called_off', 'Half-day called off'), ('revoked', 'Attestation revoked')], max_length=10, verbose_name='kind'),
        ),
    ]
