# What is late in a city is asked for at every look at the steering view.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0002_devices_dues_recognition"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                condition=models.Q(("state__in", ["running", "accepting"])),
                fields=["city", "due_on"],
                name="projects_open_due",
            ),
        ),
    ]
