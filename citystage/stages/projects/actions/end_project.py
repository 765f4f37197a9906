"""A project ends without landing: it did not work, because …; or it is cancelled."""

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.projects import ProjectCancelled, ProjectFailed
from citystage.stages.projects.models import Project
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import CANCEL, FAIL


@transaction.atomic(durable=True)
def fail_project(project: Project, *, reason: str, stamp: Stamp) -> Project:
    """An honest outcome: everybody who plans something like it finds the reason."""
    held = _ended(project, reason, stamp)
    told = ProjectFailed(
        **proceeding.counted(held, stamp=stamp),
        project_id=held.pk,
        scenario_id=held.scenario_id,
        reason=held.reason,
    )
    advance(held, FAIL, fact=told, stamp=stamp)
    _say(held, gettext_noop("“%(title)s” did not work, because: %(reason)s"), stamp)
    return held


@transaction.atomic(durable=True)
def cancel_project(project: Project, *, reason: str, stamp: Stamp) -> Project:
    """It is not carried out; that is no outcome."""
    held = _ended(project, reason, stamp)
    told = ProjectCancelled(
        **proceeding.counted(held, stamp=stamp),
        project_id=held.pk,
        scenario_id=held.scenario_id,
        reason=held.reason,
    )
    advance(held, CANCEL, fact=told, stamp=stamp)
    _say(held, gettext_noop("“%(title)s” was cancelled: %(reason)s"), stamp)
    return held


def _ended(project: Project, reason: str, stamp: Stamp) -> Project:
    held = proceeding.lock(project)
    rules.may_end(stamp.actor, held).enforce()
    held.reason, held.ended_at = proceeding.needed(reason), stamp.at
    held.save(update_fields=["reason", "ended_at"])
    return held


def _say(project: Project, words: str, stamp: Stamp) -> None:
    people = [*proceeding.sides_of(project, stamp), *proceeding.offices_of(project, stamp)]
    proceeding.say(
        people, words, about=project, stamp=stamp, title=project.title, reason=project.reason
    )
