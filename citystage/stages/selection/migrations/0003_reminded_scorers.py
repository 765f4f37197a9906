from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('selection', '0002_notice_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='seat',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
    ]
