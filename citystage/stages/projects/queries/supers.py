"""Super scenarios 超级场景 with their children: how far each came, where, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.ledger.models import Entry
from citystage.foundation.taxonomy.models import Tier
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.projects.models import Project
from citystage.stages.projects.states.projects import OPEN, ProjectState, Standing

_ALONG = ("city", "field", "district", "lead_department", "owner")
_GONE = [str(ScenarioState.RESERVE), str(ScenarioState.WITHDRAWN)]
_EVENTS = 40
_OFFERED = 20
# What of a child and of its projects stands on the timeline of the whole.
_VERBS = (
    "catalogue.scenario.published",
    "catalogue.scenario.matched",
    "catalogue.scenario.landed",
    "catalogue.scenario.closed",
    "projects.project.begun",
    "projects.project.landed",
    "projects.project.failed",
    "projects.project.reopened",
)


def supers(city: Unit) -> QuerySet[Scenario]:
    """The super scenarios of a city with how many children each has, and how many landed."""
    children = ~Q(parts__state__in=_GONE) & Q(parts__isnull=False)
    landed = Q(parts__state=ScenarioState.LANDED)
    found = Scenario.objects.public().filter(city=city, tier=Tier.SUPER)
    counted = found.annotate(
        children=Count("parts", filter=children, distinct=True),
        landed=Count("parts", filter=landed, distinct=True),
    )
    return counted.select_related(*_ALONG).order_by("number")


def reach_super(number: str) -> Scenario:
    """One super scenario. Raises ``NotFound``."""
    found = Scenario.objects.public().filter(number=number, tier=Tier.SUPER)
    if scenario := found.select_related(*_ALONG).first():
        return scenario
    raise NotFound(_("There is no such super scenario."))


@dataclass(frozen=True, slots=True)
class Span:
    """One project of a child over time. ``ended`` is the day it landed, None while it goes on."""

    project: Project
    since: date
    due: date
    ended: date | None
    aims: int
    met: int


@dataclass(frozen=True, slots=True)
class Child:
    """One child with its projects, and how many of their milestones are met."""

    scenario: Scenario
    spans: Sequence[Span]

    @property
    def projects(self) -> int:
        """How many projects it has that did not fail."""
        return len(self.spans)

    @property
    def aims(self) -> int:
        """Milestones of its projects."""
        return sum(one.aims for one in self.spans)

    @property
    def met(self) -> int:
        """Those that are met."""
        return sum(one.met for one in self.spans)

    @property
    def due(self) -> date | None:
        """The first day on which something of it is to be accepted."""
        return min((one.due for one in self.spans if one.project.state in OPEN), default=None)

    @property
    def percent(self) -> int:
        """The share of milestones that are met; a landed one is whole."""
        if self.scenario.state == ScenarioState.LANDED:
            return 100
        return round(100 * self.met / self.aims) if self.aims else 0


def children_of(whole: Scenario) -> list[Child]:
    """In the order of their numbers; two queries however many there are."""
    rows = Scenario.objects.public().filter(parent=whole)
    found = list(rows.select_related(*_ALONG).order_by("number"))
    gone = [ProjectState.CANCELLED, ProjectState.FAILED]
    met = Count("milestones", filter=Q(milestones__standing=Standing.MET))
    projects = Project.objects.filter(scenario__in=found).exclude(state__in=gone)
    counted: QuerySet[Any] = projects.annotate(aims=Count("milestones"), met=met)
    known: dict[int, list[Span]] = {}
    for one in counted.order_by("begun_on", "pk"):
        known.setdefault(one.scenario_id, []).append(_span(one, one.aims, one.met))
    return [Child(one, known.get(one.pk, [])) for one in found]


def _span(project: Project, aims: int, met: int) -> Span:
    ended = timezone.localdate(project.landed_at) if project.landed_at else None
    return Span(project, project.begun_on, project.due_on, ended, aims, met)


def events_of(children: Iterable[Child]) -> list[tuple[Entry, Scenario]]:
    """What happened to the children and their projects, the newest first, each with its child."""
    found = {subject_of(one.scenario): one.scenario for one in children}
    scenarios = {one.pk: one for one in found.values()}
    projects = Project.objects.filter(scenario__in=scenarios).only("pk", "scenario_id")
    found |= {subject_of(one): scenarios[one.scenario_id] for one in projects}
    rows = Entry.objects.filter(subject__in=found, verb__in=_VERBS)
    newest = rows.select_related("unit").order_by("-at", "-id")[:_EVENTS]
    return [(one, found[one.subject]) for one in newest]


def may_link(actor: Actor, whole: Scenario) -> bool:
    """Whether the actor links children."""
    return actor.holds(Permission.CATALOGUE_RECORD_EDIT, whole.city)


def to_link(whole: Scenario, words: str) -> list[Scenario]:
    """Scenarios that could become children: by words, of the same field first."""
    rows = Scenario.objects.public().filter(city=whole.city, parent__isnull=True)
    found = rows.exclude(tier=Tier.SUPER)
    if words:
        found = found.filter(Q(title__icontains=words) | Q(number__icontains=words))
    else:
        found = found.filter(field=whole.field)
    return list(found.select_related("district").order_by("-published_on", "-pk")[:_OFFERED])


def reach_children(whole: Scenario, numbers: Sequence[str]) -> list[Scenario]:
    """Public scenarios of the same city by their numbers. Raises ``NotFound`` for a strange one."""
    return [reach_child(whole, one) for one in dict.fromkeys(numbers[:_OFFERED])]


def reach_child(whole: Scenario, number: str) -> Scenario:
    """A public scenario of the same city by its number. Raises ``NotFound``."""
    found = Scenario.objects.public().filter(city=whole.city, number=number).first()
    if found is None:
        raise NotFound(_("There is no such scenario."))
    return found
