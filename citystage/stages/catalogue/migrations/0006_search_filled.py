"""Documents written before there was a feed learn who may find them, and what they are found by."""

from django.conf import settings
from django.db import migrations

_DAY = "(%s - DATE '0001-01-01' + 1)"
_CHANGED = "'changed', floor(extract(epoch FROM d.changed_at))::bigint"
# The day where the house stands, as facets.numbers has it.
_CHANGED_DAY = f"(d.changed_at AT TIME ZONE '{settings.TIME_ZONE}')::date"


def _days(published="NULL"):
    return (
        f"'published', {_DAY % f'{published}::date'},"
        f" 'day', {_DAY % f'coalesce({published}::date, {_CHANGED_DAY})'}, {_CHANGED}"
    )


def _over(name, path):
    """Tokens for a unit and all above it."""
    return (
        f"ARRAY(SELECT '{name}:' || pk FROM unnest(string_to_array(trim('/' FROM {path}), '/')) pk"
        " WHERE pk <> '')"
    )


def _facets(**values):
    pairs = ", ".join(
        f"'{name}', CASE WHEN coalesce({value}, '') <> '' THEN jsonb_build_array({value}) END"
        for name, value in values.items()
    )
    return f"jsonb_strip_nulls(jsonb_build_object({pairs}))"


def _centre(*units):
    return [
        "coalesce("
        + ", ".join(f"({unit}.facts -> 'centre' ->> {place})::float" for unit in units)
        + ")"
        for place in (0, 1)
    ]


def _fill(kind, public, hidden, facets, numbers, units, rows):
    latitude, longitude = _centre(*units)
    return f"""
UPDATE catalogue_searchdocument d SET
    audience = CASE WHEN {public} THEN ARRAY['public'] ELSE {hidden} END,
    facets = {facets},
    numbers = jsonb_strip_nulls(jsonb_build_object({numbers})),
    latitude = {latitude}, longitude = {longitude}
FROM {rows} WHERE d.kind = '{kind}' AND d.object_id = t.id;
"""


_FEN = 1_000_000
SCENARIOS = _fill(
    "scenario",
    "t.state NOT IN ('reserve', 'withdrawn')",
    f"{_over('edit', 'c.path')} || {_over('unit', 'o.path')}",
    _facets(
        field="f.code", chain="h.code", district="u.code", city="c.code", tier="t.tier",
        side="t.side", mode="t.mode", status="t.state", year="t.year::text",
        owner="t.owner_id::text",
        money=f"""CASE WHEN t.budget IS NULL THEN 'open' WHEN t.budget < 0 THEN ''
            WHEN t.budget < {100 * _FEN} THEN 'under_100' WHEN t.budget < {500 * _FEN} THEN '100_500'
            WHEN t.budget < {1000 * _FEN} THEN '500_1000'
            WHEN t.budget < {5000 * _FEN} THEN '1000_5000' ELSE 'over_5000' END""",
        grain="CASE WHEN t.source ->> 'level' = 'policy_direction' THEN 'direction' ELSE 'need' END",
    ),
    f"'money', t.budget, 'until', {_DAY % 't.valid_until'}, {_days('t.published_on')}",
    ("u", "c"),
    """catalogue_scenario t JOIN tenancy_unit c ON c.id = t.city_id
    LEFT JOIN tenancy_unit o ON o.id = t.owner_unit_id
    LEFT JOIN tenancy_unit u ON u.id = t.district_id
    LEFT JOIN taxonomy_term f ON f.id = t.field_id
    LEFT JOIN taxonomy_term h ON h.id = t.chain_id""",
)
CAPABILITIES = _fill(
    "capability",
    "t.public",
    _over("unit", "s.path"),
    _facets(
        field="f.code", chain="h.code", district="u.code", city="c.code",
        owner="t.organisation_id::text", seeking="CASE WHEN t.seeking <> '' THEN 'yes' ELSE '' END",
    ),
    _days(),
    ("u", "c"),
    """catalogue_capability t JOIN directory_organisation g ON g.id = t.organisation_id
    LEFT JOIN tenancy_unit s ON s.id = g.seat_id
    LEFT JOIN tenancy_unit u ON u.id = g.district_id
    LEFT JOIN tenancy_unit c ON c.id = t.city_id
    LEFT JOIN taxonomy_term f ON f.id = t.field_id
    LEFT JOIN taxonomy_term h ON h.id = t.chain_id""",
)
ORGANISATIONS = _fill(
    "organisation",
    "t.standing IN ('listed', 'approved')",
    _over("unit", "s.path"),
    _facets(owner="t.id::text", type="t.kind", district="u.code", city="c.code"),
    _days(),
    ("u", "c"),
    """directory_organisation t LEFT JOIN tenancy_unit s ON s.id = t.seat_id
    LEFT JOIN tenancy_unit u ON u.id = t.district_id
    LEFT JOIN tenancy_unit c ON c.id = t.city_id""",
)
LISTS = _fill(
    "list",
    "t.state = 'released'",
    _over("prepare", "c.path"),
    _facets(type="t.kind", city="c.code", year="extract(year FROM t.released_on)::text"),
    _days("t.released_on"),
    ("c",),
    "catalogue_release t JOIN tenancy_unit c ON c.id = t.city_id",
)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_search_feed"),
        ("directory", "0001_initial"),
        ("taxonomy", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(statement, migrations.RunSQL.noop)
        for statement in (SCENARIOS, CAPABILITIES, ORGANISATIONS, LISTS)
    ]
