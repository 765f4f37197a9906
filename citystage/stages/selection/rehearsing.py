"""A dry run of the timetable: invented numbers through every phase, and what would clash.

Nothing is written. Loads, working days and deadlines follow from the terms, the city's calendar
and the numbers supposed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citystage.kernel.working_days import WorkCalendar
from citystage.stages.selection.models import Expert
from citystage.stages.selection.phases import NAMES, working_days
from citystage.stages.selection.terms import Phase, PhaseCode, Terms

# More sheets than this on a working day are not read with care; a setting of the dry run only.
_SHEETS_A_DAY: Final = 3
# A quarter of the candidacies is supposed to have defects.
_WITH_DEFECTS: Final = 4
_MINUTES_EACH: Final = 20


@dataclass(frozen=True, slots=True)
class Supposed:
    """The invented numbers: applications, districts with places, experts by kind, institutions."""

    applications: int
    districts: int
    places: int
    experts: Mapping[str, int] = field(default_factory=dict)
    institutions: int = 1

    @property
    def experts_in_all(self) -> int:
        """All experts supposed."""
        return sum(self.experts.values())

    @property
    def candidacies(self) -> int:
        """What the districts can recommend of what is filed."""
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
class _Scene:
    """What one phase is judged by."""

    terms: Terms
    phase: Phase
    days: int
    supposed: Supposed
    calendar: WorkCalendar


type _Told = Iterator[str | Clash | tuple[str, datetime]]


def rehearse(terms: Terms, supposed: Supposed, calendar: WorkCalendar) -> Rehearsal:
    """Run ``supposed`` through the terms."""
    rows = []
    before: Phase | None = None
    for phase in terms.phases:
        days = working_days(calendar, phase.since, phase.until)
        scene = _Scene(terms, phase, days, supposed, calendar)
        said = [*_gap(before, phase), *_STEPS[phase.code](scene)]
        rows.append(
            Row(
                phase,
                NAMES[phase.code],
                days,
                tuple(one for one in said if isinstance(one, str)),
                tuple(one for one in said if isinstance(one, Clash)),
                tuple(one for one in said if isinstance(one, tuple)),
            )
        )
        before = phase
    zone = timezone.get_default_timezone()
    first, last = (
        moment.astimezone(zone).date() for moment in (terms.phases[0].since, terms.phases[-1].until)
    )
    return Rehearsal(tuple(rows), supposed, calendar.knows(first, last))


def _gap(before: Phase | None, phase: Phase) -> _Told:
    if before is not None and phase.since < before.until:
        yield Clash(
            phase.code, _("It begins before “%s” has ended.") % NAMES[before.code], stops=False
        )


def _apply(at: _Scene) -> _Told:
    yield ngettext("%d application", "%d applications", at.supposed.applications) % (
        at.supposed.applications
    )
    yield _("closes"), at.phase.until
    if at.days < 10:  # noqa: PLR2004 -- two weeks
        yield Clash(
            at.phase.code,
            ngettext(
                "Only %d working day to write a long application.",
                "Only %d working days to write a long application.",
                at.days,
            )
            % at.days,
            stops=False,
        )


def _recommend(at: _Scene) -> _Told:
    places = at.supposed.districts * at.supposed.places
    yield _("%(districts)d districts with %(places)d places each: %(all)d in all") % {
        "districts": at.supposed.districts,
        "places": at.supposed.places,
        "all": places,
    }
    if places < at.supposed.applications:
        yield Clash(
            at.phase.code,
            _("%(out)d of %(all)d applications cannot be recommended: places run out.")
            % {"out": at.supposed.applications - places, "all": at.supposed.applications},
            stops=False,
        )
    if not at.days:
        yield Clash(at.phase.code, _("It holds no working day."), stops=True)


def _check(at: _Scene) -> _Told:
    cases = at.supposed.candidacies
    if at.days:
        yield _("%(cases)d candidacies, %(each)d a working day") % {
            "cases": cases,
            "each": ceil(cases / at.days),
        }
    else:
        yield Clash(at.phase.code, _("It holds no working day."), stops=True)
    hours = at.terms.correction_hours
    if hours:
        yield _("about %(some)d of them with one correction of %(hours)d hours") % {
            "some": ceil(cases / _WITH_DEFECTS),
            "hours": hours,
        }
        last = at.phase.until - timedelta(hours=hours)
        yield _("last moment to ask for corrections"), last
        if last <= at.phase.since:
            yield Clash(
                at.phase.code,
                _("The phase is shorter than the %d hours for corrections.") % hours,
                stops=True,
            )


def _panel(at: _Scene) -> _Told:
    panel, kinds = at.terms.panel, dict(Expert.Kind.choices)
    seats = at.supposed.candidacies * panel.seats
    room = at.supposed.experts_in_all * panel.max_load
    yield _("%(seats)d seats for %(experts)d experts who take %(most)d each at most") % {
        "seats": seats,
        "experts": at.supposed.experts_in_all,
        "most": panel.max_load,
    }
    if at.supposed.experts_in_all < panel.seats:
        yield Clash(
            at.phase.code,
            _("A panel needs %(seats)d experts; there are %(experts)d.")
            % {"seats": panel.seats, "experts": at.supposed.experts_in_all},
            stops=True,
        )
    if room < seats:
        yield Clash(
            at.phase.code,
            _("%(seats)d seats, but room for %(room)d: more experts or a higher load.")
            % {"seats": seats, "room": room},
            stops=True,
        )
    for bench in panel.benches:
        wanted = at.supposed.candidacies * bench.least
        given = at.supposed.experts.get(bench.kind, 0) * panel.max_load
        if given < wanted:
            yield Clash(
                at.phase.code,
                _("%(kind)s: %(wanted)d seats wanted, room for %(given)d.")
                % {"kind": kinds[bench.kind], "wanted": wanted, "given": given},
                stops=True,
            )
    if at.supposed.experts_in_all * panel.min_load > seats:
        yield Clash(
            at.phase.code,
            _("The least load of %d cannot be reached by all experts.") % panel.min_load,
            stops=True,
        )


def _sheets(terms: Terms, supposed: Supposed) -> int:
    experts = supposed.experts_in_all
    return ceil(supposed.candidacies * terms.panel.seats / experts) if experts else 0


def _scoring(at: _Scene) -> _Told:
    each = _sheets(at.terms, at.supposed)
    words = {"each": each, "days": at.days, "criteria": len(at.terms.scoring.criteria)}
    yield _("%(each)d sheets of %(criteria)d criteria an expert") % words
    if not at.days:
        yield Clash(at.phase.code, _("It holds no working day."), stops=True)
    elif each > at.days * _SHEETS_A_DAY:
        yield Clash(
            at.phase.code,
            _("The phase of scoring has %(days)d working days for %(each)d sheets each.") % words,
            stops=False,
        )
    scoring = at.terms.scoring
    if each < scoring.least_sheets or at.supposed.candidacies < scoring.least_candidacies:
        yield _("too few sheets for calibration: the raw order stands")
        if scoring.order == "calibrated":
            yield Clash(
                at.phase.code,
                _("The calibrated order is to decide, but there will be too few sheets for it."),
                stops=False,
            )


def _consensus(at: _Scene) -> _Told:
    hours = ceil(at.supposed.candidacies * _MINUTES_EACH / 60)
    yield _("a meeting of about %(hours)d hours at %(minutes)d minutes each") % {
        "hours": hours,
        "minutes": _MINUTES_EACH,
    }
    if hours > at.days * 6:
        yield Clash(at.phase.code, _("The meeting does not fit into the phase."), stops=True)


def _diligence(at: _Scene) -> _Told:
    told = at.terms.diligence
    if not told.wanted:
        yield Clash(at.phase.code, _("The terms want no due diligence."), stops=False)
        return
    cases = min(at.supposed.candidacies, 2 * (at.terms.places.total or at.supposed.candidacies))
    each = ceil(cases / at.supposed.institutions) if at.supposed.institutions else 0
    yield _("up to %(cases)d candidacies, %(each)d for each institution") % {
        "cases": cases,
        "each": each,
    }
    if not at.supposed.institutions:
        yield Clash(at.phase.code, _("There is no institution to do it."), stops=True)
    if at.phase.until - at.phase.since < timedelta(days=told.days):
        yield Clash(
            at.phase.code,
            _("An institution has %(days)d days, the phase is shorter.") % {"days": told.days},
            stops=True,
        )


def _decision(at: _Scene) -> _Told:
    total = at.terms.places.total
    if total is not None:
        yield _("%(places)d places for %(cases)d candidacies") % {
            "places": total,
            "cases": at.supposed.candidacies,
        }
    yield _("%d votes are needed") % at.terms.deciding.quorum
    if not at.days:
        yield Clash(at.phase.code, _("It holds no working day."), stops=True)


def _notice(at: _Scene) -> _Told:
    told, zone = at.terms.notice, timezone.get_default_timezone()
    ends = at.calendar.end_after(at.phase.since, told.working_days, zone)
    yield _("the notice ends at the earliest"), ends
    answered = at.calendar.end_after(ends - timedelta(seconds=1), told.answer_working_days, zone)
    yield _("an objection of the last day is answered by"), answered
    effect = answered
    if told.appeal_working_days:
        effect = at.calendar.end_after(answered, told.appeal_working_days, zone)
        yield _("its appeal can be filed until"), effect
    if ends > at.phase.until:
        yield Clash(
            at.phase.code,
            _("The phase ends before %d working days of notice are over.") % told.working_days,
            stops=True,
        )
    elif effect > at.phase.until:
        yield Clash(
            at.phase.code,
            _("With an objection on the last day the decision takes effect after this phase."),
            stops=False,
        )


_STEPS: Final = {
    "apply": _apply,
    "recommend": _recommend,
    "check": _check,
    "panel": _panel,
    "scoring": _scoring,
    "consensus": _consensus,
    "diligence": _diligence,
    "decision": _decision,
    "notice": _notice,
}
