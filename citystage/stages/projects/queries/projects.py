"""Projects for pages: lists as one may see them, and everything one project says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import Ask
from citystage.stages.projects import owing, signing
from citystage.stages.projects.facts.feeding import ReadingsSent
from citystage.stages.projects.facts.work import (
    MilestoneChanged,
    MilestoneFallen,
    MilestoneJudged,
)
from citystage.stages.projects.models import (
    Acceptance,
    Evidence,
    Flag,
    Instalment,
    Milestone,
    Project,
    ProjectReport,
)
from citystage.stages.projects.proceeding import WITH
from citystage.stages.projects.states.projects import (
    OPEN,
    ReportState,
    Side,
    Standing,
)

OVERDUE: Final = "overdue"
_DAY: Final = timedelta(days=1)
ORDERS: Final = {
    "newest": ("-begun_on", "-pk"),
    "due": ("due_on", "pk"),
    "amount": ("-amount", "-pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a list is cut to; empty values cut nothing."""

    states: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    words: str = ""


def projects(actor: Actor, cut: Cut, *, at: datetime, order: str = "newest") -> QuerySet[Project]:
    """Projects within reach, with how many milestones each has and how many are met."""
    found = Project.objects.visible_to(actor)
    if cut.states:
        found = found.filter(state__in=cut.states)
    if cut.districts:
        found = found.filter(district__code__in=cut.districts)
    if cut.departments:
        found = found.filter(department__code__in=cut.departments)
    if cut.words:
        said = Q(title__icontains=cut.words) | Q(supplier_name__icontains=cut.words)
        said |= Q(owner_unit__name__icontains=cut.words) | Q(reason__icontains=cut.words)
        found = found.filter(said | Q(scenario__title__icontains=cut.words))
    marked = found.annotate(**_marks(at))
    for mark in cut.marks:
        if mark in _MARKS:
            marked = marked.filter(**{_MARKS[mark]: True})
    met = Q(milestones__standing=Standing.MET)
    counted = marked.annotate(
        aims=Count("milestones", distinct=True), met=Count("milestones", filter=met, distinct=True)
    )
    return counted.select_related(*WITH).order_by(*ORDERS.get(order, ORDERS["newest"]))


_MARKS: Final = {
    OVERDUE: "late_report",
    "flag": "flagged",
    "late": "late_itself",
    "unpaid": "payment_late",
}


def _marks(at: datetime) -> dict[str, object]:
    reports = ProjectReport.objects.filter(
        project=OuterRef("pk"), state=ReportState.OPEN, due_at__lte=at
    )
    flags = Flag.objects.filter(project=OuterRef("pk"), closed_at__isnull=True)
    late = Project.objects.filter(
        pk=OuterRef("pk"), due_on__lt=timezone.localdate(at), state__in=OPEN
    )
    open_ = Q(project__state__in=OPEN)
    today = timezone.localdate(at)
    # A milestone that was met late moves the day to that of its judgement.
    met = Q(milestone__isnull=True) | Q(milestone__judged_at__lt=owing.end_of(today - _DAY))
    owed = Instalment.objects.unpaid().filter(met, project=OuterRef("pk"), due_on__lt=today)
    return {
        "late_report": Exists(reports.filter(open_)),
        "flagged": Exists(flags.filter(open_)),
        "late_itself": Exists(late),
        "payment_late": Exists(owed.order_by().values("pk")),
    }


def reach_project(actor: Actor, pk: int) -> Project:
    """One project. Raises ``NotFound`` out of reach."""
    along = (*WITH, "trial", "agreement", "answer")
    found = Project.objects.visible_to(actor).filter(pk=pk).select_related(*along).first()
    if found is None:
        raise NotFound(_("There is no such project within your reach."))
    return found


def milestones_of(project: Project) -> list[Milestone]:
    """In order, each with its evidence, also what was withdrawn."""
    rows = Evidence.objects.select_related("entered_by", "entered_for", "withdrawn_by")
    found = project.milestones.select_related("judged_by")
    return list(found.prefetch_related(Prefetch("evidence", queryset=rows)))


def loose_evidence(project: Project) -> list[Evidence]:
    """What is put to no milestone."""
    rows = project.evidence.filter(milestone__isnull=True)
    return list(rows.select_related("entered_by", "entered_for", "withdrawn_by"))


def reach_milestone(project: Project, pk: int) -> Milestone:
    """One milestone of it. Raises ``NotFound``."""
    if found := project.milestones.filter(pk=pk).first():
        found.project = project
        return found
    raise NotFound(_("There is no such milestone."))


def reach_evidence(project: Project, pk: int) -> Evidence:
    """One piece of evidence. Raises ``NotFound``."""
    along = ("milestone", "entered_by", "entered_for", "withdrawn_by", "access")
    if found := project.evidence.filter(pk=pk).select_related(*along).first():
        return found
    raise NotFound(_("There is no such evidence."))


def reports_of(project: Project) -> list[ProjectReport]:
    """The newest period first."""
    return list(project.reports.select_related("changed_by").order_by("-since"))


def reach_report(project: Project, pk: int) -> ProjectReport:
    """One report. Raises ``NotFound``."""
    if found := project.reports.select_related("changed_by").filter(pk=pk).first():
        found.project = project
        return found
    raise NotFound(_("There is no such report."))


def flags_of(project: Project) -> list[Flag]:
    """Open ones first."""
    along = ("ask__unit", "raised_by", "raised_for")
    rows = project.flags.select_related(*along)
    return sorted(rows, key=lambda one: one.closed_at is not None)


def asks_within_reach(actor: Actor, flags: Iterable[Flag]) -> set[int]:
    """Which of the asks of these flags the person may open."""
    known = [one.ask_id for one in flags if one.ask_id]
    if not known:
        return set()
    return set(Ask.objects.visible_to(actor).filter(pk__in=known).values_list("pk", flat=True))


def reach_flag(project: Project, pk: int) -> Flag:
    """One flag. Raises ``NotFound``."""
    if found := project.flags.filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such flag."))


@dataclass(frozen=True, slots=True)
class Signature:
    """One side of the present acceptance, signed or not."""

    side: Side
    who: str
    signed: Acceptance | None


def signatures_of(project: Project) -> list[Signature]:
    """Each side that signs, with its signature under the present acceptance."""
    if project.round < 1:
        return []
    rows = project.acceptances.filter(round=project.round).select_related("signed_by")
    known = {one.side: one for one in rows}
    names = {Side.OWNER: project.owner_unit.label, Side.SUPPLIER: project.supplier_label}
    return [Signature(side, names[side], known.get(side)) for side in signing.asked_sides(project)]


def events_of(project: Project) -> QuerySet[Entry]:
    """What happened to it, newest first; single calls of devices stand in their series."""
    return timeline(project).exclude(verb=ReadingsSent.verb).order_by("-id")


# What writes a milestone: each counts its version up by one.
_WRITES: Final = (MilestoneChanged.verb, MilestoneJudged.verb, MilestoneFallen.verb)


def writes_since(milestone: Milestone, version: int) -> list[Entry]:
    """Who wrote the milestone since it had this version, the newest first."""
    rows = timeline(milestone.project).filter(verb__in=_WRITES, payload__milestone_id=milestone.pk)
    return list(rows.order_by("-id")[: max(milestone.version - version, 0)])


def failures(actor: Actor, words: str) -> QuerySet[Project]:
    """What did not work and why, for everybody signed in who plans something like it."""
    found = Project.objects.filter(state="failed", city_id__in=_cities(actor))
    if words:
        said = Q(title__icontains=words) | Q(reason__icontains=words)
        found = found.filter(said | Q(scenario__title__icontains=words))
    return found.select_related(*WITH).order_by("-ended_at", "-pk")


def _cities(actor: Actor) -> list[int]:
    return [unit.city_id or unit.pk for _role, unit in actor.grants]
