"""The phases of a programme in words, and where one moment stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.kernel.working_days import WorkCalendar
from citystage.stages.selection.terms import Phase, PhaseCode, Terms

NAMES: Final[Mapping[PhaseCode, Promise]] = {
    "apply": _("applications"),
    "recommend": _("recommendation by districts"),
    "check": _("formal check"),
    "panel": _("forming the panels"),
    "scoring": _("scoring by experts"),
    "consensus": _("meeting and consensus"),
    "diligence": _("due diligence"),
    "decision": _("collective decision"),
    "notice": _("public notice"),
}


@dataclass(frozen=True, slots=True)
class Stand:
    """One phase at one moment; ``share`` of it has gone by, in per cent."""

    phase: Phase
    when: Literal["past", "now", "ahead"]
    share: int

    @property
    def name(self) -> Promise:
        """The phase in words."""
        return NAMES[self.phase.code]


def stands(terms: Terms, moment: datetime) -> list[Stand]:
    """Every phase in order, as it stands at ``moment``; phases may overlap."""
    found = []
    for phase in terms.phases:
        whole = (phase.until - phase.since).total_seconds()
        gone = (moment - phase.since).total_seconds()
        share = max(0, min(100, round(100 * gone / whole)))
        when: Literal["past", "now", "ahead"] = "now"
        if moment < phase.since:
            when = "ahead"
        elif moment >= phase.until:
            when = "past"
        found.append(Stand(phase, when, share))
    return found


def working_days(calendar: WorkCalendar, since: datetime, until: datetime) -> int:
    """Working days any part of which lies in ``[since, until)``."""
    zone = timezone.get_default_timezone()
    first, last = since.astimezone(zone), until.astimezone(zone)
    whole = last.date() if last.time() == time() else last.date() + timedelta(days=1)
    return calendar.between(first.date(), whole)
