"""A large city for benchmarks: real-looking scenarios multiplied in SQL, and a long ledger."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

SEED, BASE = 20261121, 1_000
WORDS = ["港口", "无人机", "巡检", "机器人", "养老", "医疗", "充电", "能源", "水务", "物流", "停车"]
PLACES = ["前湾港区", "地铁站", "养老院", "三甲医院", "工业园", "景区", "老旧小区", "污水厂"]
FIELDS = ["港航", "低空经济", "机器人", "养老", "医疗健康", "能源", "水务", "物流", "交通", "文旅"]

# Copies number FIRST to LAST of each of the base scenarios, as the acts would leave them: with the
# facets and numbers that pages count by and the index is fed with.
_MULTIPLY = """
INSERT INTO catalogue_scenario (city_id, number, state, title, title_en, summary, answers, tier,
    side, mode, mode_text, field_id, chain_id, district_id, owner_name, budget, budget_text,
    valid_until, year, published_on, contact, source, import_key, original, version, created_at,
    changed_at)
SELECT city_id, 'M' || g || '-' || s.id, state, title, title_en, summary, answers,
    (ARRAY['super','major','integrated','narrow'])[1 + (g + s.id) %% 4], side, mode, mode_text,
    field_id, chain_id, (ARRAY[DISTRICTS])[1 + (g * 7 + s.id) %% NUMBER], owner_name,
    CASE WHEN (g + s.id) %% 3 = 0 THEN NULL ELSE ((g * 31 + s.id) %% 9000) * 1000000 END,
    budget_text, DATE '2026-12-01' + ((g + s.id) %% 400)::int,
    2021 + ((g + s.id) %% 6)::int, DATE '2021-01-01' + ((g * 13 + s.id) %% 2100)::int,
    contact, source, '', original, 1, created_at, changed_at + (g || ' seconds')::interval
FROM catalogue_scenario s CROSS JOIN generate_series(FIRST, LAST) g
WHERE s.number LIKE 'B-%%';
INSERT INTO catalogue_scenarioversion (scenario_id, number, snapshot, made_at)
SELECT s.id, 1, '{}', created_at FROM catalogue_scenario s
WHERE number LIKE 'M%%' AND split_part(substr(number, 2), '-', 1)::int BETWEEN FIRST AND LAST;
INSERT INTO catalogue_searchdocument (kind, object_id, city_id, public, title, owner_name, body,
    vector, names, extra, audience, facets, numbers, latitude, longitude, meaning, changed_at,
    transaction, place)
SELECT 'scenario', m.id, m.city_id, true, d.title, d.owner_name, d.body, d.vector, d.names,
    d.extra, d.audience, d.facets || jsonb_build_object('tier', jsonb_build_array(m.tier),
        'district', jsonb_build_array(u.code), 'year', jsonb_build_array(m.year::text),
        'money', jsonb_build_array(CASE BANDS END)),
    (d.numbers - 'money') || jsonb_strip_nulls(jsonb_build_object('money', m.budget,
        'published', m.published_on - DATE '0001-01-01' + 1,
        'day', m.published_on - DATE '0001-01-01' + 1,
        'until', m.valid_until - DATE '0001-01-01' + 1,
        'changed', extract(epoch FROM m.changed_at)::bigint)),
    d.latitude, d.longitude, d.meaning, m.changed_at, 0, 0
FROM catalogue_scenario m
JOIN tenancy_unit u ON u.id = m.district_id
JOIN catalogue_searchdocument d ON d.kind = 'scenario'
 AND d.object_id = split_part(m.number, '-', 2)::bigint
WHERE m.number LIKE 'M%%'
  AND split_part(substr(m.number, 2), '-', 1)::int BETWEEN FIRST AND LAST;
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


def plan() -> None:
    """The city, ten districts, two officers and the base scenarios, with their vectors."""
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
    _base(city, districts, BASE)
    _understand()


def _understand() -> None:
    from citystage.foundation.meaning.embedding import embed_missing
    from citystage.foundation.meaning.providing import provider

    while embed_missing(provider(), seconds=60):
        pass


def grow(*, to: int, entries: int) -> None:
    """Multiply the base to so many scenarios, and the ledger to so many rows."""
    from django.db import connection

    from citystage.foundation.ledger.models import Entry
    from citystage.foundation.tenancy.models import Unit
    from citystage.stages.catalogue.models import Scenario

    ids = list(Unit.objects.filter(kind=Unit.Kind.DISTRICT).values_list("pk", flat=True))
    words = {
        "DISTRICTS": ",".join(map(str, ids)),
        "NUMBER": str(len(ids)),
        "FIRST": str(Scenario.objects.count() // BASE),
        "LAST": str(to // BASE - 1),
        "BANDS": _bands(),
        "%%": "%",
    }
    sql = _MULTIPLY
    for word, value in words.items():
        sql = sql.replace(word, value)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        # Pages only read these rows: they need not be chained.
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute(
            _LEDGER.replace("%(scenarios)s", str(to))
            .replace("%(rows)s", str(entries - Entry.objects.count()))
            .replace("%%", "%")
        )
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


def _bands() -> str:
    from citystage.stages.catalogue.bands import MONEY_BANDS

    cases = ["WHEN m.budget IS NULL THEN 'open'"]
    for name, (low, high) in MONEY_BANDS.items():
        if low is not None:
            below = f"AND m.budget < {high}" if high is not None else ""
            cases.append(f"WHEN m.budget >= {low} {below} THEN '{name}'")
    return " ".join(cases)


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
