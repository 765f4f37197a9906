"""Docking hears of a signed trial and of one that came to nothing: for its funnel and brokers."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.stages.docking.actions.note_progress import Reached, note_progress
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.trials.facts.agreements import TrialEnded, TrialSigned
from citystage.stages.trials.models import Trial
from citystage.stages.trials.states.trials import TrialState


@on(TrialSigned)
def signed(fact: TrialSigned, stamp: Stamp) -> None:
    """The pair has a trial."""
    _tell(fact.trial_id, ProgressStep.TRIAL, "", stamp)


@on(TrialEnded)
def ended(fact: TrialEnded, stamp: Stamp) -> None:
    """What failed or was not taken is learned from; what was taken lands by its project."""
    if fact.outcome != TrialState.TAKEN:
        _tell(fact.trial_id, ProgressStep.FAILED, fact.reason, stamp)


def _tell(number: int, step: ProgressStep, words: str, stamp: Stamp) -> None:
    trial = Trial.objects.select_related(
        "scenario", "supplier", "answer", "intent", "agreement"
    ).get(pk=number)
    reached = Reached(
        step=step,
        at=stamp.at,
        label=trial.title,
        words=words,
        organisation=trial.supplier,
        answer=trial.answer,
        intent=trial.intent,
        agreement=trial.agreement,
    )
    note_progress(trial.scenario, source=trial, reached=reached, stamp=stamp)
