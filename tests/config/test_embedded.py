"""The embedded server: real starts, real kills, real races."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from citystage.config import embedded
from citystage.config.embedded.server import Server, postmaster

ATTACH_AND_WAIT = """
import sys
from pathlib import Path
from citystage.config import embedded
with embedded.attached(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


def test_ensure_running_gives_a_role_without_special_powers(home):
    url = embedded.ensure_running(home)

    with psycopg.connect(url) as link:
        row = link.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert row == ("citystage", False, True, False)


def test_ensure_running_puts_the_extensions_into_every_new_database(home):
    url = embedded.ensure_running(home)
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("CREATE DATABASE another")

    with psycopg.connect(url, dbname="another") as link:
        rows = link.execute("SELECT extname FROM pg_extension ORDER BY extname").fetchall()

    assert [name for (name,) in rows] == ["btree_gin", "pg_trgm", "plpgsql", "unaccent", "vector"]


def test_ensure_running_knows_chinese_letters(home):
    url = embedded.ensure_running(home)

    with psycopg.connect(url) as link:
        row = link.execute("SELECT cardinality(show_trgm('青岛')), upper('ä')").fetchone()

    assert row == (3, "Ä")


def test_ensure_running_by_many_at_once_starts_one_server(home):
    embedded.stop(home)

    with ThreadPoolExecutor(4) as pool:
        urls = list(pool.map(embedded.ensure_running, [home] * 4))

    assert len(set(urls)) == 1
    assert embedded.is_running(home)


def test_ensure_running_recovers_what_was_committed_before_a_kill(home):
    url = embedded.ensure_running(home)
    with psycopg.connect(url) as link:
        link.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(postmaster(Server(home)) or 0, signal.SIGKILL)

    again = embedded.ensure_running(home)

    with psycopg.connect(again) as link:
        assert link.execute("SELECT n FROM kept").fetchone() == (7,)


def test_ensure_running_does_not_take_another_process_for_the_server(home):
    embedded.ensure_running(home)
    embedded.stop(home)
    stale = Server(home).data / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{Server(home).data}\n")

    embedded.ensure_running(home)

    assert postmaster(Server(home)) not in (None, os.getpid())


def test_attached_stops_what_it_started(home):
    embedded.stop(home)

    with embedded.attached(home):
        assert embedded.is_running(home)

    assert not embedded.is_running(home)


def test_attached_leaves_a_server_that_ran_before(home):
    embedded.ensure_running(home)

    with embedded.attached(home):
        pass

    assert embedded.is_running(home)


def test_attached_leaves_the_server_while_another_shares_it(home):
    embedded.stop(home)
    outer = embedded.attached(home)
    outer.__enter__()

    with embedded.sharing(home):
        outer.__exit__(None, None, None)
        still = embedded.is_running(home)

    assert still


def test_attached_stops_a_server_whose_starter_was_killed(home):
    embedded.stop(home)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", ATTACH_AND_WAIT, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as starter:
        assert starter.stdout
        starter.stdout.readline()
        starter.kill()

    with embedded.attached(home):
        pass

    assert not embedded.is_running(home)


def test_stop_says_whether_there_was_anything_to_stop(home, tmp_path):
    embedded.ensure_running(home)

    first, second, never = embedded.stop(home), embedded.stop(home), embedded.stop(tmp_path)

    assert (first, second, never) == (True, False, False)


def test_ensure_running_shows_the_log_when_it_cannot_start(home):
    embedded.ensure_running(home)
    embedded.stop(home)
    broken = Server(home).data / "postgresql.auto.conf"
    before = broken.read_text()
    broken.write_text("shared_buffers = nonsense\n")

    with pytest.raises(embedded.EmbeddedError, match="nonsense"):
        embedded.ensure_running(home)

    broken.write_text(before)
