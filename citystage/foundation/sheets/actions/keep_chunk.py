"""Bring in the next rows of a running import: records, report and position in one transaction."""

from collections.abc import Sequence
from functools import partial

from django.db import connection, transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.chunks import added, counts_of, to_keep, weigh
from citystage.foundation.sheets.models import ImportRow, ImportRun, layout_of
from citystage.foundation.sheets.states import ImportState
from citystage.foundation.sheets.targets import Context, Entry, Outcome, target

_IMPORT_LOCK = 0x5348_4545_5453  # "SHEETS"
_HOLDING = (Outcome.IMPORTED, Outcome.UPDATED, Outcome.UNCHANGED)


@transaction.atomic(durable=True)
def keep_chunk(run: ImportRun, *, entries: Sequence[Entry], stamp: Stamp) -> ImportRun:
    """Account for ``entries`` and keep what is new or changed.

    The run is locked first: of two workers with the same rows the second finds them behind
    the position and leaves them, so a restart brings nothing in twice.
    """
    locked = ImportRun.objects.select_for_update(of=("self",)).select_related("city").get(pk=run.pk)
    if locked.state != ImportState.RUNNING or locked.cancel_asked:
        return locked
    _one_at_a_time()
    fresh = [entry for entry in entries if entry.number > locked.position]
    if not fresh:
        return locked
    kind = target(locked.target)
    context = Context(
        city=locked.city,
        release=locked.release,
        source=locked.file_name,
        reading=layout_of(locked).reading,
        stamp=stamp,
    )
    weigh(fresh, target=kind, earlier=partial(_earlier, locked), context=context)
    kind.keep(to_keep(fresh), context=context)
    ImportRow.objects.bulk_create([_row(locked, entry) for entry in fresh])
    locked.counts = added(locked.counts, counts_of(fresh))
    locked.position, locked.pulse_at = fresh[-1].number, stamp.at
    locked.save(update_fields=["counts", "position", "pulse_at"])
    return locked


def _one_at_a_time() -> None:
    """Two files with the same new entry: the second import waits, and then finds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])


def _earlier(run: ImportRun, keys: Sequence[str]) -> dict[str, int]:
    """Where rows of this import, brought in before, have these keys."""
    held = ImportRow.objects.filter(run=run, key__in=keys, outcome__in=_HOLDING)
    return dict(held.values_list("key", "number"))


def _row(run: ImportRun, entry: Entry) -> ImportRow:
    assert entry.outcome is not None
    return ImportRow(
        run=run,
        sheet=entry.sheet[:255],
        number=entry.number,
        original=entry.original,
        outcome=entry.outcome,
        reason=entry.reason,
        label=entry.label[:300],
        key=entry.key,
        subject=entry.subject,
    )
