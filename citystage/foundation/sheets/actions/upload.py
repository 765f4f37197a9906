"""A person uploads a list: the file is kept as it came, opened, and its columns are suggested."""

import hashlib
from pathlib import Path

from django.core.files import File
from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.sheets import rules
from citystage.foundation.sheets.facts import ImportUploaded
from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.opening import Opened, open_known
from citystage.foundation.sheets.targets import Target
from citystage.foundation.tenancy.models import Unit


@transaction.atomic(durable=True)
def upload(  # noqa: PLR0913 -- what a person says along with a file
    path: Path, *, city: Unit, target: Target, file_name: str, release: str, stamp: Stamp
) -> ImportRun:
    """Keep the file at ``path`` for import; raises ``Unreadable`` when it is no list.

    A mapping that was kept for the same layout is taken over.
    """
    if stamp.channel != "cli":
        # The command line is the house itself: whoever has it has the database.
        rules.may_import(stamp.actor, city).enforce()
    opened = open_known(path, target, city=city)
    run = _run_of(opened, city=city, target=target)
    run.file_name, run.release = Path(file_name).name[:255] or "list", release
    run.made_by_id, run.made_at = stamp.actor.user_id, stamp.at
    run.size, run.sha256 = path.stat().st_size, _digest(path)
    with path.open("rb") as file:
        run.file.save(run.file_name, File(file), save=False)
    run.save()
    fact = ImportUploaded(
        run_id=run.pk, target=target.code, file_name=run.file_name, sha256=run.sha256
    )
    journal.record(fact, subject=run, stamp=stamp)
    return run


def _run_of(opened: Opened, *, city: Unit, target: Target) -> ImportRun:
    layout = opened.layout
    return ImportRun(
        city=city,
        target=target.code,
        kind=opened.book.kind,
        sheet=layout.sheet[:255],
        header_row=layout.header_row,
        names=list(layout.names),
        mapping=list(layout.mapping),
        units=list(layout.units),
        notes=list(opened.book.notes),
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
