"""A person cancels a running import: it stops after the chunk at hand."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets import rules
from citystage.foundation.sheets.models import ImportRun


@transaction.atomic(durable=True)
def cancel(run: ImportRun, *, stamp: Stamp) -> ImportRun:
    """Ask the worker to stop; the fact is written when it has stopped.

    The row is not locked: the worker holds that lock for as long as a chunk takes, and a
    person who cancels should not wait for it.
    """
    rules.may_cancel(stamp.actor, run).enforce()
    ImportRun.objects.filter(pk=run.pk).update(cancel_asked=True)
    run.cancel_asked = True
    return run
