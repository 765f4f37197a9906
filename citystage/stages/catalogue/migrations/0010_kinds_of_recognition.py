"""What is recognised beside labs: demonstrations, challenges and who takes them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0009_labs")]

    operations = [
        migrations.AddField(
            "lab",
            "challenge",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="takers",
                to="catalogue.lab",
            ),
        ),
        migrations.AlterField(
            "lab",
            "kind",
            models.CharField(
                choices=[
                    ("scenario_lab", "scenario application lab"),
                    ("innovation_lab", "innovation application lab"),
                    ("lab", "lab"),
                    ("demonstration", "demonstration"),
                    ("challenge", "announced challenge"),
                    ("taker", "taker of a challenge"),
                    ("fund", "scenario fund"),
                    ("other", "other"),
                ],
                default="lab",
                max_length=16,
            ),
        ),
    ]
