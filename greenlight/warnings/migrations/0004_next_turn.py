"""The next turn of a light apart from what was known; indexes of lights and turns over what is asked for."""

import django.db.models.deletion
from django.db import migrations, models

# Nothing is cut yet: a night reads what was known of a project once, then what is near of it.
KEPT = """INSERT INTO warnings_nextturn (project_id, zone_id, next_on, owners)
    SELECT project_id, zone_id, next_on, '{}' FROM warnings_knownfacts WHERE latest"""
BACK = """UPDATE warnings_knownfacts SET next_on = (SELECT next_on FROM warnings_nextturn AS own
    WHERE own.project_id = warnings_knownfacts.project_id) WHERE latest"""

# 异常预警 is the light of the project as a whole: one row tells both.
TWICE = "DELETE FROM warnings_lightsnapshot WHERE scene = 'warnings'"


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_api_tokens'),
        ('projects', '0002_template_draft'),
        ('warnings', '0003_checks'),
    ]

    operations = [
        migrations.CreateModel(
            name='NextTurn',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='projects.project')),
                ('zone', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='people.zone')),
                ('next_on', models.DateField(null=True)),
                ('near', models.JSONField(null=True)),
                ('beyond', models.DateField(null=True)),
                ('owners', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['zone', 'next_on'], name='next_turn_of_zone')],
            },
        ),
        migrations.RunSQL(KEPT, BACK),
        migrations.RunSQL(TWICE, migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='knownfacts',
            name='known_next_on',
        ),
        migrations.RemoveField(
            model_name='knownfacts',
            name='next_on',
        ),
        migrations.RemoveIndex(
            model_name='lightsnapshot',
            name='light_of_zone',
        ),
        migrations.AddIndex(
            model_name='lightsnapshot',
            index=models.Index(condition=models.Q(('latest', True)), fields=['zone', 'scene', 'rank'], name='light_of_zone'),
        ),
        migrations.RemoveIndex(
            model_name='lightturn',
            name='turn_of_batch',
        ),
        migrations.AddIndex(
            model_name='lightturn',
            index=models.Index(condition=models.Q(('batch_id__isnull', False)), fields=['batch_id'], name='turn_of_batch'),
        ),
    ]
