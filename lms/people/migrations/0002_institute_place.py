import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # Apart from 0001: Wagtail's own migrations need the user model first, and this table needs Wagtail's pages.

    dependencies = [
        ('people', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InstitutePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='place', to='people.organisation', verbose_name='institute')),
            ],
            options={
                'verbose_name': "institute's place",
                'verbose_name_plural': "institutes' places",
                'ordering': ['organisation'],
            },
        ),
    ]
