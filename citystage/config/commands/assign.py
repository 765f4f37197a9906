"""`citystage assign`: experts to cases, file to file, no database.

Leaves 0 when an answer was written (also that there is none: status "infeasible"), 2 when the
instance is wrong, 1 when a file cannot be read or written.
"""

import argparse
import json
import sys
from argparse import Namespace
from errno import EISDIR
from os import strerror
from pathlib import Path
from typing import Final

from citystage.config.commands import Subparsers

PREPARES_ITSELF = True
LARGEST: Final = 1_000_000_000
"""Bytes of an instance: six thousand cases by three thousand experts need about a third."""
_WRONG: Final = 2


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "assign",
        help="assign experts to cases, from one file to another",
        epilog="exit status: 0 an answer was written, also that there is none; "
        "1 a file cannot be read or written; 2 the instance is wrong",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--in", dest="source", type=Path, required=True, metavar="instance.json")
    parser.add_argument("--out", type=Path, required=True, metavar="result.json")
    parser.add_argument(
        "--thorough", action="store_true", help="spend seconds on a proof (up to 12,000 pairs)"
    )


def run(options: Namespace) -> int:
    from citystage.engines.assignment.problem import BadProblem  # noqa: PLC0415

    try:
        assign(options.source, options.out, thorough=options.thorough)
    except BadProblem as error:
        print(f"citystage assign: {options.source}: {error}", file=sys.stderr)
        return _WRONG
    except OSError as error:
        print(f"citystage assign: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def assign(source: Path, target: Path, *, thorough: bool) -> None:
    """Read, solve, write. Raises `BadProblem` and `OSError`."""
    # The solver is loaded here, not when the command's help is printed.
    from dataclasses import replace  # noqa: PLC0415

    from citystage.engines.assignment.assigning import assign as solve  # noqa: PLC0415
    from citystage.engines.assignment.instances import not_known, read, write  # noqa: PLC0415

    instance = _load(source)
    problem = read(instance)
    if isinstance(instance, dict) and (ignored := not_known(instance)):
        print(f"citystage assign: not known, left aside: {', '.join(ignored)}", file=sys.stderr)
    del instance
    if thorough:
        problem = replace(problem, thorough=True)
    result = write(solve(problem))
    if target.is_dir():
        raise IsADirectoryError(EISDIR, strerror(EISDIR), str(target))
    written = target.with_name(f"{target.name}.part")
    written.write_text(json.dumps(result, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    written.replace(target)


def _load(source: Path) -> object:
    from citystage.engines.assignment.problem import BadProblem  # noqa: PLC0415

    size = source.stat().st_size
    if size > LARGEST:
        raise BadProblem("(the file)", f"has {size} bytes, more than {LARGEST}")
    try:
        return json.loads(source.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadProblem("(the file)", f"is not JSON: {error}") from None
