"""The steering view at 100k projects and 100k scenarios: server time and queries of each page.

Asked as a city officer and as a district officer: the wall, a plan, the duty matrix (departments,
firms), the funnel, the page of results, and the pages of three numbers. "First" is the first look
after a refresh of the wall, with nothing kept in the process; "later" are the looks that follow.
"Places" is what the job takes that counts how scenarios stand, place by place, behind the pages.
The time is that of the whole request inside the server process (middleware, view, template).
Goal: 100 ms each. ``--ledger 10000000`` makes the ledger as long as `indicators.py` does.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from _database import fresh
from _figures import city_of_figures, fill, pour, stamp
from pages import sign_in

if TYPE_CHECKING:
    from django.test import Client

FIRST, LATER = 12, 40

# What a city of that size has besides: who could do it, who met, what was signed, what is late.
_MORE = (
    """
    INSERT INTO matchmaking_suggestion (scenario_id, organisation_id, score, verdict, rank, parts,
    reasons, missing, current, changed_at)
    SELECT s.id, o.first + (s.id * 7 + n) %% (%(projects)s / 2), 0.5, 'match', n, '{}', '[]', '[]',
    true, now() - interval '30 days' FROM catalogue_scenario s, generate_series(1, 5) n,
    (SELECT min(id) AS first FROM directory_organisation) o WHERE s.id %% 4 > 0
    """,
    """
    INSERT INTO docking_introduction (scenario_id, organisation_id, state, begun_as, begun_at,
    words, owner_contact, supplier_contact, ended_as, reason)
    SELECT s.id, o.first + s.id %% (%(projects)s / 2), 'waiting', 'owner',
    s.published_on + interval '5 days', '', '{}', '{}', '', ''
    FROM catalogue_scenario s, (SELECT min(id) AS first FROM directory_organisation) o
    WHERE s.id %% 6 = 0
    """,
    """
    INSERT INTO docking_intent (city_id, kind, title, text, scenario_id, amount_text, source,
    entered_at, reason, version, state, noted_on)
    SELECT city_id, 'trial', 'i', '', id, '', '{}', now(), '', 1, 'open', published_on + 20
    FROM catalogue_scenario WHERE id %% 5 = 0
    """,
    """
    INSERT INTO docking_agreement (city_id, kind, title, text, scenario_id, amount_text, source,
    entered_at, reason, version, force, state, signed_on)
    SELECT city_id, 'trial', 'a', '', id, '', '{}', now(), '', 1, 'binding', 'signed',
    published_on + 30 FROM catalogue_scenario WHERE id %% 10 = 0
    """,
    """
    INSERT INTO docking_progress (scenario_id, step, source, label, words, at, told_at,
    taken_back_reason)
    SELECT scenario_id, 'landed', 'projects.project:' || id, title, 'in use',
    now() - (id %% 900) * interval '1 day', now(), '' FROM projects_project WHERE state = 'landed'
    """,
    """
    INSERT INTO docking_progress (scenario_id, step, source, label, words, at, told_at,
    taken_back_reason)
    SELECT id, 'trial', 'trials.trial:' || id, 't', '', published_on + interval '60 days', now(), ''
    FROM catalogue_scenario WHERE id %% 2 = 0
    """,
    """
    INSERT INTO docking_followup (scenario_id, person_name, next_step, next_on, progress,
    changed_at, version)
    SELECT id, 'p', 'call', current_date - 20 + (id %% 60)::int, '', now(), 1
    FROM catalogue_scenario WHERE id %% 2 = 0
    """,
    """
    INSERT INTO docking_promise (city_id, giver_id, taker_id, what, due_on, state, version,
    noted_at, giver_agreed_at, taker_agreed_at, words, climbed)
    SELECT city_id, district_id, city_id, 'w' || id, current_date - 20 + (id %% 200)::int,
    'standing', 1, now(), now(), now(), '', 0 FROM catalogue_scenario WHERE id %% 5 = 0
    """,
    """
    INSERT INTO docking_ask (city_id, kind, state, title, text, asker_id, filed_at, public, unit_id,
    first_unit_id, reroute_reason, due_at, climbed, outcome, reply, conditions, rule_title,
    rule_number, rule_url, dispute, first_outcome, decision, closing_words)
    SELECT city_id, 'scene', 'filed', 'a' || id, '', city_id, now(), false, district_id,
    district_id, '', now() + ((id %% 200)::int - 20) * interval '1 day', 0, '', '', '', '', '', '',
    '', '', '', '' FROM catalogue_scenario WHERE id %% 5 = 0
    """,
    """
    INSERT INTO projects_milestone (project_id, ordinal, title, unit, due_on, essential, standing,
    words, fallen, version)
    SELECT id, n, 'm' || n, '', begun_on + n * 120, true,
    CASE WHEN begun_on + n * 120 < current_date - 90 THEN 'met' ELSE 'open' END, '', '', 1
    FROM projects_project, generate_series(1, 3) n
    """,
    """
    INSERT INTO projects_projectreport (project_id, since, until, due_at, state, questions, answers,
    reason, version, made_at)
    SELECT id, begun_on + n * 90, begun_on + n * 90 + 90, begun_on + n * 90 + 100,
    CASE WHEN begun_on + n * 90 < current_date - 120 THEN 'submitted' ELSE 'open' END, '[]', '{}',
    '', 0, now() FROM projects_project, generate_series(0, 2) n
    """,
    """
    INSERT INTO trials_trial (city_id, scenario_id, owner_unit_id, supplier_id, district_id,
    department_id, state, title, place, starts_on, ends_on, free, frame, step, proven, ready,
    signed_at, suspended_at, outcome_words, lessons, shown_by_owner, shown_by_supplier, begun_at,
    changed_at)
    SELECT s.city_id, s.id, s.city_id, o.first + s.id %% (%(projects)s / 2), s.district_id,
    s.lead_department_id, CASE WHEN s.id %% 40 = 0 THEN 'suspended' ELSE 'running' END, 't', '',
    s.published_on, current_date + (s.id %% 400)::int, true, '{}', 0, false, false,
    s.published_on, CASE WHEN s.id %% 40 = 0 THEN now() - interval '9 days' END, '', '', false,
    false, s.published_on, now()
    FROM catalogue_scenario s, (SELECT min(id) AS first FROM directory_organisation) o
    WHERE s.id %% 4 = 0
    """,
)
# Name of the target, indicator, pipeline, what is asked for.
_TARGETS = (
    ("十大超级场景", "super-scenarios", "super", 10),
    ("百项新技术", "new-technologies", "scenarios", 100),
    ("百家企业", "firms-brought-in", "firms", 100_000),
    ("千家企业", "firms-served", "", 1_000_000),
)
_NUMBERS = ("firms-served", "firms-brought-in", "scenarios-landed")


def main() -> None:
    """Fill, count once, then look as each reader."""
    options = _options()
    with fresh("bench_steering"):
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        city = city_of_figures()
        fill(city, projects=options.projects, ledger=options.ledger)
        pour(_MORE, projects=options.projects)
        plan = _plan(city)
        _people(city)
        _count(city, options)
        for reader in ("city_officer", "district_officer"):
            client = sign_in(reader)
            for page, address in _pages(plan).items():
                _measure(client, page, address, reader, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", type=int, default=100_000)
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--slowest", type=int, default=0, help="statements told of each page")
    return parser.parse_args()


def _pages(plan: int) -> dict[str, str]:
    return {
        "wall": "/steering/",
        "screen": "/steering/screen/",
        "plan": f"/steering/plan/{plan}/",
        "plans": "/steering/plan/",
        "duties": "/steering/duties/",
        "duties_firms": "/steering/duties/?rows=firm",
        "duties_year": "/steering/duties/?year=2026",
        "funnel": "/docking/funnel/",
        "results": "/steering/results/",
    } | {f"number {code}": f"/steering/figures/bench/{code}/" for code in _NUMBERS}


def _say(options: argparse.Namespace, **found: object) -> None:
    told = {"bench": "steering", "ledger": options.ledger, "projects": options.projects}
    print(json.dumps(told | found), flush=True)


def _plan(city: object) -> int:
    """A plan with the targets of such plans."""
    from datetime import date

    from django.utils import timezone

    from citystage.stages.evaluation.models import Plan, Revision, Target

    now = timezone.now()
    plan = Plan.objects.create(
        city=city, name="三年计划", from_year=2024, until_year=2026, made_at=now
    )
    for place, (name, indicator, pipeline, at_least) in enumerate(_TARGETS):
        target = Target.objects.create(
            plan=plan,
            name=name,
            unit="个",
            indicator=indicator,
            pipeline=pipeline,
            ordinal=place,
        )
        Revision.objects.create(
            target=target, number=1, at_least=at_least, in_force_on=date(2024, 1, 1), made_at=now
        )
    return plan.pk


def _people(city: object) -> None:
    from citystage.foundation.access.models import Grant, User
    from citystage.foundation.access.roles import Role
    from citystage.foundation.tenancy.models import Unit

    district = Unit.objects.filter(kind=Unit.Kind.DISTRICT).order_by("pk")[0]
    for name, role, unit in (
        ("city_officer", Role.CITY_OFFICER, city),
        ("district_officer", Role.DISTRICT_OFFICER, district),
    ):
        person = User.objects.create(username=name, email=f"{name}@example.invalid")
        Grant.objects.create(user=person, role=role, unit=unit)


def _count(city: object, options: argparse.Namespace) -> None:
    """Everything that is counted behind the pages, as the jobs do."""
    from citystage.stages.evaluation.actions.count_stands import count_stands
    from citystage.stages.evaluation.actions.reckon_figures import rebuild_figures
    from citystage.stages.evaluation.models import Stand

    begun = time.perf_counter()
    made = rebuild_figures(stamp=stamp())
    spent = round(time.perf_counter() - begun, 1)
    _say(options, what="figures", seconds=spent, readings=made.readings)
    begun = time.perf_counter()
    count_stands(city, stamp=stamp())
    spent = round(time.perf_counter() - begun, 2)
    _say(options, what="places", seconds=spent, rows=Stand.objects.count())
    pour(())


def _forget() -> None:
    """As a page finds it after a refresh: nothing kept in the process."""
    from citystage.kernel import remembering
    from citystage.stages.evaluation.queries import wall

    remembering.forget_everything()
    wall.forget()


def _measure(
    client: "Client", page: str, address: str, reader: str, options: argparse.Namespace
) -> None:
    client.get(address)
    first = _looks(client, address, FIRST, before=_forget)
    later = _looks(client, address, LATER)
    _say(options, what="page", page=page, reader=reader, first=first, later=later)
    for took, statement in _slowest(client, address)[: options.slowest]:
        _say(options, what="statement", page=page, reader=reader, ms=took, sql=statement)


def _slowest(client: "Client", address: str) -> list[tuple[float, str]]:
    """The statements of a first look, the slowest first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _forget()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    told = [(1000 * float(one["time"]), one["sql"][:2000]) for one in queries.captured_queries]
    return sorted(told, reverse=True)


def _looks(
    client: "Client", address: str, turns: int, before: Callable[[], None] = lambda: None
) -> dict[str, float]:
    """Median and 95th percentile in milliseconds, and the queries of one look."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _turn in range(turns):
        before()
        begun = time.perf_counter()
        answer = client.get(address)
        taken.append(1000 * (time.perf_counter() - begun))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    taken.sort()
    before()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return {
        "p50_ms": round(statistics.median(taken), 1),
        "p95_ms": round(taken[int(len(taken) * 0.95)], 1),
        "queries": len(queries),
    }


if __name__ == "__main__":
    main()
