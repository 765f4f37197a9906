"""`citystage import FILE --as scenarios`: bring a list in, and say what became of every row."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from citystage.config.commands import Subparsers
from citystage.kernel.refusals import Refusal

if TYPE_CHECKING:
    from citystage.foundation.access.stamps import Stamp
    from citystage.foundation.sheets.targets import Target
    from citystage.foundation.tenancy.models import Unit

UNREADABLE = 2


def register(subparsers: Subparsers) -> None:
    parser: ArgumentParser = subparsers.add_parser(
        "import", help="bring a list (XLSX, CSV, JSON Lines, JSON) into the catalogue"
    )
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--as", dest="target", required=True, choices=["scenarios", "capabilities", "organisations"]
    )
    parser.add_argument("--city", default="", help="code of the city (default: the first one)")
    parser.add_argument("--reserve", action="store_true", help="keep new records unpublished")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


def run(options: Namespace) -> int:
    from citystage.foundation.sheets.targets import target  # noqa: PLC0415

    try:
        city = _city(options.city)
        act = _try if options.dry_run else _bring
        outcome = act(options, target(options.target), city)
    except Refusal as refusal:
        print(f"citystage: {refusal.reason}", file=sys.stderr)
        if options.json:
            _say({"error": getattr(refusal, "code", "refused"), "reason": str(refusal.reason)})
        return UNREADABLE
    if options.json:
        _say(outcome)
    else:
        _tell(outcome)
    return 0


def _city(code: str) -> "Unit":
    from citystage.foundation.tenancy.queries import cities, city_coded  # noqa: PLC0415

    if code:
        found = city_coded(code)
        if found is None:
            raise Refusal(f"no city has the code {code}")
        return found
    known = cities()
    if not known:
        raise Refusal("no city is set up; run `citystage load-city` first")
    return known[0]


def _stamps() -> "Stamp":
    from citystage.foundation.access.stamps import NOBODY, Stamp  # noqa: PLC0415

    return Stamp(actor=NOBODY, at=timezone.now(), channel="cli", request_id=uuid4())


def _try(options: Namespace, kind: "Target", city: "Unit") -> dict[str, object]:
    from citystage.foundation.sheets.chunks import counts_of  # noqa: PLC0415
    from citystage.foundation.sheets.opening import open_known  # noqa: PLC0415
    from citystage.foundation.sheets.running import try_out  # noqa: PLC0415
    from citystage.foundation.sheets.targets import Context  # noqa: PLC0415

    opened = open_known(options.file, kind, city=city)
    layout = opened.layout
    context = Context(
        city=city,
        release=_release(options),
        source=options.file.name,
        reading=layout.reading,
        stamp=_stamps(),
    )
    rows = list(try_out(opened.book, layout, kind=kind, context=context))
    rejected = [(row.number, row.reason) for row in rows if row.outcome == "rejected"]
    return _outcome(counts_of(rows), rejected)


def _bring(options: Namespace, kind: "Target", city: "Unit") -> dict[str, object]:
    from citystage.foundation.sheets import queries  # noqa: PLC0415
    from citystage.foundation.sheets.actions.start import start  # noqa: PLC0415
    from citystage.foundation.sheets.actions.upload import upload  # noqa: PLC0415
    from citystage.foundation.sheets.reading import Unreadable  # noqa: PLC0415
    from citystage.foundation.sheets.running import bring_in  # noqa: PLC0415

    run = upload(
        options.file,
        city=city,
        target=kind,
        file_name=options.file.name,
        release=_release(options),
        stamp=_stamps(),
    )
    run = start(run, stamp=_stamps())
    run = bring_in(run, stamps=_stamps)
    if run.failure:
        raise Unreadable("failed", run.failure)
    rejected = [(row.number, row.reason) for row in queries.rejected(run)]
    return _outcome(run.counts, rejected)


def _release(options: Namespace) -> str:
    return "reserve" if options.reserve else "publish"


def _outcome(counts: dict[str, int], rejected: list[tuple[int, str]]) -> dict[str, object]:
    rows = sum(counts.values())
    parts = {name: counts.get(name, 0) for name in _PARTS}
    listed = [{"row": row, "reason": reason} for row, reason in rejected]
    return {"rows": rows, **parts, "rejected": listed}


_PARTS = ("imported", "updated", "unchanged", "duplicate", "skipped")


def _say(outcome: dict[str, object]) -> None:
    print(json.dumps(outcome, ensure_ascii=False))


def _tell(outcome: dict[str, object]) -> None:
    rejected = outcome["rejected"]
    assert isinstance(rejected, list)
    for row in rejected:
        print(f"row {row['row']}: {row['reason']}")
    parts = ", ".join(f"{name} {outcome[name]}" for name in _PARTS)
    print(f"rows {outcome['rows']}: {parts}, rejected {len(rejected)}")
