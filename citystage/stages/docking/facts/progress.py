"""What docking keeps of what later stages tell."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressNoted(Fact):
    """A trial was signed, or it landed, or it came to nothing."""

    verb = "docking.progress.noted"
    label = _("progress noted")

    progress_id: int
    scenario_id: int
    step: str
    # The suppliers it is an outcome of.
    organisations: list[int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTakenBack(Fact):
    """What was told turned out not to be so."""

    verb = "docking.progress.taken_back"
    label = _("progress taken back")

    progress_id: int
    scenario_id: int
    step: str
    organisations: list[int]
    reason: str
