"""Note how many rows a running import has, for its progress; also a sign of life."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.models import ImportRun


@transaction.atomic(durable=True)
def measure(run: ImportRun, *, rows: int, stamp: Stamp) -> None:
    """Write the number of rows that are not empty."""
    ImportRun.objects.filter(pk=run.pk).update(rows=rows, pulse_at=stamp.at)
