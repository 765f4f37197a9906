"""Bring the rows of evidence to what the records say now, and tell whose rows changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from citystage.stages.evaluation.deriving import firms
from citystage.stages.evaluation.deriving.places import moves, places
from citystage.stages.evaluation.sources import SOURCES

# City -> the units of which a row came, went or changed.
type Changed = dict[int, set[str]]
# Source -> ids of its records; None means every record.
type Touched = Mapping[str, Sequence[int]]

_MEASURES: Final = (
    *("city_id", "happened_on", "kind", "district", "department", "chain"),
    *("owner_kind", "amount", "proven", "claimant"),
)
_WORDS: Final = ("label", "label_en", "title", "title_en", "public", "readers")
_KEY: Final = "was.source = found.source AND was.record = found.record AND was.unit = found.unit"
_SAME: Final = " AND ".join(f"was.{name} = found.{name}" for name in _MEASURES)
_COLUMNS: Final = ", ".join(("source", "record", "unit", *_MEASURES, *_WORDS))

_FOUND: Final = """
CREATE TEMP TABLE evaluation_found ON COMMIT DROP AS
SELECT DISTINCT ON (told.source, told.record, told.unit)
    told.source, told.record, told.unit::varchar(80) AS unit, told.city_id, told.happened_on,
    told.kind::varchar(32) AS kind, coalesce(district.code, '') AS district,
    coalesce(department.code, '') AS department, told.chain::varchar(64) AS chain,
    told.owner_kind::varchar(16) AS owner_kind, told.amount, told.proven,
    left(told.claimant, 200) AS claimant, left(told.label, 400) AS label,
    left(told.label_en, 400) AS label_en, left(told.title, 400) AS title,
    left(told.title_en, 400) AS title_en, told.public, told.readers
FROM ({told}) told
LEFT JOIN evaluation_places district ON district.unit_id = told.district_id
    AND told.happened_on >= district.since AND told.happened_on < district.until
LEFT JOIN evaluation_places department ON department.unit_id = told.department_id
    AND told.happened_on >= department.since AND told.happened_on < department.until
WHERE told.city_id IS NOT NULL AND told.happened_on IS NOT NULL
ORDER BY told.source, told.record, told.unit, told.happened_on
"""
_KEEP_PLACE: Final = """
UPDATE evaluation_found found SET {by} = was.{by}
FROM evaluation_evidence was, evaluation_moves moved
WHERE was.until_at IS NULL AND {key} AND was.{by} <> found.{by}
  AND moved.before = was.{by} AND moved.after = found.{by} AND moved.since > found.happened_on
"""
_REWORD: Final = f"""
UPDATE evaluation_evidence was SET {", ".join(f"{name} = found.{name}" for name in _WORDS)}
FROM evaluation_found found
WHERE was.until_at IS NULL AND {_KEY} AND {_SAME}
  AND NOT ({" AND ".join(f"was.{name} = found.{name}" for name in _WORDS)})
"""
_END: Final = f"""
UPDATE evaluation_evidence was SET until_at = %(at)s
WHERE was.until_at IS NULL AND {{scope}}
  AND NOT EXISTS (SELECT 1 FROM evaluation_found found WHERE {_KEY} AND {_SAME})
RETURNING city_id, unit
"""
# Before the insert, lest it looks for each row through what it has just written.
_KNOWN: Final = f"""
DELETE FROM evaluation_found found USING evaluation_evidence was
WHERE was.until_at IS NULL AND {_KEY}
"""
_BEGIN: Final = f"""
INSERT INTO evaluation_evidence ({_COLUMNS}, since_at)
SELECT {_COLUMNS}, %(at)s FROM evaluation_found RETURNING city_id, unit
"""
_OF_SOURCES: Final = "was.source = ANY(%(sources)s)"
_OF_RECORDS: Final = (
    "(was.source, was.record) IN"
    " (SELECT * FROM unnest(%(of_source)s::varchar[], %(of_record)s::varchar[]))"
)


def derive_all(*, at: datetime) -> Changed:
    """All evidence of all records; rows that are as they were stay untouched."""
    told = " UNION ALL ".join(one.statement(some=False) for one in SOURCES.values())
    _lay_out_firms(dict.fromkeys(SOURCES))
    changed = _write(told, {}, _OF_SOURCES, {"sources": list(SOURCES)}, at)
    with connection.cursor() as cursor:
        # What reads it next plans by its size.
        cursor.execute("ANALYZE evaluation_evidence")
    return changed


def derive(touched: Touched, *, at: datetime) -> Changed:
    """The evidence of these records only."""
    told, values, pairs = [], {}, []
    for code, ids in touched.items():
        source = SOURCES[code]
        told.append(source.statement(some=True).replace("%(ids)s", f"%(ids_{code})s"))
        values[f"ids_{code}"] = list(ids)
        pairs += [(code, f"{source.record}:{pk}") for pk in ids]
    if not told:
        return {}
    scope = {
        "of_source": [source for source, _record in pairs],
        "of_record": [record for _source, record in pairs],
    }
    _lay_out_firms(touched)
    return _write(" UNION ALL ".join(told), values, _OF_RECORDS, scope, at)


def touched_by(subjects: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Which records of which sources have to be read again, for these subjects of the ledger."""
    found: dict[str, set[int]] = defaultdict(set)
    learned = {
        pk
        for model, statement in firms.DIRECTORY.items()
        if (ids := subjects.get(model))
        for pk in _asked(statement, list(ids))
    }
    for source in SOURCES.values():
        found[source.code].update(subjects.get(source.record, ()))
        if learned:
            found[source.code].update(firms.naming(source, learned))
        for model, statement in source.touched_by.items():
            if ids := subjects.get(model):
                found[source.code].update(_asked(statement, list(ids)))
    return {code: sorted(ids) for code, ids in found.items() if ids}


def followed() -> frozenset[str]:
    """The models whose facts can change evidence."""
    named = {model for source in SOURCES.values() for model in (source.record, *source.touched_by)}
    return frozenset(named | firms.DIRECTORY.keys())


def _asked(statement: str, ids: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": ids})
        return [row[0] for row in cursor.fetchall() if row[0] is not None]


def _write(
    told: str, values: dict[str, Any], scope: str, scope_values: dict[str, Any], at: datetime
) -> Changed:
    changed: Changed = defaultdict(set)
    with connection.cursor() as cursor:
        _lay_out_places(cursor)
        cursor.execute("DROP TABLE IF EXISTS evaluation_found")
        cursor.execute(_FOUND.format(told=told), values)
        cursor.execute("CREATE INDEX ON evaluation_found (source, record, unit)")
        cursor.execute("ANALYZE evaluation_found")
        for by in ("district", "department"):
            cursor.execute(_KEEP_PLACE.format(by=by, key=_KEY))
        cursor.execute(_REWORD)
        cursor.execute(_END.format(scope=scope), scope_values | {"at": at})
        gone = cursor.fetchall()
        cursor.execute(_KNOWN)
        cursor.execute(_BEGIN, {"at": at})
        for city, unit in [*gone, *cursor.fetchall()]:
            changed[city].add(unit)
        cursor.execute("DROP TABLE evaluation_found")
    return dict(changed)


def _lay_out_firms(touched: Mapping[str, Sequence[int] | None]) -> None:
    with connection.cursor() as cursor:
        firms.lay_out(cursor, firms.names(touched))


def _lay_out_places(cursor: Any) -> None:  # noqa: ANN401 -- a cursor
    cursor.execute(
        "CREATE TEMP TABLE IF NOT EXISTS evaluation_places"
        " (unit_id bigint, code varchar(64), since date, until date) ON COMMIT DROP"
    )
    cursor.execute(
        "CREATE TEMP TABLE IF NOT EXISTS evaluation_moves"
        " (before varchar(64), after varchar(64), since date) ON COMMIT DROP"
    )
    cursor.execute("TRUNCATE evaluation_places, evaluation_moves")
    cursor.executemany(
        "INSERT INTO evaluation_places VALUES (%s, %s, %s, %s)",
        [(one.unit_id, one.code, one.since, one.until) for one in places()],
    )
    cursor.executemany("INSERT INTO evaluation_moves VALUES (%s, %s, %s)", moves())
