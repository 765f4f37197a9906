"""What loading did or, in a dry run, would do: every record with its old and new values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models

from citystage.cities.packs.reading import Pack
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit


class Outcome(StrEnum):
    """What became of one record."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    # A person changed it here since, or it is frozen: the pack does not overrule that.
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Change:
    """One record of the pack; ``fields`` maps a column to its old and new value."""

    kind: str
    key: str
    outcome: Outcome
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """All of it, in the order of the work."""

    city: str
    changes: list[Change] = field(default_factory=list)

    def note(
        self,
        kind: str,
        key: str,
        outcome: Outcome,
        fields: dict[str, tuple[object, object]] | None = None,
    ) -> None:
        """Add one line."""
        self.changes.append(Change(kind, key, outcome, fields or {}))

    def count(self, outcome: Outcome) -> int:
        """How many records had this outcome."""
        return sum(change.outcome is outcome for change in self.changes)

    @property
    def created(self) -> int:
        return self.count(Outcome.CREATED)

    @property
    def changed(self) -> int:
        return self.count(Outcome.CHANGED)


@dataclass(frozen=True, slots=True)
class Work:
    """What every step of the loading needs."""

    pack: Pack
    city: Unit
    report: Report
    stamp: Stamp


def differences(
    record: models.Model, wanted: Mapping[str, Any]
) -> dict[str, tuple[object, object]]:
    """The columns of ``record`` that are not as ``wanted``, with old and new value."""
    return {
        name: (getattr(record, name), value)
        for name, value in wanted.items()
        if getattr(record, name) != value
    }


def settle(
    report: Report, kind: str, key: str, record: models.Model, wanted: Mapping[str, Any]
) -> None:
    """Bring a stored ``record`` to what is ``wanted`` and note what changed."""
    fields = differences(record, wanted)
    for name, (_old, new) in fields.items():
        setattr(record, name, new)
    if fields:
        record.save(update_fields=list(fields))
    report.note(kind, key, Outcome.CHANGED if fields else Outcome.UNCHANGED, fields)
