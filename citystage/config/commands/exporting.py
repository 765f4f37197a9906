"""`citystage export scenarios --format xlsx --out FILE`: write what the public may see."""

import sys
from argparse import Namespace
from pathlib import Path

from citystage.config.commands import Subparsers

FORMATS = ("xlsx", "csv", "jsonl", "json")


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("export", help="write the public scenarios to a file")
    parser.add_argument("what", choices=["scenarios"])
    parser.add_argument("--format", required=True, choices=FORMATS)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--city", default="", help="code of the city (default: all)")


def run(options: Namespace) -> int:
    from citystage.foundation.sheets.writing import FORMATS as WRITERS  # noqa: PLC0415
    from citystage.stages.catalogue import exporting  # noqa: PLC0415
    from citystage.stages.catalogue.queries.exporting import exportable  # noqa: PLC0415

    scenarios = exportable(city_code=options.city)
    part = options.out.with_name(f".{options.out.name}.part")
    try:
        count = WRITERS[options.format].write(
            part, exporting.COLUMNS, exporting.rows(scenarios.iterator(chunk_size=1000))
        )
        part.replace(options.out)
    except OSError as fault:
        part.unlink(missing_ok=True)
        print(f"citystage: {options.out}: {fault.strerror or fault}", file=sys.stderr)
        return 1
    print(f"{count} scenarios written to {options.out}")
    return 0
