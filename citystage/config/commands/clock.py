"""`citystage clock`: the house's clock; enqueues periodic jobs and takes up what workers lost."""

import signal
import threading
from argparse import Namespace
from types import FrameType

from citystage.config.commands import Subparsers

SECONDS = 2.0


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("clock", help="enqueue periodic jobs until stopped")
    parser.add_argument("--once", action="store_true", help="one turn only")


def run(options: Namespace) -> int:
    from django.db import close_old_connections  # noqa: PLC0415 -- Django is up by now
    from django.utils import timezone  # noqa: PLC0415

    from citystage.config import ticking  # noqa: PLC0415

    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stopped.set()

    if not options.once:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
    while not stopped.is_set():
        # Asked at every turn: the lock goes with a connection that was lost.
        if ticking.hold():
            try:
                ticking.tick(timezone.now())
            finally:
                ticking.release()
        if options.once:
            return 0
        close_old_connections()
        stopped.wait(SECONDS)
    return 0
