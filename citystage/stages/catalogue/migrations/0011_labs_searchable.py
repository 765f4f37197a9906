"""What is recognised is found by the search too."""

from django.db import migrations, models


def _kind():
    return models.CharField(
        choices=[
            ("scenario", "scenario"),
            ("capability", "capability"),
            ("organisation", "organisation"),
            ("list", "list"),
            ("lab", "lab"),
        ],
        max_length=16,
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0010_kinds_of_recognition")]

    operations = [
        migrations.AlterField("searchdocument", "kind", _kind()),
        migrations.AlterField("searchremoval", "kind", _kind()),
    ]
