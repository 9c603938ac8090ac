
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('modules', '0007_orientation_cases'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='PositioningPage',
            fields=[
                ('activity_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='modules.activity')),
                ('intro', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'positioning',
                'verbose_name_plural': 'positionings',
            },
            bases=('modules.activity',),
        ),
        migrations.AddField(
            model_name='module',
            name='is_private',
            field=models.BooleanField(default=False, help_text='A positioning: no hours, no attestation, no place in the catalogue, in plans, in conventions.', verbose_name='private to its learner'),
        ),
        migrations.CreateModel(
            name='PositioningQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('difficulty', models.SmallIntegerField(default=0, help_text='From -3 to 3; 0 is a question that half the people get.', validators=[django.core.validators.MinValueValidator(-3), django.core.validators.MaxValueValidator(3)], verbose_name='how hard it is')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('positioning', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='positioning_questions', to='modules.positioningpage')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positioning_questions', to='modules.question', verbose_name='question')),
            ],
            options={
                'verbose_name': 'question of a positioning',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('difficulty__range', (-3, 3))), name='positioning_difficulty_on_the_scale', violation_error_message='How hard a question is goes from -3 to 3.')],
                'unique_together': {('translation_key', 'locale')},
            },
        ),
    ]
