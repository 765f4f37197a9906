"""A real PostgreSQL server kept inside CITYSTAGE_HOME, for machines that have none of their own.

It listens on a Unix socket only. Everything that starts or stops it holds one file lock, so callers
may race; everything that uses it holds a second lock shared, so the one that started it does not
pull it away from under the others.
"""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from citystage.config.embedded import making
from citystage.config.embedded.server import EmbeddedError, Server, answers, postmaster

EXTENSIONS = making.EXTENSIONS
STOP_SECONDS = 30

__all__ = [
    "EXTENSIONS",
    "EmbeddedError",
    "attached",
    "ensure_running",
    "is_running",
    "sharing",
    "stop",
]


def ensure_running(home: Path) -> str:
    """The address of the server in `home`, which is set up and started first if need be."""
    server = Server(home.resolve())
    with _starting(server):
        if _ensure(server):
            server.fleeting.unlink(missing_ok=True)
    return server.url()


@contextmanager
def attached(home: Path) -> Iterator[str]:
    """The address, kept for the length of the block; stops what it started unless others use it."""
    server = Server(home.resolve())
    with _using(server) as users:
        with _starting(server):
            if _ensure(server):
                server.fleeting.touch()
        try:
            yield server.url()
        finally:
            # Also when one that was killed had started it, and only the mark of it is left.
            if server.fleeting.exists() and _only_user(users):
                stop(home)


@contextmanager
def sharing(home: Path) -> Iterator[str]:
    """The address, kept for the length of the block; the server is left running afterwards."""
    server = Server(home.resolve())
    with _using(server):
        yield ensure_running(home)


def stop(home: Path) -> bool:
    """Stop the server in `home`, open connections or not; says whether one was running."""
    server = Server(home.resolve())
    if not server.data.exists():
        return False
    with _starting(server):
        running = postmaster(server)
        if running is None:
            return False
        os.kill(running, signal.SIGINT)  # PostgreSQL's fast shutdown
        until = time.monotonic() + STOP_SECONDS
        while postmaster(server) == running:
            if time.monotonic() > until:
                raise EmbeddedError(f"The database (process {running}) does not stop.")
            time.sleep(0.05)
        return True


def is_running(home: Path) -> bool:
    """Whether a server is running in `home` now."""
    return postmaster(Server(home.resolve())) is not None


@contextmanager
def _starting(server: Server) -> Iterator[None]:
    with _locked(server.home / "postgres.lock", fcntl.LOCK_EX):
        yield


@contextmanager
def _using(server: Server) -> Iterator[int]:
    with _locked(server.home / "postgres.users.lock", fcntl.LOCK_SH) as descriptor:
        yield descriptor


@contextmanager
def _locked(path: Path, how: int) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, how)
        yield file.fileno()


def _only_user(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ensure(server: Server) -> bool:
    """Set up what is missing and start; says whether it was this call that started the server."""
    if postmaster(server) is not None and answers(server):
        return False
    making.make_folders(server)
    if not (server.data / "PG_VERSION").exists():
        making.initialise(server)
    making.start(server)
    making.furnish(server)
    return True
