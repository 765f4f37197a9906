"""A person says in which sheet and row the header stands; columns are suggested anew."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.sheets import rules
from citystage.foundation.sheets.facts import ImportMapped
from citystage.foundation.sheets.files import stored
from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.opening import open_known
from citystage.foundation.sheets.targets import target
from citystage.kernel.refusals import Refusal


class NoSuchRow(Refusal):
    """The row that should be the header is empty or lies beyond the sheet."""


@transaction.atomic(durable=True)
def choose_sheet(run: ImportRun, *, sheet: str, header_row: int, stamp: Stamp) -> ImportRun:
    """Read ``sheet`` with its header in ``header_row`` (0: find it)."""
    locked = ImportRun.objects.select_for_update(of=("self",)).select_related("city").get(pk=run.pk)
    rules.may_map(stamp.actor, locked).enforce()
    with stored(locked) as path:
        kind = target(locked.target)
        opened = open_known(path, kind, city=locked.city, sheet=sheet, header_row=header_row)
    if header_row and opened.header.row != header_row:
        raise NoSuchRow(_("Row %d of that sheet holds no header.") % header_row)
    locked.sheet, locked.header_row = opened.layout.sheet[:255], opened.layout.header_row
    locked.names = list(opened.layout.names)
    locked.mapping = list(opened.layout.mapping)
    locked.units = list(opened.layout.units)
    locked.save(update_fields=["sheet", "header_row", "names", "mapping", "units"])
    fact = ImportMapped(run_id=locked.pk, mapping=locked.mapping)
    journal.record(fact, subject=locked, stamp=stamp)
    return locked
