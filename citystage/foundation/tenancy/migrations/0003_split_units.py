"""A unit may be split: a row for each part."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0002_unit_changes")]

    operations = [
        migrations.AlterField(
            model_name="unitchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("renamed", "renamed"),
                    ("merged", "merged into another unit"),
                    ("split", "split into several units"),
                    ("border", "border moved"),
                ],
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint(model_name="unitchange", name="tenancy_unit_change_once"),
        migrations.AddConstraint(
            model_name="unitchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "split"), _negated=True),
                fields=("unit", "kind", "on"),
                name="tenancy_unit_change_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "split")),
                fields=("unit", "on", "into"),
                name="tenancy_unit_part_once",
            ),
        ),
    ]
