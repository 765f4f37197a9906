"""What stands in the public bar and in the rail: each wing registers its entries when it is ready.

A wing's ``navigation.py`` calls ``PUBLIC.add(...)`` and ``RAIL.add(...)``; its ``apps.py`` imports
that module in ``ready``. Only what is registered is shown, so no entry leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.remembering import remembered_for
from citystage.web.shell import prepared
from citystage.web.shell.components import Text
from citystage.web.shell.prepared import NOTHING, Prepared, minute, prepare

RAIL_LENGTH = 8

# What waits behind each entry: the rows themselves, which are counted for all entries in one query.
type Waiting = Mapping[str, QuerySet[Any]]
type Counts = Callable[[Actor], Waiting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. ``name`` is its key in the counts; ``view`` the name of the page it opens."""

    name: str
    label: Text
    view: str
    icon: str = ""
    order: int = 100
    # Shown to a hat that carries one of these; to every hat when there are none.
    needs: frozenset[Permission] = frozenset()
    # Further pages it stands for, where their addresses do not begin with its own.
    also: tuple[str, ...] = ()

    def open_to(self, actor: Actor) -> bool:
        """Whether the hat may see this entry."""
        return not self.needs or any(actor.may(permission) for permission in self.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry as it is drawn."""

    label: Text
    url: str
    icon: str
    count: int
    active: bool


@dataclass(slots=True, eq=False)
class Bar:
    """A set of entries with those who count what waits behind them."""

    entries: dict[str, Entry] = field(default_factory=dict)
    counters: list[Counts] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Register an entry (again under the same name: replace it)."""
        self.entries[entry.name] = entry

    def count_by(self, counts: Counts) -> Counts:
        """Register who knows what waits behind the entries of a wing."""
        if counts not in self.counters:
            self.counters.append(counts)
        return counts

    def shown(self, actor: Actor, *, path: str, most: int = RAIL_LENGTH) -> list[Shown]:
        """The entries open to ``actor``, in order, with counts, the longest match marked active."""
        chosen = [one for one in self._ordered() if one.open_to(actor)][:most]
        numbers = self._numbers(actor)
        urls = [reverse(one.view) for one in chosen]
        under = {url: url for url in urls}
        under |= {
            reverse(view): url for one, url in zip(chosen, urls, strict=True) for view in one.also
        }
        here = under.get(_longest(under, path), "")
        return [
            Shown(
                label=one.label,
                url=url,
                icon=one.icon,
                count=numbers.get(one.name, 0),
                active=url == here,
            )
            for one, url in zip(chosen, urls, strict=True)
        ]

    def _numbers(self, actor: Actor) -> dict[str, int]:
        statement = _statement(self, actor, minute(timezone.now()))
        return {name: number for name, number in statement.rows() if number}

    def _ordered(self) -> list[Entry]:
        return sorted(self.entries.values(), key=lambda one: (one.order, one.name))


@remembered_for(prepared.SECONDS, most=prepared.MOST)
def _statement(bar: Bar, actor: Actor, _minute: datetime) -> Prepared:
    """One question for all counts of a bar."""
    waiting: dict[str, QuerySet[Any]] = {}
    for counts in bar.counters:
        waiting.update(counts(actor))
    if not waiting:
        return NOTHING
    counted = [
        rows.order_by().values(entry=Value(name)).annotate(number=Count("pk", distinct=True))
        for name, rows in waiting.items()
    ]
    first, *rest = counted
    return prepare(first.union(*rest, all=True).order_by())


def _longest(urls: Iterable[str], path: str) -> str:
    return max((url for url in urls if path.startswith(url)), key=len, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class FootGroup:
    """A column of the footer."""

    label: Text
    links: list[Shown]


PUBLIC = Bar()
RAIL = Bar()
# Columns of the footer, by what the visitor looks for.
DATA = Bar()
ABOUT = Bar()


def foot(actor: Actor) -> list[FootGroup]:
    """The columns of the footer that have something in them."""
    groups = [
        FootGroup(label=label, links=bar.shown(actor, path="", most=len(bar.entries)))
        for label, bar in ((_("Data and verification"), DATA), (_("About"), ABOUT))
    ]
    return [group for group in groups if group.links]
