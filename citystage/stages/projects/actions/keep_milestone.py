"""The owner sets milestones, changes what they ask, and judges how far they were reached."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.projects import planning, proceeding
from citystage.stages.projects.facts.work import MilestoneChanged, MilestoneJudged
from citystage.stages.projects.models import Milestone, Project
from citystage.stages.projects.planning import Aim
from citystage.stages.projects.proceeding import NotPossible, Outrun
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import Standing

_FIELDS = ("title", "unit", "baseline", "target", "due_on", "essential")


@transaction.atomic(durable=True)
def set_milestone(project: Project, *, aim: Aim, stamp: Stamp) -> Milestone:
    """One more."""
    held = proceeding.lock(project)
    rules.may_plan(stamp.actor, held).enforce()
    return planning.set_aim(held, aim, stamp=stamp)


@transaction.atomic(durable=True)
def change_milestone(
    milestone: Milestone, *, aim: Aim, reason: str, version: int, stamp: Stamp
) -> Milestone:
    """Change what it asks, with the reason; a judged one stands open again."""
    project, held = _held(milestone, version)
    rules.may_plan(stamp.actor, project).enforce()
    aim.checked()
    changed = [name for name in _FIELDS if getattr(held, name) != getattr(aim, name)]
    if not changed:
        return held
    said = proceeding.needed(reason)
    for name in changed:
        setattr(held, name, getattr(aim, name))
    if held.standing != Standing.OPEN:
        held.standing, held.fallen = Standing.OPEN, said
    held.version += 1
    held.save()
    told = MilestoneChanged(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        milestone_id=held.pk,
        title=held.title,
        fields=changed,
        reason=said,
    )
    journal.record(told, subject=project, stamp=stamp)
    words = gettext_noop("A milestone of “%(title)s” was changed: %(reason)s")
    proceeding.say_to_sides(project, words, stamp, reason=said)
    return held


@transaction.atomic(durable=True)
def judge_milestone(  # noqa: PLR0913 -- what one judgement says
    milestone: Milestone,
    *,
    standing: Standing,
    actual: Decimal | None,
    words: str,
    version: int,
    stamp: Stamp,
) -> Milestone:
    """Met and partly met rest on evidence that stands; whatever is judged otherwise says why."""
    project, held = _held(milestone, version)
    rules.may_judge(stamp.actor, project).enforce()
    proven = held.evidence.filter(withdrawn_at__isnull=True).exists()
    if standing in {Standing.MET, Standing.PARTLY} and not proven:
        raise NotPossible(_("Put evidence to it first: nothing is met without it."))
    if standing in {Standing.PARTLY, Standing.NOT}:
        proceeding.needed(words)
    if standing == Standing.MET and held.target is not None and actual is None:
        raise NotPossible(_("Enter what was measured."))
    held.standing, held.actual, held.words = standing, actual, words.strip()
    held.judged_by_id, held.judged_at, held.fallen = stamp.actor.user_id, stamp.at, ""
    if standing == Standing.MET and held.suggested() not in {Standing.MET, Standing.OPEN}:
        raise NotPossible(_("What was measured does not reach the target."))
    held.version += 1
    held.save()
    told = MilestoneJudged(
        **proceeding.counted(project, stamp=stamp),
        project_id=project.pk,
        milestone_id=held.pk,
        title=held.title,
        standing=standing,
    )
    journal.record(told, subject=project, stamp=stamp)
    template = gettext_noop("The milestone “%(milestone)s” of “%(title)s” was judged.")
    proceeding.say_to_sides(project, template, stamp, milestone=held.title)
    return held


def _held(milestone: Milestone, version: int) -> tuple[Project, Milestone]:
    """Project first, then the milestone, as it stands now. Raises ``Outrun``."""
    project = proceeding.lock(milestone.project_id)
    held = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if held.version != version:
        raise Outrun(_("Somebody else changed this milestone meanwhile; look again."))
    return project, held
