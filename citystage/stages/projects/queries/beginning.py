"""From what a project may begin: trials, agreements, answers and scenarios within reach."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries.scenarios import reach_scenario
from citystage.stages.docking.models import Agreement, Answer
from citystage.stages.docking.queries.agreements import reach_agreement
from citystage.stages.docking.queries.answers import reach_answer
from citystage.stages.projects.models import Project
from citystage.stages.projects.states.projects import ProjectState
from citystage.stages.trials.models import Trial
from citystage.stages.trials.queries.trials import reach_trial
from citystage.stages.trials.states.trials import TrialState


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a project would begin from; ``scenario`` is None where it is still to be named."""

    scenario: Scenario | None = None
    trial: Trial | None = None
    agreement: Agreement | None = None
    answer: Answer | None = None
    supplier: Organisation | None = None

    @property
    def title(self) -> str:
        """What it could be called."""
        known = self.trial or self.agreement
        return known.title if known else self.scenario.title if self.scenario else ""


def origin(actor: Actor, *, trial: str, agreement: str, answer: str, scenario: str) -> Origin:
    """By the numbers in the address. Raises ``NotFound`` out of reach."""
    if trial:
        found = reach_trial(actor, _number(trial))
        return Origin(
            scenario=found.scenario,
            trial=found,
            agreement=found.agreement,
            answer=found.answer,
            supplier=found.supplier,
        )
    if agreement:
        deal = reach_agreement(actor, _number(agreement))
        return Origin(scenario=deal.scenario, agreement=deal, supplier=_supplier(deal))
    if answer:
        given, _part = reach_answer(actor, _number(answer))
        return Origin(scenario=given.opening.scenario, answer=given, supplier=given.organisation)
    return Origin(scenario=reach_scenario(actor, scenario) if scenario else None)


def _number(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 18:  # noqa: PLR2004 -- a key
        return int(text)
    raise NotFound(_("There is no such record within your reach."))


def _supplier(agreement: Agreement) -> Organisation | None:
    owner = agreement.scenario.owner_id if agreement.scenario else None
    found = [
        one.organisation
        for one in agreement.parties.select_related("organisation__seat")
        if one.organisation is not None and one.organisation_id != owner
    ]
    seat = agreement.scenario.owner_unit_id if agreement.scenario else None
    others = [one for one in found if one.seat_id is None or one.seat_id != seat]
    return others[0] if len(others) == 1 else None


def begun_from(*, trial: Trial | None, agreement: Agreement | None) -> Project | None:
    """The project that has begun from it already."""
    live = Project.objects.exclude(state=ProjectState.CANCELLED)
    if trial is not None:
        return live.filter(trial=trial).first()
    return live.filter(agreement=agreement).first() if agreement is not None else None


def to_land(actor: Actor) -> QuerySet[Trial]:
    """Trials that the actor's own unit took over and that have no project yet."""
    live = Project.objects.exclude(state=ProjectState.CANCELLED).filter(trial=OuterRef("pk"))
    units = [unit.pk for unit in actor.reach(Permission.TRIAL_KEEP)]
    taken = Trial.objects.filter(state=TrialState.TAKEN, owner_unit_id__in=units)
    return taken.filter(~Exists(live))
