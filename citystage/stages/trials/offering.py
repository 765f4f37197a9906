"""What a record of docking, or a scenario, offers: its trial, or the way to draft one."""

from dataclasses import dataclass

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Agreement, Answer, Intent
from citystage.stages.docking.sides import first_unit
from citystage.stages.trials.models import Trial
from citystage.stages.trials.queries.beginning import scenario, stands_as_owner, supplier_of
from citystage.stages.trials.rules import trials as rules
from citystage.stages.trials.states.trials import TrialState


@dataclass(frozen=True, slots=True)
class Offer:
    """What a record leads to: the trial there is, or the way to draft one; else neither."""

    trial: Trial | None = None
    way: str = ""


def offer(
    actor: Actor,
    *,
    answer: Answer | None = None,
    deal: Intent | Agreement | None = None,
    about: Scenario | None = None,
) -> Offer:
    """What an answer, an intent or agreement, or a scenario offers to this actor."""
    if not actor.may(Permission.TRIAL_KEEP):
        return Offer()
    if answer is not None:
        return _paired(actor, answer.opening.scenario_id, answer.organisation, "answer", answer.pk)
    if deal is not None and deal.scenario_id is not None:
        try:
            supplier = supplier_of(deal, scenario(deal.scenario_id))
        except NotFound:
            return Offer()
        name = "intent" if isinstance(deal, Intent) else "agreement"
        return _paired(actor, deal.scenario_id, supplier, name, deal.pk)
    if about is not None and stands_as_owner(actor, about):
        return Offer(way=f"scenario={about.number}")
    return Offer()


def _paired(actor: Actor, about: int, supplier: Organisation, name: str, pk: int) -> Offer:
    rows = Trial.objects.visible_to(actor).filter(scenario_id=about, supplier=supplier)
    if found := rows.exclude(state=TrialState.DROPPED).order_by("-pk").first():
        return Offer(trial=found)
    owner = first_unit(scenario(about))
    may = rules.may_begin(actor, owner, supplier, paired=True)
    return Offer(way=f"{name}={pk}") if may else Offer()
