"""`citystage stop`: stop what `up` started in this home, and the embedded database."""

import os
import signal
import time
from argparse import Namespace
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from citystage.config import embedded, environment
from citystage.config.commands import Subparsers

PREPARES_ITSELF = True
SECONDS = 20


def register(subparsers: Subparsers) -> None:
    subparsers.add_parser("stop", help="stop the site and its embedded database")


def run(options: Namespace) -> int:  # noqa: ARG001
    home = environment.home()
    running = running_up(pid_file(home))
    if running is not None:
        os.kill(running.pid, signal.SIGTERM)
        until = time.monotonic() + SECONDS
        while running_up(pid_file(home)) and time.monotonic() < until:
            time.sleep(0.05)
        print("The site is stopped.")
    if embedded.stop(home):
        print("The database is stopped.")
    return 0


def pid_file(home: Path) -> Path:
    return home / "up.pid"


def running_up(path: Path) -> psutil.Process | None:
    """The process whose number `up` wrote, if it is still that one."""
    try:
        number, started = path.read_text().split()
        process = psutil.Process(int(number))
        same = abs(process.create_time() - float(started)) < 1
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    return process if same and process.status() != psutil.STATUS_ZOMBIE else None
