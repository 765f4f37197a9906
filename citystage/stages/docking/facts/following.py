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
