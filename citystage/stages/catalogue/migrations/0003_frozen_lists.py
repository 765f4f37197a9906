from django.db import migrations

from citystage.stages.catalogue.integrity import INSTALL, REMOVE


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_release_files")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
