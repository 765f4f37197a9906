"""A large city for benchmarks: real-looking scenarios multiplied in SQL, and a long ledger."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

SEED, BASE = 20261121, 1_000
WORDS = ["港口", "无人机", "巡检", "机器人", "养老", "医疗", "充电", "能源", "水务", "物流", "停车"]
PLACES = ["前湾港区", "地铁站", "养老院", "三甲医院", "工业园", "景区", "老旧小区", "污水厂"]
FIELDS = ["港航", "低空经济", "机器人", "养老", "医疗健康", "能源", "水务", "物流", "交通", "文旅"]

_MULTIPLY = """
INSERT INTO catalogue_scenario (city_id, number, state, title, title_en, summary, answers, tier,
    side, mode, mode_text, field_id, chain_id, district_id, owner_name, budget, budget_text,
    valid_until, year, published_on, contact, source, import_key, original, version, created_at,
    changed_at)
SELECT city_id, 'M' || g || '-' || s.id, state, title, title_en, summary, answers,
    (ARRAY['super','major','integrated','narrow'])[1 + (g + s.id) %% 4], side, mode, mode_text,
    field_id, chain_id, (ARRAY[%(districts)s])[1 + (g * 7 + s.id) %% %(number)s], owner_name,
    CASE WHEN (g + s.id) %% 3 = 0 THEN NULL ELSE ((g * 31 + s.id) %% 9000) * 1000000 END,
    budget_text, DATE '2026-12-01' + ((g + s.id) %% 400)::int,
    2021 + ((g + s.id) %% 6)::int, DATE '2021-01-01' + ((g * 13 + s.id) %% 2100)::int,
    contact, source, '', original, 1, created_at, changed_at + (g || ' seconds')::interval
FROM catalogue_scenario s CROSS JOIN generate_series(1, %(times)s) g
WHERE s.number LIKE 'B-%%';
INSERT INTO catalogue_scenarioversion (scenario_id, number, snapshot, made_at)
SELECT id, 1, '{}', created_at FROM catalogue_scenario WHERE number LIKE 'M%%';
INSERT INTO catalogue_searchdocument (kind, object_id, city_id, public, title, owner_name, body,
    vector, name_keys, changed_at)
SELECT 'scenario', m.id, m.city_id, true, d.title, d.owner_name, d.body, d.vector, '{}',
    m.changed_at
FROM catalogue_scenario m
JOIN catalogue_searchdocument d ON d.kind = 'scenario'
 AND d.object_id = split_part(m.number, '-', 2)::bigint
WHERE m.number LIKE 'M%%';
"""
_LEDGER = """
INSERT INTO ledger_entry (verb, subject, payload, at, channel, request_id, lane, place, previous,
    digest, transaction)
SELECT 'catalogue.scenario.corrected',
    'catalogue.scenario:' || (SELECT min(id) FROM catalogue_scenario) + g %% %(scenarios)s,
    '{"fields": ["title"], "version": 1, "scenario_id": 1}',
    TIMESTAMPTZ '2026-01-01 00:00Z' + (g || ' seconds')::interval, 'web', gen_random_uuid(),
    0, 0, '', '', 0
FROM generate_series(1, %(rows)s) g
"""


def build(*, scenarios: int, entries: int) -> None:
    """Fill the database that Django is set up on: a city, ten districts, two officers."""
    from django.db import connection

    from citystage.foundation.access.models import Grant, User
    from citystage.foundation.access.roles import Role
    from citystage.foundation.tenancy.models import Unit, plant

    city = plant(parent=None, kind=Unit.Kind.CITY, name="青岛市", code="qingdao")
    districts = [
        plant(
            parent=city,
            kind=Unit.Kind.DISTRICT,
            name=f"第{n}区",
            code=f"d{n}",
            tile_column=n % 4,
            tile_row=n // 4,
        )
        for n in range(10)
    ]
    for name, role, unit in (
        ("city_officer", Role.CITY_OFFICER, city),
        ("district_officer", Role.DISTRICT_OFFICER, districts[0]),
    ):
        person = User.objects.create(username=name, email=f"{name}@example.invalid")
        Grant.objects.create(user=person, role=role, unit=unit)
    _base(city, districts, min(BASE, scenarios))
    times = scenarios // BASE - 1
    with connection.cursor() as cursor:
        if times > 0:
            ids = ",".join(str(district.pk) for district in districts)
            sql = _MULTIPLY.replace("%(districts)s", ids).replace("%(number)s", str(len(districts)))
            cursor.execute(sql.replace("%(times)s", str(times)).replace("%%", "%"))
        # Pages only read these rows: they need not be chained.
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute(
            _LEDGER.replace("%(scenarios)s", str(scenarios))
            .replace("%(rows)s", str(entries))
            .replace("%%", "%")
        )
        cursor.execute("ANALYZE")


def _base(city: object, districts: list[object], number: int) -> None:
    from citystage.foundation.access.stamps import NOBODY, Stamp
    from citystage.foundation.taxonomy.models import Scheme, Term
    from citystage.stages.catalogue.indexing import fill
    from citystage.stages.catalogue.models import Scenario
    from citystage.stages.catalogue.versions import keep_versions

    dice = random.Random(SEED)
    fields = [
        Term.objects.create(scheme=Scheme.FIELD, code=f"f{n}", name=name)
        for n, name in enumerate(FIELDS)
    ]
    now = datetime(2026, 11, 1, tzinfo=UTC)
    made = Scenario.objects.bulk_create(
        Scenario(
            city=city,
            number=f"B-{n}",
            state="open",
            title=f"{dice.choice(PLACES)}{dice.choice(WORDS)}{dice.choice(WORDS)}场景第{n}号",
            summary="，".join(dice.choices(WORDS, k=30)),
            answers={"goals": "，".join(dice.choices(WORDS, k=40))},
            field=dice.choice(fields),
            district=dice.choice(districts),
            owner_name=f"示例{dice.choice(PLACES)}集团",
            budget=dice.randrange(1, 9000) * 1_000_000,
            year=2026,
            published_on=now.date(),
            created_at=now,
            changed_at=now + timedelta(seconds=n),
        )
        for n in range(number)
    )
    keep_versions(made, stamp=Stamp(NOBODY, now, "job", UUID(int=1)))
    fill(made)
