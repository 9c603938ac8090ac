from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('xapi_store', '0002_over_http'),
    ]

    operations = [
        migrations.AlterField(
            model_name='statement',
            name='digest',
            field=models.UUIDField(editable=False, null=True, verbose_name='digest of what cannot change'),
        ),
    ]
