"""A person says which column is which field; the next file of that layout is read alike."""

from collections.abc import Sequence

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.sheets import rules
from citystage.foundation.sheets.facts import ImportMapped
from citystage.foundation.sheets.headers import signature_of
from citystage.foundation.sheets.models import ImportRun, Layout


@transaction.atomic(durable=True)
def map_columns(
    run: ImportRun, *, mapping: Sequence[str], units: Sequence[str], release: str, stamp: Stamp
) -> ImportRun:
    """Set the field code and unit of each column, and keep both for the layout."""
    locked = ImportRun.objects.select_for_update(of=("self",)).select_related("city").get(pk=run.pk)
    rules.may_map(stamp.actor, locked).enforce()
    locked.mapping, locked.units, locked.release = list(mapping), list(units), release
    locked.save(update_fields=["mapping", "units", "release"])
    Layout.objects.update_or_create(
        city=locked.city,
        target=locked.target,
        signature=signature_of(locked.names),
        defaults={
            "names": locked.names,
            "mapping": locked.mapping,
            "units": locked.units,
            "saved_by_id": stamp.actor.user_id,
            "saved_at": stamp.at,
        },
    )
    fact = ImportMapped(run_id=locked.pk, mapping=locked.mapping)
    journal.record(fact, subject=locked, stamp=stamp)
    return locked
