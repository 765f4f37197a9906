"""A running import has shown no sign of life: give it to another worker."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.queries import PULSE
from citystage.foundation.sheets.states import ImportState


@transaction.atomic(durable=True)
def revive(run: ImportRun, *, stamp: Stamp) -> bool:
    """Whether the import was silent and may be queued again; of several who ask, one may."""
    silent = ImportRun.objects.filter(
        pk=run.pk, state=ImportState.RUNNING, pulse_at__lt=stamp.at - PULSE
    )
    return silent.update(pulse_at=stamp.at) == 1
