"""Super scenarios 超级场景 with their children: how far each came, where, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
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
from citystage.stages.projects.models import Milestone, Project
from citystage.stages.projects.states.projects import OPEN, ProjectState, Standing

_ALONG = ("city", "field", "district", "lead_department", "owner")
_GONE = [str(ScenarioState.RESERVE), str(ScenarioState.WITHDRAWN)]
_EVENTS = 40
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
class Child:
    """One child with its projects, and how many of their milestones are met."""

    scenario: Scenario
    projects: int
    aims: int
    met: int
    due: date | None

    @property
    def percent(self) -> int:
        """The share of milestones that are met; a landed one is whole."""
        if self.scenario.state == ScenarioState.LANDED:
            return 100
        return round(100 * self.met / self.aims) if self.aims else 0


def children_of(whole: Scenario) -> list[Child]:
    """In the order of their numbers; three queries however many there are."""
    rows = Scenario.objects.public().filter(parent=whole)
    found = list(rows.select_related(*_ALONG).order_by("number"))
    counted = [ProjectState.CANCELLED, ProjectState.FAILED]
    projects = Project.objects.filter(scenario__in=found).exclude(state__in=counted)
    known: dict[int, list[Project]] = {}
    for one in projects:
        known.setdefault(one.scenario_id, []).append(one)
    met = Count("pk", filter=Q(standing=Standing.MET))
    aims = Milestone.objects.filter(project__in=projects).values_list("project__scenario_id")
    sums = {row[0]: row[1:] for row in aims.order_by().annotate(all=Count("pk"), met=met)}
    return [_child(one, known.get(one.pk, []), sums.get(one.pk, (0, 0))) for one in found]


def _child(scenario: Scenario, projects: list[Project], sums: tuple[int, ...]) -> Child:
    due = [one.due_on for one in projects if one.state in OPEN]
    return Child(scenario, len(projects), sums[0], sums[1], min(due, default=None))


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
    return list(found.select_related("district").order_by("-published_on", "-pk")[:20])


def reach_child(whole: Scenario, number: str) -> Scenario:
    """A public scenario of the same city by its number. Raises ``NotFound``."""
    found = Scenario.objects.public().filter(city=whole.city, number=number).first()
    if found is None:
        raise NotFound(_("There is no such scenario."))
    return found
