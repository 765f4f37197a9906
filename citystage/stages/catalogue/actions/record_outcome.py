"""An officer records what became of a public scenario: partner, landing, honest end, withdrawal."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.workflow.flow import Move
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.facts import (
    ScenarioClosed,
    ScenarioLanded,
    ScenarioMatched,
    ScenarioReopened,
    ScenarioWithdrawn,
)
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.moving import move
from citystage.stages.catalogue.states import (
    CLOSE,
    LAND,
    MATCH,
    REOPEN,
    WITHDRAW,
    ScenarioState,
)

OUTCOMES: dict[str, tuple[Move[ScenarioState], Callable[..., Fact]]] = {
    MATCH.name: (MATCH, ScenarioMatched),
    LAND.name: (LAND, ScenarioLanded),
    CLOSE.name: (CLOSE, ScenarioClosed),
    REOPEN.name: (REOPEN, ScenarioReopened),
    WITHDRAW.name: (WITHDRAW, ScenarioWithdrawn),
}


class ReasonNeeded(Refusal):
    """An outcome without a word of why helps nobody."""


@transaction.atomic(durable=True)
def record_outcome(scenario: Scenario, *, outcome: str, note: str, stamp: Stamp) -> Scenario:
    """Record ``outcome`` (a name in ``OUTCOMES``) with a public note: with whom, where, or why."""
    step, fact = OUTCOMES[outcome]
    locked = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    rules.may_edit(stamp.actor, locked).enforce()
    if not note.strip():
        raise ReasonNeeded(_("Say in a sentence with whom, where or why: the public will read it."))
    told = fact(scenario_id=locked.pk, note=note.strip())
    move(locked, step, fact=told, stamp=stamp)
    return locked
