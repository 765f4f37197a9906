"""Docking tells matchmaking what landed and what failed, also when it was not so after all."""

from typing import Final

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.journal import on
from citystage.stages.docking.facts.progress import ProgressNoted, ProgressTakenBack
from citystage.stages.docking.models import Progress
from citystage.stages.docking.progressing import suppliers
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.matchmaking.actions.note_outcome import forget_outcome, note_outcome
from citystage.stages.matchmaking.models import Outcome

# A trial is no outcome: the two had agreed before it.
_KINDS: Final = {
    ProgressStep.LANDED.value: Outcome.Kind.LANDED,
    ProgressStep.FAILED.value: Outcome.Kind.FAILED,
}


@on(ProgressNoted)
def noted(fact: ProgressNoted, stamp: Stamp) -> None:
    """Each supplier's outcome, the first moment of its kind."""
    if kind := _KINDS.get(fact.step):
        scenario = Progress.objects.select_related("scenario").get(pk=fact.progress_id).scenario
        for organisation in Organisation.objects.filter(pk__in=fact.organisations):
            note_outcome(scenario, organisation=organisation, kind=kind, stamp=stamp)


@on(ProgressTakenBack)
def taken_back(fact: ProgressTakenBack, stamp: Stamp) -> None:
    """Unless another record still tells the same of the pair."""
    kind = _KINDS.get(fact.step)
    if kind is None:
        return
    told = Progress.objects.select_related("scenario").get(pk=fact.progress_id)
    others = Progress.objects.standing().filter(scenario=told.scenario, step=fact.step)
    along = others.select_related("organisation", "answer", "intent", "agreement")
    known = {each.pk for one in along for each in suppliers(told.scenario, one)}
    for organisation in Organisation.objects.filter(pk__in=fact.organisations).exclude(
        pk__in=known
    ):
        forget_outcome(told.scenario, organisation=organisation, kind=kind, stamp=stamp)
