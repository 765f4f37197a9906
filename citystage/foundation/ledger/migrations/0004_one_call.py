from django.db import migrations

from citystage.foundation.ledger.chain import ADD, REMOVE_ADD


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_lighter")]

    operations = [migrations.RunSQL(ADD, REMOVE_ADD)]
