"""`citystage migrate`: bring the tables up to date; one process at a time."""

from argparse import Namespace

from django.core.management import call_command
from django.db import connection

from citystage.config.commands import Subparsers

LOCK = 7_312_026  # any number, the same for every process that migrates


def register(subparsers: Subparsers) -> None:
    subparsers.add_parser("migrate", help="bring the tables of the database up to date")


def run(options: Namespace) -> int:  # noqa: ARG001
    migrate(verbosity=1)
    return 0


def _catch_up() -> None:
    """Write what today's code keeps of records made before it did; a query when all is there."""
    from citystage.stages.catalogue.indexing import fill_left_out  # noqa: PLC0415 -- settings

    fill_left_out()


def migrate(*, verbosity: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        call_command("migrate", interactive=False, verbosity=verbosity)
        _catch_up()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
