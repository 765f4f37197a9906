"""A city with many scenarios, projects and a long ledger, for benches of figures and steering.

Rows are made by the database itself, as the acts would leave them where figures read them.
"""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

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
    INSERT INTO docking_answer (consent, opening_id, organisation_id, state, content, revision,
    given, given_revision, submitted_at, show_place, show_note, show_reply, reason, letter,
    begun_at, changed_at)
    SELECT '{}', a.id, o.first + (a.id * 3 + n) %% (%(projects)s / 2), 'submitted', '{}', 1,
    '{}', 1,
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


def city_of_figures() -> object:
    """The city with ten districts, twenty departments, and the figures of the base pack."""
    from citystage.cities.packs.indicators import IndicatorsFile, assembled
    from citystage.foundation.tenancy.models import PackSetting, Unit, plant

    city = plant(parent=None, kind=Unit.Kind.CITY, name="城", code="bench")
    for kind, number in ((Unit.Kind.DISTRICT, 10), (Unit.Kind.DEPARTMENT, 20)):
        for n in range(number):
            plant(
                parent=city,
                kind=kind,
                name=f"{kind}{n}",
                code=f"{kind}-{n}",
                tile_column=n % 4 if kind == Unit.Kind.DISTRICT else None,
                tile_row=n // 4 if kind == Unit.Kind.DISTRICT else None,
            )
    told = (ROOT / "citystage/cities/base/indicators.toml").read_text(encoding="utf-8")
    own = IndicatorsFile.model_validate({"plan": {"from_year": 2024, "until_year": 2026}})
    value = assembled(IndicatorsFile.model_validate(tomllib.loads(told)), own)
    PackSetting.objects.create(
        city=city, name="indicators", version=1, value=value.model_dump(mode="json")
    )
    return city


def fill(city: object, *, projects: int, ledger: int) -> None:
    """So many projects, each with its scenario, call and answers; then so many rows of ledger."""
    pour((*_FILL, _LEDGER), city=city.pk, projects=projects, ledger=ledger)


def pour(statements: tuple[str, ...], **values: object) -> None:
    """Run statements that make rows, then let the database look at what there is."""
    from django.db import connection

    from citystage.foundation.tenancy.models import Unit

    def ids(kind: str) -> str:
        found = Unit.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True)
        return ", ".join(str(pk) for pk in found)

    with connection.cursor() as cursor:
        for statement in statements:
            told = statement.replace("%(districts)s", ids("district"))
            cursor.execute(told.replace("%(departments)s", ids("department")), values)
        cursor.execute("ANALYZE")


def stamp() -> object:
    """Of a job, now."""
    from uuid import uuid4

    from django.utils import timezone

    from citystage.foundation.access.stamps import NOBODY, Stamp

    return Stamp(NOBODY, timezone.now(), "job", uuid4())
