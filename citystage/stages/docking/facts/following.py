"""What happens on the responsibility list and the coverage board."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpChanged(Fact):
    """Who follows a scenario up, what comes next and when, is another now."""

    verb = "docking.follow.changed"
    label = _("follow-up changed")

    scenario_id: int
    changes: dict[str, list[str]]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliersInvited(Fact):
    """Fitting suppliers were asked to look at a scenario."""

    verb = "docking.coverage.invited"
    label = _("fitting suppliers invited")

    scenario_id: int
    organisations: list[int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScenariosMerged(Fact):
    """Two published scenarios that say the same are one from now on."""

    verb = "docking.scenarios.merged"
    label = _("merged with a scenario that says the same")

    scenario_id: int
    into_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MergerUndone(Fact):
    """The two stand by themselves again."""

    verb = "docking.scenarios.parted"
    label = _("merger undone")

    scenario_id: int
    into_id: int
    reason: str
