"""A person starts an import, or lets a cancelled or failed one go on."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets import rules
from citystage.foundation.sheets.facts import ImportStarted
from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.states import START
from citystage.foundation.workflow.advance import advance


@transaction.atomic(durable=True)
def start(run: ImportRun, *, stamp: Stamp) -> ImportRun:
    """Take the import to running; a worker reads the rows."""
    locked = ImportRun.objects.select_for_update(of=("self",)).select_related("city").get(pk=run.pk)
    if stamp.channel != "cli":
        rules.may_start(stamp.actor, locked).enforce()
    locked.started_at = locked.started_at or stamp.at
    locked.pulse_at, locked.ended_at = stamp.at, None
    locked.cancel_asked, locked.failure = False, ""
    locked.save(update_fields=["started_at", "pulse_at", "ended_at", "cancel_asked", "failure"])
    fact = ImportStarted(run_id=locked.pk, release=locked.release)
    advance(locked, START, fact=fact, stamp=stamp)
    return locked
