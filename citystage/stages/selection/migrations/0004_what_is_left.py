"""Challenges and their takers, outcomes of objections, redacted copies, points of the office."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def give_candidacies(apps, schema_editor):
    """Every action point there was came of a due diligence on a candidacy."""
    point = apps.get_model("selection", "ActionPoint")
    diligence = apps.get_model("selection", "Diligence")
    found = diligence.objects.filter(pk=OuterRef("diligence")).values("candidacy")
    point.objects.update(candidacy_id=Subquery(found[:1]))


def _point_of(*, null):
    return models.ForeignKey(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="points",
        to="selection.candidacy",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0005_kinds_and_told"),
        ("selection", "0003_reminded_scorers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "programme",
            "challenge",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls_for_takers",
                to="selection.candidacy",
            ),
        ),
        migrations.AddField("candidacy", "judge_again_until", models.DateTimeField(null=True)),
        migrations.AddField("diligence", "reminded_on", models.DateField(null=True)),
        migrations.AddField("actionpoint", "reminded_on", models.DateField(null=True)),
        migrations.AlterField(
            "actionpoint",
            "diligence",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="points",
                to="selection.diligence",
            ),
        ),
        migrations.AddField("actionpoint", "candidacy", _point_of(null=True)),
        migrations.RunPython(give_candidacies, migrations.RunPython.noop),
        migrations.AlterField("actionpoint", "candidacy", _point_of(null=False)),
        migrations.AddField(
            "objection",
            "outcome",
            models.CharField(
                blank=True,
                choices=[
                    ("corrected", "what is published is corrected"),
                    ("judged_again", "the panel judges it again"),
                    ("overturned", "it is not selected"),
                ],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddField("objection", "carried_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "objection",
            "carried_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "objection",
            "correction",
            models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "paper", "names_found", models.JSONField(blank=True, default=list)
        ),
        migrations.AddField("paper", "withdrawn_at", models.DateTimeField(null=True)),
    ]
