import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from citystage.foundation.ledger.chain import CHAIN


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(CHAIN, migrations.RunSQL.noop),
    ]
