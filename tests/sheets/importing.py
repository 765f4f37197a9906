"""Take a file all the way in, as the command line does."""

from pathlib import Path
from uuid import UUID

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.sheets.actions.start import start
from citystage.foundation.sheets.actions.upload import upload
from citystage.foundation.sheets.models import ImportRow, ImportRun
from citystage.foundation.sheets.running import bring_in
from citystage.foundation.sheets.targets import target
from tests.conftest import NOON, Town

CLI = Stamp(NOBODY, NOON, "cli", UUID(int=3))


def uploaded(
    town: Town, path: Path, kind: str = "scenarios", *, release: str = "publish", stamp: Stamp = CLI
) -> ImportRun:
    return upload(
        path,
        city=town.city,
        target=target(kind),
        file_name=path.name,
        release=release,
        stamp=stamp,
    )


def bring(
    town: Town, path: Path, kind: str = "scenarios", *, release: str = "publish"
) -> ImportRun:
    run = start(uploaded(town, path, kind, release=release), stamp=CLI)
    return bring_in(run, stamps=lambda: CLI)


def told(run: ImportRun) -> dict[str, int]:
    """The counts that are not zero."""
    return {name: number for name, number in run.counts.items() if number}


def outcomes(run: ImportRun) -> list[tuple[int, str]]:
    rows = ImportRow.objects.filter(run=run).order_by("number")
    return list(rows.values_list("number", "outcome"))
