from django.db import migrations

from citystage.foundation.ledger.chain import GENESIS, INSTALL, REMOVE
from citystage.foundation.ledger.chain import LANES


def open_lanes(apps, schema_editor):
    lane = apps.get_model("ledger", "Lane")
    lane.objects.bulk_create(lane(id=number, digest=GENESIS) for number in range(LANES))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunPython(open_lanes, migrations.RunPython.noop),
        migrations.RunSQL(INSTALL, REMOVE),
    ]
