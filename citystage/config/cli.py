"""The `citystage` command: finds the command module, gives it a database and Django, runs it."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Final

# Commands and their modules in citystage.config.commands, each with `register(subparsers)` and
# `run(options) -> int`. One that sets PREPARES_ITSELF gets neither the database nor Django before
# it runs. Only the module of the command asked for is loaded.
COMMANDS: Final = {
    "up": "up",
    "stop": "stop",
    "migrate": "migrate",
    "doctor": "doctor",
    "load-city": "load_city",
    "import": "importing",
    "export": "exporting",
    "make-admin": "make_admin",
    "demo": "demo",
    "audit": "audit",
    "lists": "lists",
    "clock": "clock",
    "index": "index",
    "match-file": "match_file",
    "assign": "assign",
    "schedule": "schedule",
    "indicators": "indicators",
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(sys.argv[1:] if arguments is None else arguments)
    command: ModuleType = options.command
    try:
        if getattr(command, "PREPARES_ITSELF", False):
            return int(command.run(options))
        return _with_database(command, options)
    except _failures() as error:
        print(f"citystage: {error}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130


def run_within(arguments: Sequence[str]) -> int:
    """Run a command inside a process that has the database and Django already."""
    options = _parse(arguments)
    return int(options.command.run(options))


def _with_database(command: ModuleType, options: argparse.Namespace) -> int:
    import django  # noqa: PLC0415  (takes a second that other commands need not wait for)

    from citystage.config import environment  # noqa: PLC0415

    with environment.database():
        django.setup()
        return int(command.run(options))


def _failures() -> tuple[type[Exception], ...]:
    """What is said in a line; looked up only once something has failed."""
    from citystage.config.embedded import EmbeddedError  # noqa: PLC0415
    from citystage.config.first_steps import FirstStepError  # noqa: PLC0415

    return EmbeddedError, FirstStepError


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    asked = arguments[0] if arguments else ""
    return _parser([asked] if asked in COMMANDS else COMMANDS).parse_args(arguments)


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="citystage", description="CityStage 搭台")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in names:
        command = import_module(f"citystage.config.commands.{COMMANDS[name]}")
        command.register(subparsers)
        subparsers.choices[name].set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
