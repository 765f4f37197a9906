"""Readings that a device sends: what each must say, and the monthly series they go into."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.projects import proceeding, series
from citystage.stages.projects.facts.feeding import ReadingsSent
from citystage.stages.projects.facts.work import EvidenceAdded
from citystage.stages.projects.models import Access, Evidence, Project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.settings import terms_of
from citystage.stages.projects.states.projects import EvidenceKind

# Clocks of devices run a little ahead.
_AHEAD: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One reading as it is sent. ``number`` is its place in the call, from 1."""

    at: datetime
    value: float
    number: int = 1

    @property
    def moment(self) -> str:
        """As the series keeps it: the city's own time."""
        return timezone.localtime(self.at).isoformat()

    @property
    def day(self) -> date:
        """The city's day."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many readings of a call were new, and how many stood already."""

    number: int
    known: int


def take(access: Access, project: Project, rows: Sequence[Row], *, stamp: Stamp) -> Taken:
    """Keep what is new in the series of its month (the caller holds the project's row).

    The same moment with the same value is passed over; with another value it is refused.
    Raises ``NotPossible`` naming the reading.
    """
    for row in rows:
        _check(row, project, stamp.at)
    ordered = sorted(rows, key=lambda one: (one.at, one.number))
    new = 0
    for (year, month), those in groupby(ordered, key=lambda one: (one.day.year, one.day.month)):
        new += _keep(access, project, list(those), (year, month), stamp)
    return Taken(new, len(rows) - new)


def _check(row: Row, project: Project, now: datetime) -> None:
    if row.at > now + _AHEAD:
        raise NotPossible(f"{_('Row %d:') % row.number} {_('The moment lies ahead.')}")
    if row.day < project.begun_on:
        reason = _("The moment lies before the project began.")
        raise NotPossible(f"{_('Row %d:') % row.number} {reason}")


def _keep(
    access: Access, project: Project, rows: list[Row], month: tuple[int, int], stamp: Stamp
) -> int:
    standing = list(
        access.series.select_for_update(of=("self",))
        .filter(withdrawn_at__isnull=True, happened_on__year=month[0], happened_on__month=month[1])
        .order_by("pk")
    )
    fresh = _fresh(rows, standing)
    if not fresh:
        return 0
    held = standing[-1] if standing else None
    if held is None or len(held.points) + len(fresh) > series.MOST:
        held = _begun(access, project, month, stamp)
    days = terms_of(project.city_id).backdated_days
    late = sum((timezone.localdate(stamp.at) - one.day).days > days for one in fresh)
    held.points = sorted([*held.points, *([one.moment, one.value] for one in fresh)])
    held.happened_on = datetime.fromisoformat(held.points[-1][0]).date()
    held.backdated = held.backdated or bool(late)
    is_new = held.pk is None
    held.save()
    held.project = project
    _tell(held, len(fresh), late, stamp, is_new=is_new)
    return len(fresh)


def _fresh(rows: Iterable[Row], standing: Iterable[Evidence]) -> list[Row]:
    """Those whose moment does not stand yet. Raises ``NotPossible`` for another value."""
    there = {moment: value for held in standing for moment, value in held.points}
    fresh = []
    for row in rows:
        before = there.get(row.moment)
        if before is None:
            there[row.moment] = row.value
            fresh.append(row)
        elif before != row.value:
            reason = _("A reading of this moment stands already with another value.")
            raise NotPossible(f"{_('Row %d:') % row.number} {reason}")
    return fresh


def _begun(access: Access, project: Project, month: tuple[int, int], stamp: Stamp) -> Evidence:
    """The series of a month, not saved yet."""
    return Evidence(
        project=project,
        milestone_id=access.milestone_id,
        kind=EvidenceKind.SERIES,
        title=f"{access.title[:190]} {month[0]}-{month[1]:02d}",
        entered_at=stamp.at,
        entered_for=access.made_for,
        unit=access.unit,
        access=access,
    )


def _tell(held: Evidence, number: int, late: int, stamp: Stamp, *, is_new: bool) -> None:
    project = held.project
    counted = proceeding.counted(project, stamp=stamp, on=held.happened_on)
    if is_new:
        added = EvidenceAdded(
            **counted,
            project_id=project.pk,
            evidence_id=held.pk,
            milestone_id=held.milestone_id,
            kind=held.kind,
            backdated=held.backdated,
        )
        journal.record(added, subject=project, stamp=stamp)
        return
    sent = ReadingsSent(
        **counted,
        project_id=project.pk,
        evidence_id=held.pk,
        milestone_id=held.milestone_id,
        number=number,
        backdated=late,
    )
    journal.record(sent, subject=project, stamp=stamp)
