"""What is stuck in trials and projects, with who has the next step, and since when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import inside
from citystage.stages.projects.models import Evidence, Milestone, Project, ProjectReport
from citystage.stages.projects.states.projects import ProjectState, ReportState, Standing
from citystage.stages.trials.models import Trial
from citystage.stages.trials.states.trials import TrialState

type Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """One thing: what, with whom, by how many days, and its name in the ledger."""

    title: str
    # Who has the next step, and what that is where it is known.
    who: str
    days: int
    # The day it was due, or on which it stood still.
    since: date | None
    subject: str
    step: str = ""
    # What ends soon is not late yet.
    ahead: bool = False
    # What stands still was never due.
    still: bool = False


_RUNNING: Final = (ProjectState.RUNNING, ProjectState.ACCEPTING)
_NOBODY_HAS: Final = 10_000_000
_OFFICES: Final = ("district", "department", "owner_unit")


def _area(actor: Actor, permission: Permission, city: Unit) -> Q:
    """What the offices of this person see in the city; everything for who sees all of it."""
    tops = actor.reach(permission)
    if any(top.covers(city) for top in tops):
        return Q()
    found = Q(pk__in=[])
    for office in _OFFICES:
        found |= inside(tops, office)
    return found


def ending(actor: Actor, city: Unit, until: date) -> QuerySet[Trial]:
    """Running trials whose last day is near or past."""
    found = Trial.objects.filter(_area(actor, Permission.TRIAL_READ, city), city=city)
    found = found.filter(state=TrialState.RUNNING, ends_on__lte=until)
    return found.select_related("owner_unit").order_by("ends_on", "pk")


def trial(row: Trial, today: date) -> Stuck:
    """The owner says how it ends."""
    left = (row.ends_on - today).days
    return Stuck(
        title=row.title,
        who=row.owner_unit.label,
        days=abs(left),
        since=row.ends_on,
        subject=subject_of(row),
        step=_("say how it ends"),
        # On its last day it still runs.
        ahead=left >= 0,
    )


def still(actor: Actor, city: Unit) -> QuerySet[Trial]:
    """Suspended trials, the longest first."""
    found = Trial.objects.filter(_area(actor, Permission.TRIAL_READ, city), city=city)
    found = found.filter(state=TrialState.SUSPENDED)
    return found.select_related("owner_unit").order_by("suspended_at", "pk")


def held(row: Trial, at: datetime) -> Stuck:
    """The owner lets it go on, or ends it; so may the offices over it."""
    since = row.suspended_at or row.changed_at
    return Stuck(
        title=row.title,
        who=row.owner_unit.label,
        days=days_since(since, at=at),
        since=timezone.localdate(since),
        subject=subject_of(row),
        step=_("let it go on, or end it"),
        still=True,
    )


def late(actor: Actor, city: Unit, today: date) -> QuerySet[Project]:
    """Projects whose day is over."""
    found = Project.objects.filter(_area(actor, Permission.PROJECT_RECORD_READ, city), city=city)
    found = found.filter(state__in=_RUNNING, due_on__lt=today)
    return found.select_related("owner_unit").order_by("due_on", "pk")


def due(row: Project, today: date) -> Stuck:
    """The owner asks for acceptance, or for more time."""
    return Stuck(
        title=row.title,
        who=row.owner_unit.label,
        days=(today - row.due_on).days,
        since=row.due_on,
        subject=subject_of(row),
    )


def milestones(actor: Actor, city: Unit, today: date) -> QuerySet[Any]:
    """Milestones that nobody judged by their day, of projects that go on."""
    found = Milestone.objects.filter(standing=Standing.OPEN, due_on__lt=today)
    return with_proof(_of_projects(found, actor, city))


def with_proof(found: QuerySet[Any]) -> QuerySet[Any]:
    """These milestones in the order of their days, with what `milestone` tells of them."""
    proof = Evidence.objects.filter(milestone=OuterRef("pk"), withdrawn_at__isnull=True)
    shown: QuerySet[Any] = with_sides(found).annotate(proven=Exists(proof))
    return shown.order_by("due_on", "pk")


def with_sides(found: QuerySet[Any]) -> QuerySet[Any]:
    """Of these records of projects who the two sides are."""
    return found.select_related("project__owner_unit", "project__supplier")


def milestone(row: Any, today: date) -> Stuck:  # noqa: ANN401 -- a milestone with ``proven``
    """The supplier puts in evidence; once there is some, the owner judges."""
    project = row.project
    return Stuck(
        title=_("%(milestone)s (%(project)s)") % {"milestone": row.title, "project": project.title},
        who=project.owner_unit.label if row.proven else project.supplier_label,
        days=(today - row.due_on).days,
        since=row.due_on,
        subject=subject_of(project),
        step=_("judge the milestone") if row.proven else _("put in evidence"),
    )


def reports(actor: Actor, city: Unit, at: datetime) -> QuerySet[Any]:
    """Reports that are asked for and did not come in time."""
    found = ProjectReport.objects.filter(state=ReportState.OPEN, due_at__lte=at)
    return by_due(_of_projects(found, actor, city))


def by_due(found: QuerySet[Any]) -> QuerySet[Any]:
    """These reports in the order of their days, with what `report` tells of them."""
    return with_sides(found).order_by("due_at", "pk")


def report(row: ProjectReport, at: datetime) -> Stuck:
    """Either side writes it."""
    project = row.project
    sides = {"owner": project.owner_unit.label, "supplier": project.supplier_label}
    return Stuck(
        title=project.title,
        who=_("%(owner)s or %(supplier)s") % sides,
        days=days_since(row.due_at, at=at),
        since=timezone.localdate(row.due_at),
        subject=subject_of(project),
        step=_("write the report"),
    )


def days_since(moment: datetime, *, at: datetime) -> int:
    """Days of the calendar, as the day that is named beside them."""
    return max(0, (timezone.localdate(at) - timezone.localdate(moment)).days)


def _of_projects(found: QuerySet[Any], actor: Actor, city: Unit) -> QuerySet[Any]:
    """Of projects of the area that go on.

    Those of a part of the city are named first, up to a limit that none reaches: else the database
    looks through everybody's in the order of their days.
    """
    area = _area(actor, Permission.PROJECT_RECORD_READ, city)
    own = Project.objects.filter(area, city=city, state__in=_RUNNING)
    if area:
        return found.filter(project__in=own.order_by().values("pk")[:_NOBODY_HAS])
    return found.filter(project__city=city, project__state__in=_RUNNING)
