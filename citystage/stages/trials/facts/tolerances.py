"""What is tolerated, and until when."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceGranted(Fact):
    """An office decided what is tolerated."""

    verb = "trials.tolerance.granted"
    label = _("tolerance granted")

    tolerance_id: int
    trial_id: int | None
    organisation_id: int
    ends_on: str
    rule: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceReminded(Fact):
    """Who it is for and who decided were told that it ends."""

    verb = "trials.tolerance.reminded"
    label = _("end of the tolerance announced")

    tolerance_id: int
    last_day: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceEnded(Fact):
    """Its last day has passed."""

    verb = "trials.tolerance.ended"
    label = _("tolerance ended")

    tolerance_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceWithdrawn(Fact):
    """It ended before its last day."""

    verb = "trials.tolerance.withdrawn"
    label = _("tolerance withdrawn")

    tolerance_id: int
    reason: str
