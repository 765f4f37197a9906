"""The dry run from the scores to the end of the notice."""

from datetime import timedelta
from math import ceil
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.stages.selection.rehearsing.scene import Clash, Scene, Told, sheets_each

# More sheets than this on a working day are not read with care; a setting of the dry run only.
_SHEETS_A_DAY: Final = 3
_MINUTES_EACH: Final = 20


def scoring(at: Scene) -> Told:
    each = sheets_each(at.terms, at.supposed)
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


def consensus(at: Scene) -> Told:
    hours = ceil(at.supposed.candidacies * _MINUTES_EACH / 60)
    yield _("a meeting of about %(hours)d hours at %(minutes)d minutes each") % {
        "hours": hours,
        "minutes": _MINUTES_EACH,
    }
    if hours > at.days * 6:
        yield Clash(at.phase.code, _("The meeting does not fit into the phase."), stops=True)


def diligence(at: Scene) -> Told:
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


def decision(at: Scene) -> Told:
    total = at.terms.places.total
    if total is not None:
        yield _("%(places)d places for %(cases)d candidacies") % {
            "places": total,
            "cases": at.supposed.candidacies,
        }
    yield _("%d votes are needed") % at.terms.deciding.quorum
    if not at.days:
        yield Clash(at.phase.code, _("It holds no working day."), stops=True)


def notice(at: Scene) -> Told:
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
