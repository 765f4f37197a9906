from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_places_and_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="autosaved",
            field=models.BooleanField(default=False),
        ),
    ]
