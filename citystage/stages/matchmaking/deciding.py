"""Steps on one pair of a locked scenario, shared by decisions and proposals."""

from dataclasses import dataclass

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.reach import RELATED
from citystage.stages.matchmaking.states import JudgementKind


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a pair."""

    kind: JudgementKind
    reason: str
    words: str
    capability: Capability | None

    def repeats(self, before: Judgement) -> bool:
        """Whether it says no more than ``before``."""
        told = (before.kind, before.reason, before.words)
        return told == (str(self.kind), self.reason, self.words)


def lock_scenario(scenario: Scenario) -> Scenario:
    """The scenario with its units: whoever decides on one of its pairs goes through this lock."""
    found = Scenario.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return found.get(pk=scenario.pk)


def write(  # noqa: PLR0913 -- the parts of one row
    scenario: Scenario,
    organisation: Organisation,
    said: Said,
    *,
    before: Judgement | None,
    proposal: bool,
    stamp: Stamp,
) -> Judgement:
    """Add what was said, and let it hold in the place of ``before``."""
    if before is not None:
        Judgement.objects.filter(pk=before.pk).update(current=False)
    unit = stamp.actor.unit
    return Judgement.objects.create(
        scenario=scenario,
        organisation=organisation,
        capability=said.capability,
        kind=said.kind,
        reason=said.reason,
        words=said.words,
        made_by_id=stamp.actor.user_id,
        made_for_id=unit.pk if unit else None,
        made_at=stamp.at,
        proposal=proposal,
    )
