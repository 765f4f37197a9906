"""A database of its own for one benchmark: real PostgreSQL, migrated, dropped at the end."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

_TURNS = 60


@contextmanager
def fresh(name: str) -> Iterator[str]:
    """Make database ``name`` on the server of ``DATABASE_URL`` (or the embedded one), migrated.

    Yields its address and leaves Django set up on it. fsync and synchronous commit stay on.
    """
    from citystage.config import embedded

    root = Path(__file__).resolve().parents[1]
    server = os.environ.get("BENCH_SERVER") or os.environ.get("DATABASE_URL")
    if not server:
        home = Path(os.environ.get("CITYSTAGE_HOME", root / ".local"))
        server = embedded.ensure_running(home)
    os.environ["BENCH_SERVER"] = server
    parts = urlsplit(server)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
        admin.execute(f'CREATE DATABASE "{name}"')
    address = urlunsplit(parts._replace(path=f"/{name}"))
    os.environ["DATABASE_URL"] = address
    os.environ.setdefault("SECRET_KEY", "bench")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citystage.config.settings")
    os.environ["TASKS_BACKEND"] = "django.tasks.backends.dummy.DummyBackend"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    try:
        yield address
    finally:
        connections.close_all()
        _drop(server, name)


def _drop(server: str, name: str) -> None:
    """Drop the database; one that is being vacuumed just then is tried again."""
    for turn in range(_TURNS):
        try:
            with psycopg.connect(server, autocommit=True) as admin:
                admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg.errors.InsufficientPrivilege:
            # The cleaning process belongs to the cluster: an owner may not end it, it ends itself.
            if turn == _TURNS - 1:
                raise
            time.sleep(5)
        else:
            return
