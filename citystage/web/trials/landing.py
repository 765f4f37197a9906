"""Where a taken trial leads: to its project, or to the form that begins one."""

from dataclasses import dataclass

from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.projects.models import Project
from citystage.stages.projects.queries.beginning import begun_from
from citystage.stages.projects.queries.projects import reach_project
from citystage.stages.projects.rules.projects import may_begin
from citystage.stages.trials.models import Trial
from citystage.stages.trials.states.trials import TrialState


@dataclass(frozen=True, slots=True)
class Landing:
    """The project the reader may open, or whether the reader may begin one."""

    project: Project | None = None
    may_begin: bool = False


def landing_of(actor: Actor, trial: Trial) -> Landing:
    """What follows a trial that was taken over; nothing follows any other."""
    if trial.state != TrialState.TAKEN:
        return Landing()
    if begun := begun_from(trial=trial, agreement=None):
        try:
            return Landing(project=reach_project(actor, begun.pk))
        except NotFound:
            return Landing()
    seats = frozenset(one for one in (trial.owner_unit_id, trial.supplier.seat_id) if one)
    return Landing(may_begin=bool(may_begin(actor, trial.scenario, seats)))
