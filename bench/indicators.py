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
import tomllib
from pathlib import Path

from _database import fresh

ROOT = Path(__file__).resolve().parents[1]
TURNS = 15

_FILL = (
    """
    INSERT INTO directory_organisation (city_id, uscc, name, name_en, folded_name, name_keys,
    aliases, kind, standing, introduction, website, contact, source, created_at, updated_at)
    SELECT %(city)s, '', 'o' || n, '', 'o' || n, '{}', '{}', 'company', 'approved', '', '', '{}',
    '{}', now(), now() FROM generate_series(1, %(projects)s / 2) n
    """,
    """
    INSERT INTO catalogue_scenario (city_id, number, state, title, title_en, summary, answers,
    tier, side, mode, mode_text, owner_name, budget_text, contact, source, import_key, original,
    version, created_at, changed_at, year, published_on, district_id, lead_department_id)
    SELECT %(city)s, 'B-' || n, 'open', 's' || n, '', '', '{}', 'narrow', '', '', '', 'o', '',
    '{}', '{}', '', '{}', 1, now(), now(), 2026, DATE '2024-01-01' + (n * 7) %% 1050,
    (ARRAY[%(districts)s])[1 + n %% 10], (ARRAY[%(departments)s])[1 + n %% 20]
    FROM generate_series(1, %(projects)s) n
    """,
    """
    INSERT INTO projects_project (city_id, scenario_id, title, about, owner_unit_id, supplier_id,
    supplier_name, district_id, department_id, amount, state, begun_on, due_on, landed_at,
    ended_at, reason, round, entered_at)
    SELECT s.city_id, s.id, 'p' || s.id, '', %(city)s, o.first + s.id %% (%(projects)s / 2), 'x',
    s.district_id, s.lead_department_id, 1000000,
    CASE WHEN s.id %% 3 = 0 THEN 'landed' WHEN s.id %% 7 = 0 THEN 'failed' ELSE 'running' END,
    s.published_on + 30, s.published_on + 400,
    CASE WHEN s.id %% 3 = 0 THEN s.published_on + 200 + (s.id %% 90)::int END,
    CASE WHEN s.id %% 7 = 0 THEN s.published_on + 150 END, 'because', 0, now()
    FROM catalogue_scenario s, (SELECT min(id) AS first FROM directory_organisation) o
    """,
    """
    INSERT INTO projects_arrival (city_id, district_id, department_id, amount, words, state,
    claimed_at, reason, name, uscc, firm_key, arrived_on, claimed_for_id)
    SELECT s.city_id, s.district_id, s.lead_department_id, NULL, '',
    CASE WHEN s.id %% 5 = 0 THEN 'claimed' ELSE 'proven' END, now(), '', 'f' || s.id, '',
    'f' || s.id, s.published_on, s.district_id FROM catalogue_scenario s
    """,
    """
    INSERT INTO docking_opening (scenario_id, state, opens_at, closes_at, questions_until,
    outcome_due_at, sealed, asks_price, eligible_kinds, essentials, note, opened_at, climbed,
    reason, decided_at, version)
    SELECT id, 'chosen', published_on + 1, published_on + 20, published_on + 18,
    published_on + 40, true, true, '{}', '[]', '', published_on + 1, 0, 'r', published_on + 35, 1
    FROM catalogue_scenario
    """,
    """
    INSERT INTO docking_answer (opening_id, organisation_id, state, content, revision, given,
    given_revision, submitted_at, show_place, show_note, show_reply, reason, letter, begun_at,
    changed_at)
    SELECT a.id, o.first + (a.id * 3 + n) %% (%(projects)s / 2), 'submitted', '{}', 1, '{}', 1,
    a.opens_at + n * interval '1 day', '', '', '', '', '', a.opens_at, a.opens_at
    FROM docking_opening a, generate_series(1, 3) n,
    (SELECT min(id) AS first FROM directory_organisation) o
    """,
)
_LEDGER = """
    INSERT INTO ledger_entry (verb, subject, payload, at, channel, request_id, lane, place,
    previous, digest, transaction)
    SELECT 'catalogue.scenario.corrected', 'catalogue.scenario:' || n %% %(projects)s, '{}', now(),
    'job', gen_random_uuid(), 0, n, '', '', 0 FROM generate_series(1, %(ledger)s) n
    """
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
        city = _city()
        _fill(city, options)
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


def _city() -> object:
    from citystage.cities.packs.indicators import IndicatorsFile, assembled
    from citystage.foundation.tenancy.models import PackSetting, Unit, plant

    city = plant(parent=None, kind=Unit.Kind.CITY, name="城", code="bench")
    for kind, number in ((Unit.Kind.DISTRICT, 10), (Unit.Kind.DEPARTMENT, 20)):
        for n in range(number):
            plant(parent=city, kind=kind, name=f"{kind}{n}", code=f"{kind}-{n}")
    told = (ROOT / "citystage/cities/base/indicators.toml").read_text(encoding="utf-8")
    own = IndicatorsFile.model_validate({"plan": {"from_year": 2024, "until_year": 2026}})
    value = assembled(IndicatorsFile.model_validate(tomllib.loads(told)), own)
    PackSetting.objects.create(
        city=city, name="indicators", version=1, value=value.model_dump(mode="json")
    )
    return city


def _fill(city: object, options: argparse.Namespace) -> None:
    from django.db import connection

    from citystage.foundation.tenancy.models import Unit

    def ids(kind: str) -> str:
        found = Unit.objects.filter(kind=kind).values_list("pk", flat=True)
        return ", ".join(str(pk) for pk in found)

    values = {
        "city": city.pk,
        "projects": options.projects,
        "ledger": options.ledger,
    }
    with connection.cursor() as cursor:
        for statement in (*_FILL, _LEDGER):
            told = statement.replace("%(districts)s", ids("district"))
            cursor.execute(told.replace("%(departments)s", ids("department")), values)
        cursor.execute("ANALYZE")


def _stamp() -> object:
    from uuid import uuid4

    from django.utils import timezone

    from citystage.foundation.access.stamps import NOBODY, Stamp

    return Stamp(NOBODY, timezone.now(), "job", uuid4())


def _whole(options: argparse.Namespace) -> None:
    from django.db import connection

    from citystage.stages.evaluation.actions.reckon_figures import rebuild_figures
    from citystage.stages.evaluation.models import Evidence

    for name in ("first", "again"):
        begun = time.perf_counter()
        made = rebuild_figures(stamp=_stamp())
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
        made = reckon_figures(stamp=_stamp())
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
