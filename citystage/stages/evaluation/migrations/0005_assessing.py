# Assessors who join or drop out, few sheets each, former replies, templates written in the browser.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("evaluation", "0004_assessments"),
        ("tenancy", "0002_unit_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='exercise',
            name='sheets_each',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='subject',
            name='former_replies',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='examiner',
            name='joined_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='examiner',
            name='joined_why',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='examiner',
            name='replaces',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='evaluation.examiner'),
        ),
        migrations.AddField(
            model_name='examiner',
            name='left_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='examiner',
            name='left_why',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='marksheet',
            name='chosen',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RemoveConstraint(
            model_name='marksheet',
            name='evaluation_marks_state_known',
        ),
        migrations.AlterField(
            model_name='marksheet',
            name='state',
            field=models.CharField(choices=[('open', 'marks to be given'), ('handed_in', 'marks handed in'), ('recused', 'left to other assessors'), ('barred', 'assessor kept away by a conflict'), ('left', 'not marked: the assessor dropped out')], default='open', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='marksheet',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'handed_in', 'recused', 'barred', 'left'])), name='evaluation_marks_state_known'),
        ),
        migrations.CreateModel(
            name='TemplateVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('number', models.PositiveSmallIntegerField()),
                ('value', models.JSONField()),
                ('reason', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.unit')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['city', 'code', '-number'],
                'constraints': [models.UniqueConstraint(fields=('city', 'code', 'number'), name='evaluation_template_version_once')],
            },
        ),
    ]
