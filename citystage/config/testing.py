"""pytest plugin: the database is up and in the environment before Django reads its settings.

Loaded with `-p`, because pytest-django reads the settings before it looks at any conftest. Several
runs may share the server of one CITYSTAGE_HOME, each with its own CITYSTAGE_TEST_DB; none stops it.

Each worker of `pytest -n` has a server to itself, stopped with it: the feeds show what every
transaction on a server is past, so that two workers on one would wait for each other's tests.
Such a server need not outlive a power cut.
"""

import os
from contextlib import ExitStack
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from citystage.config import embedded
from citystage.config.embedded.server import SUPERUSER, Server

_kept = ExitStack()

os.environ.setdefault("SECRET_KEY", "for tests only")
# A site that runs in the same home must not answer for the tests' database.
os.environ.setdefault("SEARCH_INDEX", "postgres")
# Pages name their files plainly, so that no test depends on when the assets were last collected.
os.environ.setdefault(
    "STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage"
)


def _database() -> str:
    """The address of the server for this process."""
    home = Path(os.environ.get("CITYSTAGE_HOME") or Path(__file__).resolve().parents[2] / ".local")
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        return _kept.enter_context(embedded.sharing(home))
    url = _kept.enter_context(embedded.attached(home / "tests" / worker))
    with psycopg.connect(Server(home / "tests" / worker).url(SUPERUSER), autocommit=True) as link:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            link.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(name)))
        link.execute("SELECT pg_reload_conf()")
    return url


def pytest_unconfigure() -> None:
    """What this process started ends with it."""
    _kept.close()


# What the process that starts the workers found for itself is not meant for them.
_found = os.environ.get("CITYSTAGE_TESTS_FOUND")
if os.environ.get("DATABASE_URL", _found) == _found and os.environ.get("CITYSTAGE_EMBEDDED") != "0":
    os.environ["DATABASE_URL"] = os.environ["CITYSTAGE_TESTS_FOUND"] = _database()
