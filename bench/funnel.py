"""The funnel page's numbers at 1,000,000 ledger rows and 20,000 scenarios: milliseconds, by cut.

Rows are made by the database itself. Prints a JSON line: median and 95th percentile of the one
statement for each dimension. The goal is 100 ms for the page.
"""

import json
import statistics
import time

from _database import fresh

SCENARIOS, LEDGER, TURNS = 20_000, 1_000_000, 15

_FILL = (
    """
    INSERT INTO catalogue_scenario (city_id, number, state, title, title_en, summary,
    answers, tier, side, mode, mode_text, owner_name, budget_text, contact, source,
    import_key, original, version, created_at, changed_at, year) SELECT %(city)s, 'B-' ||
    n, 'open', 's' || n, '', '', '{}', '', '', '', '', 'o' || n %% 300, '', '{}', '{}',
    '', '{}', 1, now(), now(), 2026 FROM generate_series(1, %(scenarios)s) n
    """,
    """
    INSERT INTO directory_organisation (city_id, uscc, name, name_en, folded_name,
    name_keys, aliases, kind, standing, introduction, website, contact, source,
    created_at, updated_at) SELECT %(city)s, '', 'o' || n, '', 'o' || n, '{}', '{}',
    'company', 'approved', '', '', '{}', '{}', now(), now() FROM generate_series(1, 20) n
    """,
    """
    INSERT INTO matchmaking_suggestion (scenario_id, organisation_id, score, verdict,
    rank, parts, reasons, missing, current, changed_at) SELECT s.id, o.id, 0.5, 'match',
    row_number() OVER (PARTITION BY s.id), '{}', '[]', '[]', true, now() - interval '30
    days' FROM catalogue_scenario s, directory_organisation o WHERE s.id %% 4 > 0
    """,
    """
    INSERT INTO docking_intent (city_id, kind, title, text, scenario_id, amount_text,
    source, entered_at, reason, version, state, noted_on) SELECT %(city)s, 'trial', 'i',
    '', id, '', '{}', now(), '', 1, 'open', current_date - 10 FROM catalogue_scenario
    WHERE id %% 5 = 0
    """,
    """
    INSERT INTO docking_agreement (city_id, kind, title, text, scenario_id, amount_text,
    source, entered_at, reason, version, force, state, signed_on) SELECT %(city)s,
    'trial', 'a', '', id, '', '{}', now(), '', 1, 'binding', 'signed', current_date - 2
    FROM catalogue_scenario WHERE id %% 10 = 0
    """,
    """
    INSERT INTO docking_progress (scenario_id, step, source, label, words, at, told_at,
    taken_back_reason) SELECT s.id, step, 'bench:' || s.id, 'p', '', now() - interval '1 day',
    now(), '' FROM catalogue_scenario s, unnest(ARRAY['trial', 'landed']) step
    WHERE s.id %% 12 = 0
    """,
    """
    INSERT INTO ledger_entry (verb, subject, payload, at, channel, request_id, lane,
    place, previous, digest, transaction) SELECT 'bench.row', 'bench:' || n, '{}', now(),
    'job', gen_random_uuid(), 0, n, '', '', 0 FROM generate_series(1, %(ledger)s) n
    """,
)


def main() -> None:
    """Fill, then ask each cut so many times."""
    with fresh("bench_funnel"):
        import django

        django.setup()
        from django.db import connection

        from citystage.foundation.tenancy.models import Unit, plant
        from citystage.stages.catalogue.models import Scenario
        from citystage.stages.docking.funnel import DIMENSIONS, measured

        city = plant(parent=None, kind=Unit.Kind.CITY, name="城", code="bench")
        values = {"city": city.pk, "scenarios": SCENARIOS, "ledger": LEDGER}
        with connection.cursor() as cursor:
            for statement in _FILL:
                cursor.execute(statement, values)
            cursor.execute("ANALYZE")
        found = {}
        for by in DIMENSIONS:
            taken = []
            for _turn in range(TURNS):
                begun = time.perf_counter()
                measured(Scenario.objects.filter(city=city), by=by)
                taken.append(1000 * (time.perf_counter() - begun))
            taken.sort()
            found[by] = {"median": round(statistics.median(taken), 1), "p95": round(taken[-2], 1)}
        print(
            json.dumps({"bench": "funnel", "scenarios": SCENARIOS, "ledger": LEDGER, "ms": found})
        )


if __name__ == "__main__":
    main()
