"""What is supposed, what a phase is judged by, and what a dry run comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from django.utils.functional import Promise

from citystage.kernel.working_days import WorkCalendar
from citystage.stages.selection.terms import Phase, PhaseCode, Terms


@dataclass(frozen=True, slots=True)
class Supposed:
    """The invented numbers: applications, districts with places, experts by kind, institutions."""

    applications: int
    districts: int
    places: int
    experts: Mapping[str, int] = field(default_factory=dict)
    institutions: int = 1
    # Without it every application goes on.
    recommended: bool = True

    @property
    def experts_in_all(self) -> int:
        """All experts supposed."""
        return sum(self.experts.values())

    @property
    def candidacies(self) -> int:
        """What the districts can recommend of what is filed; all of it where nobody is asked."""
        if not self.recommended:
            return self.applications
        return min(self.applications, self.districts * self.places)


@dataclass(frozen=True, slots=True)
class Clash:
    """What does not work out (``stops``) or asks for care."""

    phase: PhaseCode
    words: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One phase of the dry run: its working days and what happens in them."""

    phase: Phase
    name: str | Promise
    days: int
    told: tuple[str, ...]
    clashes: tuple[Clash, ...]
    # Moments worth knowing inside it or following from it.
    deadlines: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The whole timetable."""

    rows: tuple[Row, ...]
    supposed: Supposed
    # False: the holidays of some year of it are not published yet.
    certain: bool

    @property
    def clashes(self) -> list[Clash]:
        """All of them, in order."""
        return [clash for row in self.rows for clash in row.clashes]

    @property
    def works(self) -> bool:
        """Whether nothing stops it."""
        return not any(clash.stops for clash in self.clashes)


@dataclass(frozen=True, slots=True)
class Scene:
    """What one phase is judged by."""

    terms: Terms
    phase: Phase
    days: int
    supposed: Supposed
    calendar: WorkCalendar


type Told = Iterator[str | Clash | tuple[str, datetime]]


def sheets_each(terms: Terms, supposed: Supposed) -> int:
    """Sheets an expert has to fill; 0 without experts."""
    experts = supposed.experts_in_all
    return ceil(supposed.candidacies * terms.panel.seats / experts) if experts else 0
