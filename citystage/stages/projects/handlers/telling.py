"""Catalogue and docking learn what landed, what did not work, and what no longer holds."""

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.stages.catalogue.facts import ScenarioLanded, ScenarioReopened
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.moving import move
from citystage.stages.catalogue.states import LAND, REOPEN, ScenarioState
from citystage.stages.docking.actions.note_progress import (
    Reached,
    note_progress,
    take_back_progress,
)
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.projects.facts.projects import (
    ProjectFailed,
    ProjectLanded,
    ProjectReopened,
)
from citystage.stages.projects.models import Project
from citystage.stages.projects.states.projects import ProjectState

_ALONG = ("scenario", "supplier", "agreement", "answer")


@on(ProjectLanded)
def landed(fact: ProjectLanded, stamp: Stamp) -> None:
    """The scenario works on the ground: its public page and the funnel say so."""
    project = _note(fact.project_id, ProgressStep.LANDED, stamp)
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=project.scenario_id)
    if scenario.state in LAND.sources:
        told = ScenarioLanded(scenario_id=scenario.pk, note=project.title)
        move(scenario, LAND, fact=told, stamp=stamp)


@on(ProjectFailed)
def failed(fact: ProjectFailed, stamp: Stamp) -> None:
    """An honest outcome of this pair; the scenario itself may be tried by others."""
    _note(fact.project_id, ProgressStep.FAILED, stamp)


@on(ProjectReopened)
def reopened(fact: ProjectReopened, stamp: Stamp) -> None:
    """The landing was not so after all."""
    if fact.was != ProjectState.LANDED:
        return
    project = Project.objects.get(pk=fact.project_id)
    take_back_progress(project, step=ProgressStep.LANDED, reason=fact.reason, stamp=stamp)
    others = Project.objects.filter(scenario_id=fact.scenario_id, state=ProjectState.LANDED)
    scenario = Scenario.objects.select_for_update(of=("self",)).get(pk=fact.scenario_id)
    if scenario.state == ScenarioState.LANDED and not others.exists():
        note = _("An essential proof of the landing was withdrawn.")
        told = ScenarioReopened(scenario_id=scenario.pk, note=note)
        move(scenario, REOPEN, fact=told, stamp=stamp)


def _note(pk: int, step: ProgressStep, stamp: Stamp) -> Project:
    project = Project.objects.select_related(*_ALONG).get(pk=pk)
    reached = Reached(
        step=step,
        at=stamp.at,
        label=project.title,
        words=project.reason,
        organisation=project.supplier,
        answer=project.answer,
        agreement=project.agreement,
    )
    note_progress(project.scenario, source=project, reached=reached, stamp=stamp)
    return project
