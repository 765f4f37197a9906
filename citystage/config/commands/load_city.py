"""`citystage load-city`: create or update a city from its pack; says what changed."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from citystage.config.commands import Subparsers

if TYPE_CHECKING:
    from citystage.cities.loading.report import Report

_SHOWN = 60


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("load-city", help="create or update a city from its pack")
    parser.add_argument("name", help="a pack that comes with the product, or a folder")
    parser.add_argument("--dry-run", action="store_true", help="show the changes, keep nothing")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")


def run(options: Namespace) -> int:
    # The tables of the stages are there only once Django is set up.
    from citystage.cities.loading import load_city  # noqa: PLC0415
    from citystage.kernel.refusals import Refusal  # noqa: PLC0415

    try:
        report = load_city(options.name, dry_run=options.dry_run)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    if options.json:
        table = _table(report, dry_run=options.dry_run)
        print(json.dumps(table, ensure_ascii=False, default=str))
    else:
        print("\n".join(_lines(report, dry_run=options.dry_run)))
    return 0


def _table(report: "Report", *, dry_run: bool) -> dict[str, Any]:
    counts: dict[str, int] = {"created": 0, "changed": 0, "unchanged": 0, "kept": 0}
    for change in report.changes:
        counts[change.outcome] += 1
    return {
        "city": report.city,
        "dry_run": dry_run,
        **counts,
        "changes": [
            {
                "kind": change.kind,
                "key": change.key,
                "outcome": change.outcome,
                "fields": {name: list(pair) for name, pair in change.fields.items()},
            }
            for change in report.changes
            if change.outcome != "unchanged"
        ],
    }


def _lines(report: "Report", *, dry_run: bool) -> Iterator[str]:
    marks = {"created": "+", "changed": "~", "kept": "="}
    for change in report.changes:
        if change.outcome not in marks:
            continue
        yield f"{marks[change.outcome]} {change.kind} {change.key}"
        for name, (old, new) in change.fields.items():
            yield f"    {name}: {_short(old)} -> {_short(new)}"
    table = _table(report, dry_run=dry_run)
    words = _(
        "%(city)s: %(created)d created, %(changed)d changed, %(unchanged)d unchanged,"
        " %(kept)d kept as changed here."
    )
    yield words % table
    if dry_run:
        yield _("Dry run: nothing was kept.")


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
