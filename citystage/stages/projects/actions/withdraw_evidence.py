"""Evidence is withdrawn: the reason stays, and what rested on it stands open again."""

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import advance
from citystage.stages.projects import proceeding
from citystage.stages.projects.facts.projects import ProjectReopened
from citystage.stages.projects.facts.work import EvidenceWithdrawn, MilestoneFallen
from citystage.stages.projects.models import Evidence, Milestone, Project
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import REOPEN, ProjectState, Standing


@transaction.atomic(durable=True)
def withdraw_evidence(evidence: Evidence, *, reason: str, stamp: Stamp) -> Evidence:
    """It counts no more. A milestone judged by it is to be judged again; an acceptance or a
    landing that needed that milestone no longer holds.
    """
    project = proceeding.lock(evidence.project_id)
    held = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    rules.may_withdraw_evidence(stamp.actor, project, held).enforce()
    said = proceeding.needed(reason)
    held.withdrawn_at, held.withdrawn_by_id = stamp.at, stamp.actor.user_id
    held.withdrawn_reason = said
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    told = EvidenceWithdrawn(
        **proceeding.counted(project, stamp=stamp, on=held.happened_on),
        project_id=project.pk,
        evidence_id=held.pk,
        milestone_id=held.milestone_id,
        kind=held.kind,
        reason=said,
    )
    journal.record(told, subject=project, stamp=stamp)
    words = gettext_noop("Evidence of “%(title)s” was withdrawn: %(reason)s")
    proceeding.say_to_sides(project, words, stamp, group=Group.TASK, reason=said)
    if held.milestone_id is not None:
        _fall(project, held.milestone_id, said, stamp)
    return held


def _fall(project: Project, milestone_id: int, reason: str, stamp: Stamp) -> None:
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone_id)
    if milestone.standing not in {Standing.MET, Standing.PARTLY}:
        return
    milestone.standing, milestone.fallen = Standing.OPEN, reason
    milestone.version += 1
    milestone.save(update_fields=["standing", "fallen", "version"])
    told = MilestoneFallen(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        milestone_id=milestone.pk,
        title=milestone.title,
        reason=reason,
    )
    journal.record(told, subject=project, stamp=stamp)
    if milestone.essential and project.state in REOPEN.sources:
        _reopen(project, reason, stamp)


def _reopen(project: Project, reason: str, stamp: Stamp) -> None:
    was = ProjectState(project.state)
    project.reason, project.landed_at, project.ended_at = reason, None, None
    project.save(update_fields=["reason", "landed_at", "ended_at"])
    told = ProjectReopened(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        scenario_id=project.scenario_id,
        was=was,
        reason=reason,
    )
    advance(project, REOPEN, fact=told, stamp=stamp)
    words = gettext_noop("The acceptance of “%(title)s” no longer holds: %(reason)s")
    people = [*proceeding.sides_of(project, stamp), *proceeding.offices_of(project, stamp)]
    proceeding.say(
        people,
        words,
        about=project,
        stamp=stamp,
        group=Group.TASK,
        title=project.title,
        reason=reason,
    )
