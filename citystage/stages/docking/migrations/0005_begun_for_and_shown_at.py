"""Answers begun on behalf, members that write along, and shows at a one-to-one day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('docking', '0004_mergers_and_files'),
        ('events', '0003_reminders_and_passes'),
        ('tenancy', '0002_unit_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='begun_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.unit'),
        ),
        migrations.AddField(
            model_name='answer',
            name='consent',
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name='answermember',
            name='writes',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='answer',
            name='show_meeting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.meeting'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('begun_for__isnull', True), models.Q(('consent', ''), _negated=True), _connector='OR'), name='docking_begun_for_with_consent'),
        ),
    ]
