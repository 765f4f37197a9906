"""A project begins: from a trial, an agreement, an answer, or straight from a scenario."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Agreement, Answer
from citystage.stages.projects import planning, proceeding
from citystage.stages.projects.facts.projects import ProjectBegun
from citystage.stages.projects.models import Project
from citystage.stages.projects.planning import Aim
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import ProjectState
from citystage.stages.trials.models import Trial
from citystage.stages.trials.states.trials import TrialState


class AlreadyBegun(Refusal):
    """A trial leads to one project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a project begins with."""

    title: str
    begun_on: date
    due_on: date
    about: str = ""
    supplier: Organisation | None = None
    supplier_name: str = ""
    trial: Trial | None = None
    agreement: Agreement | None = None
    answer: Answer | None = None
    aims: Sequence[Aim] = ()


def parties_of(start: Start) -> frozenset[int]:
    """The seats of those who agreed on what it begins from."""
    seats: set[int | None] = set()
    if start.trial is not None:
        supplier = start.trial.supplier
        seats |= {start.trial.owner_unit_id, supplier.seat_id if supplier else None}
    if start.answer is not None:
        seats.add(start.answer.organisation.seat_id)
    if start.agreement is not None:
        for party in start.agreement.parties.select_related("organisation"):
            seat = party.organisation.seat_id if party.organisation else None
            seats.add(party.unit_id or seat)
    return frozenset(one for one in seats if one)


@transaction.atomic(durable=True)
def begin_project(scenario: Scenario, *, start: Start, stamp: Stamp) -> Project:
    """Write it down with its first milestones; the price of the trial or agreement is agreed.

    Raises ``NotPossible`` for what does not hold together, ``AlreadyBegun`` for a trial that has
    its project.
    """
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    rules.may_begin(stamp.actor, scenario, parties_of(start)).enforce()
    _check(scenario, start)
    owner = start.trial.owner_unit if start.trial else rules.owner_of(scenario)
    project = Project.objects.create(
        city_id=scenario.city_id,
        scenario=scenario,
        trial=start.trial,
        agreement=start.agreement,
        answer=start.answer,
        title=start.title.strip()[:240],
        about=start.about.strip(),
        owner_unit=owner,
        supplier=start.supplier,
        supplier_name=(start.supplier.name if start.supplier else start.supplier_name)[:200],
        district=(start.trial.district if start.trial else None) or scenario.district,
        department=scenario.lead_department,
        chain=scenario.chain,
        begun_on=start.begun_on,
        due_on=start.due_on,
        entered_by_id=stamp.actor.user_id,
        entered_at=stamp.at,
    )
    told = ProjectBegun(
        **proceeding.counted(project, stamp=stamp, on=start.begun_on),
        project_id=project.pk,
        scenario_id=scenario.pk,
        trial_id=start.trial.pk if start.trial else None,
        agreement_id=start.agreement.pk if start.agreement else None,
    )
    journal.record(told, subject=project, stamp=stamp)
    for aim in start.aims:
        planning.set_aim(project, aim, stamp=stamp)
    if start.trial is not None and start.trial.taken_price:
        planning.note_taken(project, start.trial, stamp=stamp)
    elif start.agreement is not None and start.agreement.amount:
        planning.note_agreed(project, start.agreement, stamp=stamp)
    words = gettext_noop("A project began: “%(title)s”.")
    proceeding.say_to_sides(project, words, stamp, group=Group.PROGRESS)
    return project


def _check(scenario: Scenario, start: Start) -> None:
    if not start.title.strip():
        raise NotPossible(_("Give the project a title."))
    if not start.supplier and not start.supplier_name.strip():
        raise NotPossible(_("Name the supplier."))
    if start.due_on < start.begun_on:
        raise NotPossible(_("It would be due before it began."))
    sources = (start.trial, start.agreement)
    if any(one is not None and one.scenario_id not in {None, scenario.pk} for one in sources):
        raise NotPossible(_("The trial or agreement is of another scenario."))
    if start.trial is not None and start.trial.state != TrialState.TAKEN:
        raise NotPossible(_("A project begins from a trial that was taken over."))
    live = Project.objects.exclude(state=ProjectState.CANCELLED)
    if start.trial is not None and live.filter(trial=start.trial).exists():
        raise AlreadyBegun(_("This trial has its project already."))
