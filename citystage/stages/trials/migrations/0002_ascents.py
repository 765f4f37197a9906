"""Steps that were unlocked, each with the time whose evidence counted; batches by their time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0002_unit_changes'),
        ('trials', '0001_trials'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Ascent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.PositiveSmallIntegerField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('unlocked_at', models.DateTimeField()),
                ('doubted_at', models.DateTimeField(null=True)),
                ('doubt', models.TextField(blank=True)),
                ('upheld_at', models.DateTimeField(null=True)),
                ('upheld_reason', models.TextField(blank=True)),
                ('fallen_at', models.DateTimeField(null=True)),
                ('fallen_reason', models.TextField(blank=True)),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ascents', to='trials.trial')),
                ('upheld_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upheld_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.unit')),
            ],
            options={
                'ordering': ['step', 'pk'],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('fallen_at__isnull', True)), fields=('trial', 'step'), name='trials_ascent_once'),
                    models.CheckConstraint(condition=models.Q(('doubted_at__isnull', True), models.Q(('doubt', ''), _negated=True), _connector='OR'), name='trials_doubt_has_reason'),
                    models.CheckConstraint(condition=models.Q(('since__lte', models.F('until'))), name='trials_ascent_time_in_order'),
                ],
            },
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(fields=['trial', '-made_at'], name='trials_batches_newest'),
        ),
    ]
