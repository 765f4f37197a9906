"""The dry run itself: phase by phase."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.kernel.working_days import WorkCalendar
from citystage.stages.selection.phases import NAMES, working_days
from citystage.stages.selection.rehearsing import beginning, deciding
from citystage.stages.selection.rehearsing.scene import (
    Clash,
    Rehearsal,
    Row,
    Scene,
    Supposed,
    Told,
)
from citystage.stages.selection.terms import Phase, Terms


def rehearse(terms: Terms, supposed: Supposed, calendar: WorkCalendar) -> Rehearsal:
    """Run ``supposed`` through the terms."""
    rows = []
    before: Phase | None = None
    for phase in terms.phases:
        days = working_days(calendar, phase.since, phase.until)
        scene = Scene(terms, phase, days, supposed, calendar)
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


def _gap(before: Phase | None, phase: Phase) -> Told:
    if before is not None and phase.since < before.until:
        yield Clash(
            phase.code, _("It begins before “%s” has ended.") % NAMES[before.code], stops=False
        )


_STEPS: Final = {
    "apply": beginning.apply,
    "recommend": beginning.recommend,
    "check": beginning.check,
    "panel": beginning.panel,
    "scoring": deciding.scoring,
    "consensus": deciding.consensus,
    "diligence": deciding.diligence,
    "decision": deciding.decision,
    "notice": deciding.notice,
}
