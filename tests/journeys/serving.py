"""The site as `make run` serves it, over a database of its own, for as long as a test session."""

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

CHECKOUT = Path(__file__).resolve().parents[2]
START_SECONDS = 600  # far more than it takes, also where others use the machine
MAIL_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it answers, what it keeps, and the database behind it."""

    address: str
    home: Path
    database: str
    server: str

    def mail_to(self, person: str) -> str:
        """The text of the newest mail to ``person`` in the outbox, once there is one."""
        until = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < until:
            newest = 'SELECT body FROM notices_mail WHERE "to" = %s ORDER BY id DESC LIMIT 1'
            for (body,) in self.rows(newest, person):
                return str(body)
            time.sleep(0.2)
        raise AssertionError(f"no mail to {person}")

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What the database behind the site says."""
        with psycopg.connect(self.database) as connection:
            return list(connection.execute(query.encode(), values).fetchall())

    @contextmanager
    def without_its_database(self) -> Iterator[None]:
        """The server refuses this database, and has ended every connection to it."""
        name = urlsplit(self.database).path.lstrip("/")
        refuse = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(refuse.format(sql.Identifier(name), sql.SQL("false")))
            try:
                connection.execute(end, [name])
                yield
            finally:
                connection.execute(refuse.format(sql.Identifier(name), sql.SQL("true")))


@contextmanager
def served(home: Path) -> Iterator[Site]:
    """`citystage up` as the demonstration, on a free port."""
    _assets()
    server = os.environ["DATABASE_URL"]
    name = f"citystage_journeys_{os.getpid()}_{secrets.token_hex(3)}"
    database = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    port = _free_port()
    site = Site(f"http://127.0.0.1:{port}", home, database, server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with _up(site, port):
                yield site
        finally:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


@contextmanager
def _up(site: Site, port: int) -> Iterator[None]:
    # Not counted for coverage: it would cost the site half its speed, and prove nothing more.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment = plain | {
        "CITYSTAGE_DEMO": "1",
        "CITYSTAGE_HOME": str(site.home),
        "DATABASE_URL": site.database,
        "PORT": str(port),
        "PYTHONPATH": str(CHECKOUT),
        "SITE_ADDRESS": site.address,
        "STATICFILES_BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "WEB_WORKERS": "1",
    }
    command = [sys.executable, "-m", "citystage.config.cli", "up"]
    said = site.home / "up.log"
    with (
        said.open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            _wait(process, said)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if "CityStage is at" in said.read_text():
            return
        time.sleep(0.2)
    raise AssertionError(f"the site did not start:\n{said.read_text()[-4000:]}")


def _assets() -> None:
    """Style sheet and scripts as they are now; of several workers one builds, the others wait."""
    (CHECKOUT / "build").mkdir(exist_ok=True)
    with (CHECKOUT / "build" / ".journeys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        plain = {k: v for k, v in os.environ.items() if k != "STATICFILES_BACKEND"}
        subprocess.run([sys.executable, CHECKOUT / "scripts/assets.py"], check=True, env=plain)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
