"""`citystage schedule`: a day of one-to-one meetings, file to file, no database.

Leaves 0 when an answer was written (also that there is none: status "infeasible"), 2 when the
instance is wrong, 1 when a file cannot be read or written.
"""

from argparse import Namespace
from pathlib import Path
from typing import Any, Final

from citystage.config import filed
from citystage.config.commands import Subparsers

PREPARES_ITSELF = True
LARGEST: Final = 200_000_000
"""Bytes of an instance."""


def register(subparsers: Subparsers) -> None:
    parser = filed.parser_of(
        subparsers,
        "schedule",
        does="plan a day of one-to-one meetings, from one file to another",
        source="day.json",
        target="plan.json",
    )
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

    def act() -> None:
        filed.write(options.out, _answer(options))

    return filed.status_of("schedule", options.source, act, BadProblem)


def _answer(options: Namespace) -> dict[str, Any]:
    # The solver is loaded here, not when the command's help is printed.
    from citystage.engines.scheduling import instances  # noqa: PLC0415
    from citystage.engines.scheduling.planning import plan  # noqa: PLC0415
    from citystage.engines.scheduling.replanning import replan  # noqa: PLC0415

    said = filed.read(options.source, LARGEST)
    instance = instances.read(said)
    if isinstance(said, dict):
        filed.left_aside("schedule", instances.not_known(said))
    if options.replan is None:
        return instances.write(instance, plan(instance.problem))
    old = instances.read_plan(instance, filed.read(options.replan, LARGEST))
    return instances.write_replan(
        instance, replan(instance.problem, old, since=max(0, options.since))
    )
