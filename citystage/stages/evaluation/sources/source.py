"""What a source of evidence declares: its words, and one statement that yields its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings

from citystage.engines.indicators.checking import SourceInfo
from citystage.engines.indicators.explaining import Said

# Columns of a source's statement, and what stands there where the source says nothing.
_DEFAULTS: Final[Mapping[str, str]] = {
    "kind": "''",
    "district_id": "NULL::bigint",
    "department_id": "NULL::bigint",
    "chain": "''",
    "owner_kind": "''",
    "amount": "0::bigint",
    "proven": "true",
    "claimant": "''",
    "label": "''",
    "label_en": "''",
    "title": "''",
    "title_en": "''",
    "public": "false",
    "readers": "'{}'::bigint[]",
}
# Where the city's time zone goes: packs are read before there are settings.
_ZONE: Final = "@zone@"
COLUMNS: Final = ("record", "city_id", "unit", "happened_on", *_DEFAULTS)


def on(moment: str) -> str:
    """SQL: the local day of a moment."""
    return f"({moment} AT TIME ZONE '{_ZONE}')::date"


def among(*columns: str) -> str:
    """SQL: the units of these columns, as far as there are any."""
    return f"array_remove(ARRAY[{', '.join(columns)}]::bigint[], NULL)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByName:
    """Records that know a firm by its name alone.

    The source joins ``evaluation_firms`` (name, organisation_id, key) by that name, which holds
    the firm where the directory has one of that name and no other (``deriving.firms``).
    """

    tables: str
    # Of the record.
    id: str
    name: str
    where: str

    def names(self, *, some: bool) -> str:
        """SQL: the names, of all records or of those whose ids are ``%(ids)s``."""
        only = f" AND {self.id} = ANY(%(ids)s)" if some else ""
        return f"SELECT DISTINCT {self.name} FROM {self.tables} WHERE ({self.where}){only}"

    @property
    def records(self) -> str:
        """SQL: the records with one of ``%(names)s``."""
        return (
            f"SELECT DISTINCT {self.id} FROM {self.tables}"
            f" WHERE ({self.where}) AND {self.name} = ANY(%(names)s)"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of evidence, derived from records of earlier stages by ``id`` of ``record``.

    ``touched_by`` maps further subjects of the ledger to a statement that turns their ids
    (``%(ids)s``) into ids of the record.
    """

    code: str
    name: Said
    # The sort of unit it counts: a key of ``UNITS``.
    unit: str
    record: str
    id: str
    tables: str
    where: str
    # ``city_id``, ``unit`` and ``happened_on`` at least.
    columns: Mapping[str, str]
    kinds: Mapping[str, Said] = field(default_factory=dict)
    amount: bool = False
    touched_by: Mapping[str, str] = field(default_factory=dict)
    by_name: ByName | None = None

    @property
    def info(self) -> SourceInfo:
        """What formulas are held against."""
        return SourceInfo(unit=self.unit, kinds=tuple(self.kinds), amount=self.amount)

    def statement(self, *, some: bool) -> str:
        """Its rows: of all records, or (``some``) of those whose ids are ``%(ids)s``."""
        said = {"record": f"'{self.record}:' || {self.id}"} | dict(self.columns)
        columns = ", ".join(
            f"{said.get(name, _DEFAULTS.get(name, ''))} AS {name}" for name in COLUMNS
        )
        only = f" AND {self.id} = ANY(%(ids)s)" if some else ""
        told = (
            f"SELECT '{self.code}' AS source, {columns}"
            f" FROM {self.tables} WHERE ({self.where}){only}"
        )
        return told.replace(_ZONE, settings.TIME_ZONE)
