"""An import ends: all rows accounted for, cancelled, or the file could not be read on."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.facts import ImportCancelled, ImportFailed, ImportFinished
from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.states import CANCEL, FAIL, FINISH, ImportState
from citystage.foundation.workflow.advance import advance


@transaction.atomic(durable=True)
def end(run: ImportRun, *, failure: str, stamp: Stamp) -> ImportRun:
    """Close a running import; one that was closed by another worker stays as it is."""
    locked = ImportRun.objects.select_for_update(of=("self",)).select_related("city").get(pk=run.pk)
    if locked.state != ImportState.RUNNING:
        return locked
    locked.ended_at, locked.failure = stamp.at, failure
    locked.save(update_fields=["ended_at", "failure"])
    if failure:
        failed = ImportFailed(run_id=locked.pk, reason=failure)
        advance(locked, FAIL, fact=failed, stamp=stamp)
    elif locked.cancel_asked:
        cancelled = ImportCancelled(run_id=locked.pk, counts=locked.counts)
        advance(locked, CANCEL, fact=cancelled, stamp=stamp)
    else:
        finished = ImportFinished(run_id=locked.pk, counts=locked.counts)
        advance(locked, FINISH, fact=finished, stamp=stamp)
    return locked
