"""`citystage assign`: experts to cases, file to file, no database.

Leaves 0 when an answer was written (also that there is none: status "infeasible"), 2 when the
instance is wrong, 1 when a file cannot be read or written.
"""

from argparse import Namespace
from pathlib import Path
from typing import Final

from citystage.config import filed
from citystage.config.commands import Subparsers

PREPARES_ITSELF = True
LARGEST: Final = 1_000_000_000
"""Bytes of an instance: six thousand cases by three thousand experts need about a third."""


def register(subparsers: Subparsers) -> None:
    parser = filed.parser_of(
        subparsers,
        "assign",
        does="assign experts to cases, from one file to another",
        source="instance.json",
        target="result.json",
    )
    parser.add_argument(
        "--thorough", action="store_true", help="spend seconds on a proof (up to 12,000 pairs)"
    )


def run(options: Namespace) -> int:
    from citystage.engines.assignment.problem import BadProblem  # noqa: PLC0415

    def act() -> None:
        assign(options.source, options.out, thorough=options.thorough)

    return filed.status_of("assign", options.source, act, BadProblem)


def assign(source: Path, target: Path, *, thorough: bool) -> None:
    """Read, solve, write. Raises `BadProblem`, `BadFile` and `OSError`."""
    # The solver is loaded here, not when the command's help is printed.
    from dataclasses import replace  # noqa: PLC0415

    from citystage.engines.assignment.assigning import assign as solve  # noqa: PLC0415
    from citystage.engines.assignment.instances import not_known, read, write  # noqa: PLC0415

    instance = filed.read(source, LARGEST)
    problem = read(instance)
    if isinstance(instance, dict):
        filed.left_aside("assign", not_known(instance))
    del instance
    if thorough:
        problem = replace(problem, thorough=True)
    filed.write(target, write(solve(problem)))
