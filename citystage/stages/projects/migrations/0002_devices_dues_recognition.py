"""Devices that send readings, amounts that fall due, the recognised demonstration of a pattern."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0012_kinds_of_later_stages'),
        ('projects', '0001_projects'),
        ('tenancy', '0002_unit_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=200)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('minute', models.DateTimeField(null=True)),
                ('calls', models.PositiveIntegerField(default=0)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.unit')),
                ('milestone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.milestone')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='projects.project')),
            ],
            options={
                'verbose_name_plural': 'accesses',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('number', models.PositiveIntegerField()),
                ('known', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('access', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='projects.access')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('access', 'key'), name='projects_call_once')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField()),
                ('due_on', models.DateField()),
                ('words', models.CharField(blank=True, max_length=300)),
                ('entered_at', models.DateTimeField()),
                ('reminded', models.SmallIntegerField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.unit')),
                ('milestone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='projects.milestone')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='projects.project')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['due_on'], name='projects_instalments_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='projects_instalment_positive'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='projects_instalment_gone_has_reason')],
            },
        ),
        migrations.AddField(
            model_name='evidence',
            name='access',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='series', to='projects.access'),
        ),
        migrations.AddField(
            model_name='payment',
            name='instalment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='projects.instalment'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('instalment__isnull', True), ('kind', 'paid'), _connector='OR'), name='projects_only_paid_is_for_a_due_one'),
        ),
        migrations.AddField(
            model_name='pattern',
            name='recognised',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.lab'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(fields=['key'], name='projects_product_trgm', opclasses=['gin_trgm_ops']),
        ),
    ]
