"""Which firm a record means that gives a name and no code: the one the directory has by that name.

Names are looked up at each reading, so a firm that the directory learns later counts once from
then on; what was read before stays, and its next reading says which records turned out to be one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any, Final

from django.db import connection

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.stages.evaluation.sources import SOURCES, Source

# Who only asked to be registered is not vouched for by anybody yet.
_KNOWN: Final = (Organisation.Standing.LISTED, Organisation.Standing.APPROVED)
_SOME: Final = 5000
# Subjects of the ledger by which the directory changes, and the organisations they speak of.
DIRECTORY: Final[Mapping[str, str]] = {
    "directory.organisation": "SELECT unnest(%(ids)s::bigint[])",
    "membership.registration": (
        "SELECT organisation_id FROM membership_registration WHERE id = ANY(%(ids)s)"
    ),
}
# Whose rows are counted as one of these firms now: a firm that lost its name gives them back.
_COUNTED_AS: Final = (
    "SELECT split_part(was.record, ':', 2)::bigint FROM evaluation_evidence was"
    " WHERE was.until_at IS NULL AND was.source = %(source)s AND was.unit = ANY(%(units)s)"
    " AND was.city_id IN (SELECT id FROM tenancy_unit WHERE kind = 'city')"
)


def lay_out(cursor: Any, names: Iterable[str]) -> None:  # noqa: ANN401 -- a cursor
    """Fill the table ``evaluation_firms`` that sources join by name."""
    cursor.execute(
        "CREATE TEMP TABLE IF NOT EXISTS evaluation_firms"
        " (name varchar(240), organisation_id bigint, key varchar(240)) ON COMMIT DROP"
    )
    cursor.execute("TRUNCATE evaluation_firms")
    if rows := list(_known(names)):
        cursor.executemany("INSERT INTO evaluation_firms VALUES (%s, %s, %s)", rows)


def names(touched: Mapping[str, Sequence[int] | None]) -> set[str]:
    """The names that these records of sources know firms by; None asks all records."""
    found: set[str] = set()
    for code, ids in touched.items():
        if by_name := SOURCES[code].by_name:
            statement = by_name.names(some=ids is not None)
            found.update(_column(statement, {"ids": list(ids or ())}))
    return found


def naming(source: Source, organisations: Iterable[int]) -> set[int]:
    """The records of a source that name one of these organisations, or were counted as one."""
    by_name = source.by_name
    if by_name is None:
        return set()
    called: set[str] = set()
    units: set[str] = set()
    fields = ("pk", "uscc", "folded_name", "aliases")
    rows = Organisation.objects.filter(pk__in=list(organisations)).values_list(*fields)
    for pk, uscc, folded, aliases in rows:
        called |= {folded, *(_folded(alias) for alias in aliases)}
        units |= {f"organisation:{pk}", *(f"firm:{key}"[:80] for key in (uscc, folded) if key)}
    same = [
        name for name in _column(by_name.names(some=False), {"ids": []}) if _folded(name) in called
    ]
    found = set(_column(by_name.records, {"names": same})) if same else set()
    return found | set(_column(_COUNTED_AS, {"source": source.code, "units": sorted(units)}))


def _known(wanted: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """(name as written, organisation, its key) of each name that one organisation alone has."""
    written: dict[str, list[str]] = defaultdict(list)
    for name in wanted:
        written[_folded(name)].append(name)
    written.pop("", None)
    if not written:
        return
    called: dict[str, set[tuple[int, str]]] = defaultdict(set)
    rows = Organisation.objects.filter(standing__in=_KNOWN).order_by()
    for some in batched(sorted(written), _SOME):
        named = rows.filter(folded_name__in=some).values_list("pk", "uscc", "folded_name")
        for pk, uscc, folded in named:
            called[folded].add((pk, uscc or folded))
    others = rows.exclude(aliases=[]).values_list("pk", "uscc", "folded_name", "aliases")
    for pk, uscc, folded, aliases in others.iterator(_SOME):
        for alias in map(_folded, aliases):
            if alias in written:
                called[alias].add((pk, uscc or folded))
    for folded, firms in called.items():
        if len(firms) == 1:
            ((pk, key),) = firms
            yield from ((name, pk, key) for name in written[folded])


def _folded(name: str) -> str:
    return fold(name)[:240]


def _column(statement: str, values: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall() if row[0] is not None]
