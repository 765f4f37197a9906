"""Patterns for pages, and the tree of what was copied from what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.intake.models import Application, Call
from citystage.stages.intake.queries import calls_open_to, my_applications
from citystage.stages.projects.models import Copy, Pattern, Project
from citystage.stages.projects.states.patterns import PatternState

_ALONG = (
    "city",
    "owner_unit",
    "scenario__field",
    "project__district",
    "project__supplier",
    "recognised",
)
# A tree deeper than this is drawn to here.
_DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What the list is cut to; empty values cut nothing."""

    states: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    words: str = ""


def patterns(actor: Actor, cut: Cut) -> QuerySet[Pattern]:
    """What this person may read, the newest first, with how often each was copied."""
    found = Pattern.objects.visible_to(actor)
    if cut.states:
        found = found.filter(state__in=cut.states)
    if cut.fields:
        found = found.filter(scenario__field__code__in=cut.fields)
    if cut.words:
        said = Q(title__icontains=cut.words) | Q(conditions__icontains=cut.words)
        said |= Q(result__icontains=cut.words) | Q(pitfalls__icontains=cut.words)
        found = found.filter(said | Q(owner_unit__name__icontains=cut.words))
    counted = found.select_related(*_ALONG).annotate(copied=Count("copies"))
    # Counting groups the rows, which then have no order of their own.
    return counted.order_by("-published_at", "-pk")


def fields_of(actor: Actor) -> list[tuple[str, str]]:
    """The fields in which there are patterns: code and name."""
    rows = Pattern.objects.visible_to(actor).select_related("scenario__field")
    known = {one.scenario.field.code: one.scenario.field for one in rows if one.scenario.field}
    return sorted((code, term.label) for code, term in known.items())


def reach_pattern(actor: Actor, pk: int) -> Pattern:
    """One pattern. Raises ``NotFound`` out of reach."""
    found = Pattern.objects.visible_to(actor).filter(pk=pk).select_related(*_ALONG).first()
    if found is None:
        raise NotFound(_("There is no such pattern within your reach."))
    return found


def pattern_of(project: Project) -> Pattern | None:
    """The pattern of a project, in whatever state."""
    return Pattern.objects.filter(project=project).first()


def pattern_recognised_as(lab: Lab) -> Pattern | None:
    """The published pattern of which a recognised demonstration is the same."""
    return Pattern.objects.filter(recognised=lab, state=PatternState.PUBLISHED).first()


def demonstrations_for(pattern: Pattern) -> QuerySet[Lab]:
    """Recognised demonstrations of the city that no pattern names; of both sides' own first."""
    named = Pattern.objects.filter(recognised__isnull=False).values("recognised")
    own = Q(builder__seat=pattern.owner_unit_id) | Q(builder=pattern.project.supplier_id)
    nearest = Case(When(own, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Lab.objects.filter(city=pattern.city, kind=Lab.Kind.DEMONSTRATION)
    return found.exclude(pk__in=named).order_by(nearest, "-batch", "name", "pk")


def calls_for(actor: Actor, *, at: datetime) -> QuerySet[Call]:
    """The calls in which this person's unit may file a copy: those that collect scenarios."""
    if actor.unit is None:
        return Call.objects.none()
    city = actor.unit.city or actor.unit
    return calls_open_to(city, at=at).filter(way=Call.Way.POLISHING)


def events_of(pattern: Pattern) -> QuerySet[Entry]:
    """What happened to it, newest first."""
    return timeline(pattern).order_by("-id")


@dataclass(slots=True)
class Node:
    """One place in the tree: a pattern, or a need that was copied from it."""

    label: str
    place: str
    state: str
    when: datetime | None
    subject: str = ""
    # What the reader may open: a pattern's or a scenario's page.
    pattern_id: int | None = None
    number: str = ""
    here: bool = False
    # How many copies lie between it and the oldest pattern.
    depth: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many needs were copied below it."""
        return sum(1 + one.size for one in self.children)


def lineage(pattern: Pattern, actor: Actor) -> Node:
    """The whole tree in which a pattern stands, from its oldest ancestor down.

    A copied need that became a scenario, landed and has a pattern of its own goes on as that
    pattern. Drafts of others are told without their titles.
    """
    root = _root(pattern)
    copies = _copies_below(root)
    own = set(my_applications(actor).values_list("pk", flat=True))
    scenarios = _scenarios(one.application_id for rows in copies.values() for one in rows)
    grown = _patterns(one.pk for one in scenarios.values())
    known = _Known(pattern.pk, copies, own, scenarios, grown)
    return _node(root, known, 0)


@dataclass(frozen=True, slots=True)
class _Known:
    here: int
    copies: dict[int, list[Copy]]
    own: set[int]
    scenarios: dict[int, Scenario]
    grown: dict[int, Pattern]


def _root(pattern: Pattern) -> Pattern:
    for _step in range(_DEEPEST):
        application = pattern.scenario.application_id
        copy = Copy.objects.filter(application_id=application).first() if application else None
        if copy is None:
            break
        pattern = Pattern.objects.select_related(*_ALONG).get(pk=copy.pattern_id)
    return pattern


def _copies_below(root: Pattern) -> dict[int, list[Copy]]:
    found: dict[int, list[Copy]] = defaultdict(list)
    level = [root.pk]
    for _step in range(_DEEPEST):
        rows = Copy.objects.filter(pattern_id__in=level)
        rows = rows.select_related("application", "copied_for", "city")
        below = list(rows)
        for one in below:
            found[one.pattern_id].append(one)
        scenarios = _scenarios(one.application_id for one in below)
        level = [one.pk for one in _patterns(one.pk for one in scenarios.values()).values()]
        if not level:
            break
    return found


def _scenarios(applications: Iterable[int | None]) -> dict[int, Scenario]:
    wanted = [pk for pk in applications if pk]
    rows = Scenario.objects.public().filter(application_id__in=wanted)
    return {one.application_id: one for one in rows if one.application_id}


def _patterns(scenarios: Iterable[int]) -> dict[int, Pattern]:
    rows = Pattern.objects.filter(
        scenario_id__in=list(scenarios), state=PatternState.PUBLISHED
    ).select_related(*_ALONG)
    return {one.scenario_id: one for one in rows}


def _node(pattern: Pattern, known: _Known, depth: int) -> Node:
    node = Node(
        label=pattern.title,
        place=pattern.owner_unit.label,
        state=pattern.get_state_display(),
        when=pattern.published_at,
        pattern_id=pattern.pk,
        here=pattern.pk == known.here,
        depth=depth,
    )
    if depth < _DEEPEST:
        node.children = [_child(one, known, depth) for one in known.copies.get(pattern.pk, [])]
    return node


def _child(copy: Copy, known: _Known, depth: int) -> Node:
    scenario = known.scenarios.get(copy.application_id or 0)
    if scenario is not None and (grown := known.grown.get(scenario.pk)):
        return _node(grown, known, depth + 1)
    if scenario is not None:
        return Node(
            label=scenario.label,
            place=copy.copied_for.label,
            state=scenario.get_state_display(),
            when=copy.copied_at,
            number=scenario.number,
            depth=depth + 1,
        )
    return _need(copy, copy.application, known, depth + 1)


def _need(copy: Copy, application: Application | None, known: _Known, depth: int) -> Node:
    mine = application is not None and application.pk in known.own
    return Node(
        label=application.title if application and mine else _("A need in preparation"),
        place=copy.copied_for.label,
        state=application.get_state_display() if application else "",
        when=copy.copied_at,
        subject=f"intake.application:{application.pk}" if application and mine else "",
        depth=depth,
    )
