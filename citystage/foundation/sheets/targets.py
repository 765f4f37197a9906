"""What may be imported: each owner of records registers a target and keeps its own rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field
from citystage.foundation.tenancy.models import Unit


class Outcome(models.TextChoices):
    """What became of one row."""

    IMPORTED = "imported", _("imported")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    DUPLICATE = "duplicate", _("duplicate")
    SKIPPED = "skipped", _("skipped")
    REJECTED = "rejected", _("rejected")


@dataclass(slots=True, kw_only=True)
class Entry:
    """One row on its way in.

    ``values`` holds cleaned values by field code (absent where the row says nothing),
    ``original`` the cells by heading, ``notes`` what a reader should know. ``outcome`` stays
    empty until somebody decides it.
    """

    sheet: str
    number: int
    original: dict[str, str]
    values: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    label: str = ""
    key: str = ""
    subject: str = ""
    # What the target worked out while planning and needs for keeping.
    plan: object = None

    def text(self, code: str) -> str:
        """The cleaned text of a field, empty when the row has none."""
        value = self.values.get(code, "")
        return value if isinstance(value, str) else str(value)

    def decide(self, outcome: Outcome, reason: str = "") -> None:
        """Settle what becomes of the row."""
        self.outcome = outcome
        if reason:
            self.notes.insert(0, reason)

    @property
    def reason(self) -> str:
        """Everything there is to say about the row, in sentences."""
        return " ".join(self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """For whom and from where a chunk of rows comes in.

    ``release`` is "publish" or "reserve"; ``source`` names the file for the records made, and
    ``reading`` the way its columns are read, so that the same row read alike is known again.
    """

    city: Unit
    release: str
    source: str
    reading: str
    stamp: Stamp


class Target(Protocol):
    """One kind of record that lists can be read into."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str | Promise: ...

    @property
    def fields(self) -> tuple[Field, ...]: ...

    def judge(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Give each entry its key and label, or reject it with a reason. Reads only."""

    def plan(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Decide imported, updated or unchanged for entries with distinct keys. Reads only."""

    def keep(self, entries: Sequence[Entry], *, context: Context) -> None:
        """Write what was planned, set by set, with its facts, and name each entry's subject."""


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Enter a target; called when the app of its owner is ready."""
    _targets[target.code] = target


def target(code: str) -> Target:
    """The target of that code; raises ``KeyError`` for an unknown one."""
    return _targets[code]


def targets() -> tuple[Target, ...]:
    """Every registered target."""
    return tuple(_targets.values())
