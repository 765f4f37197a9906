# How scenarios stand by place; where targets begin, words put right; stated figures by hand.

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("evaluation", "0005_assessing"),
        ("directory", "0001_initial"),
        ("tenancy", "0002_unit_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="baseline",
            field=models.DecimalField(decimal_places=2, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="baseline_year",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(("baseline__isnull", True), ("baseline_year__isnull", True))
                | models.Q(
                    ("baseline__gte", 0),
                    ("baseline__lt", models.F("at_least")),
                    ("baseline_year__isnull", False),
                ),
                name="evaluation_baseline_below_target",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="words_version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="reported",
            name="entered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reported",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="reported",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="reported",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="evaluation.reported",
            ),
        ),
        migrations.AlterField(
            model_name="reported",
            name="quote",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="reported",
            name="place",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.RemoveConstraint(
            model_name="reported",
            name="evaluation_reported_is_quoted",
        ),
        migrations.AddConstraint(
            model_name="reported",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quote", ""), _negated=True), models.Q(("place", ""), _negated=True)
                )
                | models.Q(("entered_at__isnull", False)),
                name="evaluation_reported_is_quoted",
            ),
        ),
        migrations.AddConstraint(
            model_name="reported",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_at__isnull", True))
                | models.Q(("reason", ""), _negated=True),
                name="evaluation_entered_has_reason",
            ),
        ),
        migrations.CreateModel(
            name="StandCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("counted_at", models.DateTimeField()),
                ("took_ms", models.PositiveIntegerField(default=0)),
                ("entry", models.BigIntegerField(default=0)),
                ("steps", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), default=list, size=None)),
                ("numbers", models.JSONField(default=dict)),
                ("city", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenancy.unit")),
            ],
        ),
        migrations.CreateModel(
            name="Stand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("opened", models.PositiveIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("landed", models.PositiveIntegerField()),
                ("overdue", models.PositiveIntegerField()),
                ("reached", django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None)),
                ("city", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenancy.unit")),
                ("department", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenancy.unit")),
                ("district", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenancy.unit")),
                ("firm", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="directory.organisation")),
            ],
            options={
                "indexes": [models.Index(fields=["city"], name="evaluation_stands_of_city")],
            },
        ),
    ]
