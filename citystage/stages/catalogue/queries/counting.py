"""How many scenarios each value of each facet would leave, counted in one pass over the rows."""

from collections.abc import Set as AbstractSet

from django.db import connection
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.expressions import Combinable

from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.bands import GRAINS, MONEY_BANDS
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries.filters import band, grain

_MOST_OWNERS = 30
# Facets that are found by id; their codes are looked up afterwards in small tables.
_REFERENCES: dict[str, type[Term | Unit]] = {
    "field": Term,
    "chain": Term,
    "district": Unit,
    "city": Unit,
}
_KEYS: dict[str, Combinable] = {
    "field": F("field_id"),
    "chain": F("chain_id"),
    "district": F("district_id"),
    "city": F("city_id"),
    "tier": F("tier"),
    "side": F("side"),
    "status": F("state"),
    "year": F("year"),
    "owner": F("owner_id"),
    "money": Case(*(When(band(name), then=Value(name)) for name in MONEY_BANDS)),
    "grain": Case(*(When(grain(name), then=Value(name)) for name in GRAINS)),
}
PARTS = frozenset(_KEYS) - {"owner"}

type Counts = dict[str, dict[str, int]]


def tally(base: QuerySet[Scenario], parts: AbstractSet[str]) -> tuple[int, Counts]:
    """How many rows ``base`` has, and how many of each value of ``parts``.

    PostgreSQL's GROUPING SETS count every facet in a single scan, so that the cost does not grow
    with the number of facets; what comes back is one row a value.
    """
    names = sorted(parts)
    keys = {f"key_{name}": _KEYS[name] for name in names}
    rows = base.select_related(None).order_by().annotate(one=Value(1), **keys)
    sql, parameters = rows.values_list("one", *keys).query.sql_with_params()
    columns = [f"c{n}" for n in range(len(names))]
    sets = ", ".join([f"({column})" for column in columns] + ["()"])
    mask = f"grouping({', '.join(columns)})" if columns else "0"
    query = (
        f"SELECT {', '.join([mask, *columns, 'count(*)'])}"  # noqa: S608 -- names are our own
        f" FROM ({sql}) AS found ({', '.join(['one', *columns])}) GROUP BY GROUPING SETS ({sets})"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return _sorted(names, cursor.fetchall())


def _sorted(names: list[str], rows: list[tuple[object, ...]]) -> tuple[int, Counts]:
    """Put each row of the answer to its facet: the mask has a 0 bit where a column was grouped."""
    found: Counts = {name: {} for name in names}
    everything, total = (1 << len(names)) - 1, 0
    for mask, *values, number in rows:
        assert isinstance(mask, int)
        assert isinstance(number, int)
        if mask == everything:
            total = number
            continue
        place = len(names) - (everything - mask).bit_length()
        value = values[place]
        if value not in (None, ""):
            found[names[place]][str(value)] = number
    _spell(found)
    return total, found


def _spell(found: Counts) -> None:
    """Put codes for ids, one query for each table; what two cities code alike is added up."""
    for model in (Term, Unit):
        names = [name for name, held in _REFERENCES.items() if held is model and found.get(name)]
        if not names:
            continue
        ids = {pk for name in names for pk in found[name]}
        codes = dict(model.objects.filter(pk__in=ids).values_list("pk", "code"))
        for name in names:
            spelled: dict[str, int] = {}
            for pk, number in found[name].items():
                code = codes[int(pk)]
                spelled[code] = spelled.get(code, 0) + number
            found[name] = spelled


def busiest(owners: dict[str, int]) -> list[tuple[int, str, int]]:
    """The organisations with the most scenarios: (id, name, count)."""
    most = sorted(owners.items(), key=lambda each: -each[1])[:_MOST_OWNERS]
    names = dict(
        Organisation.objects.filter(pk__in=[pk for pk, _ in most]).values_list("pk", "name")
    )
    shown = [(int(pk), names[int(pk)], number) for pk, number in most]
    return sorted(shown, key=lambda each: (-each[2], each[1]))
