"""Waiting until the feeds show what was committed; for tests with real transactions."""

import time

from django.db import connection

PATIENCE = 300.0  # seconds; far more than anything takes


def settle() -> None:
    """Return once every transaction that has begun by now, anywhere on the server, is decided.

    The feeds hold back what is younger than the oldest transaction in flight. Such a one may well
    be another database's, or PostgreSQL's own: it counts the rows of busy tables now and then.
    """
    begun = _one("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    until = time.monotonic() + PATIENCE
    while _one("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint") < begun:
        assert time.monotonic() < until, "a transaction does not end"
        time.sleep(0.02)


def _one(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
