"""All figures of a city at 10M ledger rows and 100k projects: whole, by a day, one page, DuckDB.

Rows are made by the database itself. Prints JSON lines: seconds of the whole computation (reading
all records, counting everything, keeping the readings), of the increment of a day, milliseconds of
the first page behind a number with 50k units, and the same counts by DuckDB over the exported rows.
Goals: whole 60 s, a day 2 s, first page 100 ms. ``--ledger``, ``--projects`` make it smaller.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from _database import fresh
from _figures import city_of_figures, fill, stamp

TURNS = 15

# A day: projects land, facts tell of them.
_DAY = (
    "UPDATE projects_project SET state = 'landed', landed_at = now() WHERE state = 'running'"
    " AND id IN (SELECT id FROM projects_project WHERE state = 'running' ORDER BY id LIMIT %(day)s)"
    " RETURNING id"
)
_TELL = (
    "INSERT INTO ledger_entry (verb, subject, payload, at, channel, request_id, lane, place,"
    " previous, digest, transaction) SELECT 'projects.project.landed', 'projects.project:' || id,"
    " '{}', now(), 'job', gen_random_uuid(), 0, id, '', '', 0 FROM unnest(%(ids)s) id"
)
# What the figures count, asked of DuckDB over the same rows: of each indicator, period and part.
_DUCK = (
    "SELECT {period}, {by}, count(DISTINCT unit) FROM rows WHERE source IN ({sources}) AND proven"
    " GROUP BY ALL"
)


def main() -> None:
    """Fill, then measure each."""
    options = _options()
    with fresh("bench_indicators"):
        city = city_of_figures()
        fill(city, projects=options.projects, ledger=options.ledger)
        _whole(options)
        _day(options)
        _page(city, options)
        _duck(city, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", type=int, default=10_000_000)
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--day", type=int, default=300, help="projects that land on one day")
    return parser.parse_args()


def _say(options: argparse.Namespace, **found: object) -> None:
    told = {"bench": "indicators", "ledger": options.ledger, "projects": options.projects}
    print(json.dumps(told | found), flush=True)


def _whole(options: argparse.Namespace) -> None:
    from django.db import connection

    from citystage.stages.evaluation.actions.reckon_figures import rebuild_figures
    from citystage.stages.evaluation.models import Evidence

    for name in ("first", "again"):
        begun = time.perf_counter()
        made = rebuild_figures(stamp=stamp())
        spent = time.perf_counter() - begun
        _say(
            options,
            what="whole",
            turn=name,
            seconds=round(spent, 1),
            readings=made.readings,
            evidence=Evidence.objects.count(),
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _day(options: argparse.Namespace) -> None:
    from django.db import connection

    from citystage.stages.evaluation.actions.reckon_figures import reckon_figures

    taken = []
    for _turn in range(3):
        with connection.cursor() as cursor:
            cursor.execute(_DAY, {"day": options.day})
            cursor.execute(_TELL, {"ids": [row[0] for row in cursor.fetchall()]})
        begun = time.perf_counter()
        made = reckon_figures(stamp=stamp())
        taken.append(time.perf_counter() - begun)
        assert made.read == options.day, made
        assert not made.whole, made
    _say(options, what="day", landed=options.day, seconds=[round(one, 2) for one in taken])


def _page(city: object, options: argparse.Namespace) -> None:
    from citystage.engines.indicators.periods import period
    from citystage.stages.evaluation.figure_settings import terms_of
    from citystage.stages.evaluation.queries import evidence, figures
    from citystage.stages.evaluation.queries.evidence import Cut

    for code in ("firms-served", "firms-brought-in", "scenarios-landed"):
        indicator = terms_of(city.pk).find(code)
        cut = Cut(city=city, indicator=indicator, period=period("2024-2026"))
        assert evidence.newest(cut, 25, lambda found: found) == list(evidence.units(cut)[:25])
        taken = []
        for _turn in range(TURNS):
            begun = time.perf_counter()
            evidence.lines(cut, evidence.newest(cut, 25, lambda found: found) or ())
            taken.append(1000 * (time.perf_counter() - begun))
        taken.sort()
        units = figures.value(city, code, "2024-2026").evidence
        _say(
            options,
            what="first page",
            figure=code,
            units=units,
            ms={"median": round(statistics.median(taken), 1), "p95": round(taken[-2], 1)},
        )


def _officer(city: object) -> object:
    from citystage.foundation.access.roles import Role
    from citystage.foundation.access.stamps import Actor

    return Actor(1, ((Role.CITY_OFFICER, city),))


def _duck(city: object, options: argparse.Namespace) -> None:
    """Counting alone, on both sides: ours from the rows in memory, DuckDB from its own table."""
    try:
        import duckdb
    except ModuleNotFoundError:
        _say(options, what="duckdb", left_out="not installed (requirements/bench.in)")
        return
    from citystage.engines.indicators.language import Count, sources_of
    from citystage.stages.evaluation.deriving.counting import counted_whole
    from citystage.stages.evaluation.figure_settings import terms_of

    counts = [one for one in terms_of(city.pk).indicators if isinstance(one.parsed, Count)]
    begun = time.perf_counter()
    counted_whole(city, counts)
    ours = time.perf_counter() - begun
    with tempfile.TemporaryDirectory(prefix="citystage-bench-") as folder:
        path = Path(folder) / "rows.csv"
        begun = time.perf_counter()
        _export(path)
        exported = time.perf_counter() - begun
        begun = time.perf_counter()
        asked = duckdb.connect()
        asked.execute("CREATE TABLE rows AS SELECT * FROM read_csv(?)", [str(path)])
        loaded = time.perf_counter() - begun
        begun = time.perf_counter()
        for one in counts:
            _ask_duck(asked, sources_of(one.parsed))
        theirs = time.perf_counter() - begun
    _say(
        options,
        what="duckdb",
        indicators=len(counts),
        ours_seconds=round(ours, 2),
        duckdb_seconds=round(theirs, 2),
        duckdb_load=round(loaded, 2),
        export=round(exported, 2),
        ratio=round(ours / (theirs + loaded + exported), 2),
    )


def _export(path: Path) -> None:
    from django.db import connection

    with connection.cursor() as cursor, path.open("wb") as target:
        columns = "source, unit, happened_on, district, department, chain, owner_kind, proven"
        with cursor.copy(
            f"COPY (SELECT {columns} FROM evaluation_evidence WHERE until_at IS NULL)"  # noqa: S608
            " TO STDOUT (FORMAT csv, HEADER)"
        ) as copied:
            for block in copied:
                target.write(block)


def _ask_duck(asked: object, sources: frozenset[str]) -> None:
    named = ", ".join(f"'{one}'" for one in sorted(sources))
    periods = ("year(happened_on)", "year(happened_on) * 4 + quarter(happened_on)", "0")
    for period in periods:
        for by in ("''", "district", "department", "chain", "owner_kind"):
            asked.execute(_DUCK.format(period=period, by=by, sources=named)).fetchall()


if __name__ == "__main__":
    main()
