"""`citystage schedule`: a day of one-to-one meetings, file to file, no database.

Leaves 0 when an answer was written (also that there is none: status "infeasible"), 2 when the
instance is wrong, 1 when a file cannot be read or written.
"""

import argparse
import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any, Final

from citystage.config.commands import Subparsers

PREPARES_ITSELF = True
LARGEST: Final = 200_000_000
"""Bytes of an instance."""
_WRONG: Final = 2


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "schedule",
        help="plan a day of one-to-one meetings, from one file to another",
        epilog="exit status: 0 an answer was written, also that there is none; "
        "1 a file cannot be read or written; 2 the instance is wrong",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--in", dest="source", type=Path, required=True, metavar="day.json")
    parser.add_argument("--out", type=Path, required=True, metavar="plan.json")
    parser.add_argument(
        "--replan",
        type=Path,
        metavar="old.json",
        help="an earlier plan: the day is as --in says now, with as few changes as possible",
    )
    parser.add_argument(
        "--since", type=int, default=0, metavar="SLOT", help="with --replan: earlier slots are over"
    )


def run(options: Namespace) -> int:
    from citystage.engines.scheduling.problem import BadProblem  # noqa: PLC0415

    try:
        result = _answer(options)
        written = options.out.with_name(f"{options.out.name}.part")
        written.write_text(json.dumps(result, ensure_ascii=False, allow_nan=False), "utf-8")
        written.replace(options.out)
    except BadProblem as error:
        print(f"citystage schedule: {options.source}: {error}", file=sys.stderr)
        return _WRONG
    except OSError as error:
        print(f"citystage schedule: {error}", file=sys.stderr)
        return 1
    return 0


def _answer(options: Namespace) -> dict[str, Any]:
    # The solver is loaded here, not when the command's help is printed.
    from citystage.engines.scheduling import instances  # noqa: PLC0415
    from citystage.engines.scheduling.planning import plan  # noqa: PLC0415
    from citystage.engines.scheduling.replanning import replan  # noqa: PLC0415

    said = _load(options.source)
    instance = instances.read(said)
    if isinstance(said, dict) and (ignored := instances.not_known(said)):
        print(f"citystage schedule: not known, left aside: {', '.join(ignored)}", file=sys.stderr)
    if options.replan is None:
        return instances.write(instance, plan(instance.problem))
    old = instances.read_plan(instance, _load(options.replan))
    return instances.write_replan(
        instance, replan(instance.problem, old, since=max(0, options.since))
    )


def _load(source: Path) -> object:
    from citystage.engines.scheduling.problem import BadProblem  # noqa: PLC0415

    size = source.stat().st_size
    if size > LARGEST:
        raise BadProblem("(the file)", f"has {size} bytes, more than {LARGEST}")
    try:
        return json.loads(source.read_bytes())
    except (ValueError, RecursionError) as error:
        raise BadProblem("(the file)", f"is not JSON: {error}") from None
