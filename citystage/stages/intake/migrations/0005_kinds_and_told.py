"""Calls for takers and funds; when recommenders were told of what came in sealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_way_and_seal")]

    operations = [
        migrations.AddField("call", "recommenders_told_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "call",
            "kind",
            models.CharField(
                choices=[
                    ("scenario", "scenario needs"),
                    ("capability", "capabilities"),
                    ("lab", "labs"),
                    ("demonstration", "demonstrations"),
                    ("challenge", "challenges"),
                    ("taker", "takers of a challenge"),
                    ("fund", "funds"),
                    ("super_scenario", "super scenarios"),
                ],
                default="scenario",
                max_length=16,
            ),
        ),
    ]
