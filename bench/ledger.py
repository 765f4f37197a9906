"""Ledger writes: eight processes, one fact in each transaction, through the ORM and durable.

Prints a JSON line for the ledger as it is, and in the same run for two peers: the same table with
one hash chain instead of many (``single_chain``), and without any chain (``no_chain``). The peer
``psycopg`` does BEGIN, the prepared INSERT and COMMIT on a bare connection: the same rows, chained
and durable, without Django and the house.
"""

import json
import multiprocessing
import statistics
import time
from multiprocessing.synchronize import Barrier

from _database import fresh

WRITERS, SECONDS = 8, 8.0


def write(gate: Barrier, results: "multiprocessing.Queue[list[float]]") -> None:
    """One writer: a transaction for each fact until time is up; seconds of each."""
    import django

    django.setup()
    from datetime import UTC, datetime
    from uuid import uuid4

    from django.db import connection, transaction

    from citystage.foundation.access.stamps import NOBODY, Stamp
    from citystage.foundation.ledger import journal
    from citystage.foundation.membership.facts import LockoutLifted
    from citystage.foundation.tenancy.models import Unit

    city = Unit.objects.get()
    connection.ensure_connection()
    gate.wait()
    taken: list[float] = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        begun = time.perf_counter()
        with transaction.atomic():
            stamp = Stamp(NOBODY, datetime.now(UTC), "job", uuid4())
            journal.record(LockoutLifted(username="bench"), subject=city, stamp=stamp)
        taken.append(time.perf_counter() - begun)
    results.put(taken)


_BARE = """
INSERT INTO ledger_entry (verb, subject, payload, actor_id, unit_id, at, channel, request_id,
                          lane, place, previous, digest, transaction)
VALUES (%s, %s, %s::jsonb, NULL, NULL, %s, 'job', %s, 0, 0, '', '', 0)
"""


def write_bare(gate: Barrier, results: "multiprocessing.Queue[list[float]]") -> None:
    """The same by psycopg alone."""
    import os
    from datetime import UTC, datetime
    from uuid import uuid4

    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link, link.cursor() as one:
        gate.wait()
        taken: list[float] = []
        end = time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            begun = time.perf_counter()
            values = ("bench.bare", "tenancy.unit:1", '{"username": "bench"}')
            one.execute("BEGIN")
            one.execute(_BARE, (*values, datetime.now(UTC), uuid4()), prepare=True)
            one.execute("COMMIT")
            taken.append(time.perf_counter() - begun)
    results.put(taken)


def measure(name: str) -> dict[str, object]:
    from django.db import connections

    from citystage.foundation.ledger.models import Entry
    from citystage.foundation.ledger.verification import verify

    before = Entry.objects.count()
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[list[float]] = context.Queue()
    gate = context.Barrier(WRITERS)
    target = write_bare if name == "psycopg" else write
    writers = [context.Process(target=target, args=(gate, results)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    taken = sorted(second for _ in writers for second in results.get())
    for writer in writers:
        writer.join()
    return {
        "bench": "ledger",
        "variant": name,
        "writers": WRITERS,
        "writes_per_second": round(len(taken) / SECONDS),
        "p50_ms": round(statistics.median(taken) * 1000, 2),
        "p99_ms": round(taken[int(len(taken) * 0.99)] * 1000, 2),
        "acknowledged": len(taken),
        "rows": Entry.objects.count() - before,
        "whole": verify().whole if name != "no_chain" else None,
    }


def main() -> None:
    with fresh("bench_ledger"):
        from django.db import connection

        from citystage.foundation.tenancy.models import Unit, plant

        plant(parent=None, kind=Unit.Kind.CITY, name="青岛市", code="qingdao")
        rates = []
        for name, change in (
            ("ledger", None),
            ("psycopg", None),
            ("single_chain", "DELETE FROM ledger_lane WHERE id > 0"),
            ("no_chain", "ALTER TABLE ledger_entry DISABLE TRIGGER USER"),
        ):
            if change:
                with connection.cursor() as cursor:
                    cursor.execute(change)
            figures = measure(name)
            rates.append(figures["writes_per_second"])
            figures["ratio_to_ledger"] = round(figures["writes_per_second"] / rates[0], 2)
            print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
