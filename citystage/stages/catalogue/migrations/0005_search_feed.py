import django.contrib.postgres.fields
from django.db import migrations, models

from citystage.stages.catalogue.indexing.feed import INSTALL, REMOVE


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_public_orders'),
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('scenario', 'scenario'), ('capability', 'capability'), ('organisation', 'organisation'), ('list', 'list')], max_length=16)),
                ('object_id', models.BigIntegerField()),
                ('transaction', models.BigIntegerField(default=0, editable=False)),
                ('place', models.BigIntegerField(default=0, editable=False)),
            ],
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='audience',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='facets',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='latitude',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='longitude',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='numbers',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='place',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='searchdocument',
            name='transaction',
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name='searchdocument',
            index=models.Index(fields=['transaction', 'place'], name='catalogue_document_feed'),
        ),
        migrations.AddIndex(
            model_name='searchremoval',
            index=models.Index(fields=['transaction', 'place'], name='catalogue_removal_feed'),
        ),
        migrations.AddConstraint(
            model_name='searchremoval',
            constraint=models.UniqueConstraint(fields=('kind', 'object_id'), name='catalogue_removal_once'),
        ),
        migrations.RunSQL(INSTALL, REMOVE),
    ]
