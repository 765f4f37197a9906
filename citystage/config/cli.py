"""The `citystage` command: finds the command module, gives it a database and Django, runs it."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

import django

from citystage.config import environment
from citystage.config.embedded import EmbeddedError
from citystage.config.first_steps import FirstStepError

# Modules of citystage.config.commands, with `register(subparsers)` and `run(options) -> int`.
# One that sets PREPARES_ITSELF gets neither the database nor Django before it runs.
COMMANDS = (
    "up",
    "stop",
    "migrate",
    "doctor",
    "load_city",
    "importing",
    "exporting",
    "make_admin",
    "demo",
    "audit",
    "lists",
    "clock",
    "index",
    "match_file",
    "assign",
)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    command: ModuleType = options.command
    try:
        if getattr(command, "PREPARES_ITSELF", False):
            return int(command.run(options))
        with environment.database():
            django.setup()
            return int(command.run(options))
    except (EmbeddedError, FirstStepError) as error:
        print(f"citystage: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130


def run_within(arguments: Sequence[str]) -> int:
    """Run a command inside a process that has the database and Django already."""
    options = _parser().parse_args(arguments)
    return int(options.command.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="citystage", description="CityStage 搭台")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        before = set(subparsers.choices)
        command = import_module(f"citystage.config.commands.{name}")
        command.register(subparsers)
        for added in set(subparsers.choices) - before:
            subparsers.choices[added].set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
