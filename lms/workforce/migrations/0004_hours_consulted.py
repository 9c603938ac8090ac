from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workforce', '0003_duties_validation'),
    ]

    operations = [
        migrations.AlterField(
            model_name='consultation',
            name='page',
            field=models.CharField(choices=[('sheet', 'your page of competencies'), ('gaps', 'your gaps'), ('matrix', 'the table of the team, where you have a line'), ('file', "a file of the team's table, where you have a line"), ('hours', 'the hours of the team, where you have a line'), ('hours_file', "a file of the team's hours, where you have a line"), ('plan', 'who is asked for a module, where you have a line'), ('validation', 'what you asked to have validated'), ('refresh', 'what is to renew in the team, where you have a line'), ('reminders', 'the messages about to be sent to you'), ('transfer', 'the form on your use at work, three months after')], max_length=12, verbose_name='page'),
        ),
    ]
