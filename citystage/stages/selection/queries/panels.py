"""Reads of panels for officers: the whole table, one panel with its reasons, what a change does."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.engines.assignment.changing import Change, Standing, Violation, effect
from citystage.engines.assignment.explaining import Why, why
from citystage.engines.assignment.outcome import Obstacle, ObstacleCode
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.models import AssignmentRun, Candidacy, Expert, Programme, Seat
from citystage.stages.selection.panels.assembling import Assembly, assemble
from citystage.stages.selection.panels.telling import Told, obstacles, violations
from citystage.stages.selection.states.panels import SeatState

# Who sits, or is to sit, on a panel.
SITTING = (SeatState.PLANNED, SeatState.ASKED, SeatState.ACCEPTED, SeatState.SCORED)


def table(actor: Actor, programme: Programme) -> QuerySet[Candidacy]:
    """The candidacies this officer may form panels for, each with its ``seats``; two queries."""
    seats = Seat.objects.select_related("expert").order_by("reserve_place", "pk")
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_CANDIDACY_READ)
    rows = reach.open_to(actor).filter(programme=programme).select_related("application")
    return rows.prefetch_related(Prefetch("seats", queryset=seats)).order_by("number")


def loads(rows: Sequence[Candidacy]) -> list[tuple[Expert, int, int]]:
    """(expert, seats held, seats held in reserve) over these candidacies, the busiest first."""
    held: Counter[Expert] = Counter()
    spare: Counter[Expert] = Counter()
    for candidacy in rows:
        for seat in candidacy.seats.all():
            if seat.state in SITTING:
                held[seat.expert] += 1
            elif seat.state == SeatState.RESERVE:
                spare[seat.expert] += 1
    people = sorted({*held, *spare}, key=lambda one: (-held[one], one.name))
    return [(one, held[one], spare[one]) for one in people]


def latest_run(programme: Programme) -> AssignmentRun | None:
    """The plan computed last."""
    return programme.runs.select_related("made_by").first()


def reach_run(actor: Actor, programme: Programme, pk: int) -> AssignmentRun:
    """One computed plan, for who composes panels."""
    found = programme.runs.filter(pk=pk).first()
    if found is None or not actor.holds(Permission.SELECTION_PANEL_LEAD, programme.city):
        raise NotFound(_("There is no such plan within your reach."))
    return found


def obstacles_of(programme: Programme, run: AssignmentRun, *, at: datetime) -> list[Told]:
    """Why the run found no panels, in words; as the records stand today."""
    if not run.result["obstacles"]:
        return []
    cases = Candidacy.objects.filter(pk__in=run.inputs["candidacies"]).select_related("application")
    by_pk = {one.pk: one for one in cases}
    chosen = [by_pk[pk] for pk in run.inputs["candidacies"] if pk in by_pk]
    assembly = assemble(programme, at=at, candidacies=chosen)
    place = assembly.expert_of
    found = [
        Obstacle(
            code=ObstacleCode(one["code"]),
            cases=tuple(one["cases"]),
            experts=tuple(
                place[run.inputs["experts"][at_]]
                for at_ in one["experts"]
                if run.inputs["experts"][at_] in place
            ),
            kind=one["kind"],
            wanted=one["wanted"],
            available=one["available"],
            conflicts=tuple(
                (case, place[run.inputs["experts"][expert]])
                for case, expert in one["conflicts"]
                if run.inputs["experts"][expert] in place
            ),
        )
        for one in run.result["obstacles"]
    ]
    return obstacles(assembly, found)


def reach_panel(actor: Actor, programme: Programme, number: int) -> Candidacy:
    """The candidacy of this number, for who composes panels and is not kept away from it."""
    found = table(actor, programme).filter(number=number).first()
    if found is None or not actor.holds(Permission.SELECTION_PANEL_LEAD, programme.city):
        raise NotFound(_("There is no such candidacy within your reach."))
    return found


@dataclass(frozen=True, slots=True)
class SeatShown:
    """A seat with why its expert sits there; ``why`` is None for those who do not sit now."""

    seat: Seat
    why: Why | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What seating ``into`` (for ``out``) would do to the whole."""

    into: Expert
    worst: tuple[float, float]
    total: tuple[float, float]
    fit: float
    loads: list[tuple[Expert, int, int]]
    broken: list[str]


class PanelDesk:
    """One panel on the desk: seats with reasons, who else could sit, what a change would do.

    Built for one request: the problem is assembled once and asked many questions.
    """

    def __init__(self, programme: Programme, candidacy: Candidacy, *, at: datetime) -> None:
        self.candidacy = candidacy
        manned = Seat.objects.filter(candidacy__programme=programme, state__in=SITTING)
        wanted = Q(pk__in=manned.values("candidacy")) | Q(pk=candidacy.pk)
        rows = programme.candidacies.filter(wanted).select_related("application", "organisation")
        self.assembly: Assembly = assemble(programme, at=at, candidacies=rows.order_by("number"))
        self._panels = self._sitting()
        self._standing = Standing(self.assembly.problem, self._panels)
        self._case = self.assembly.case_of[candidacy.pk]

    def _sitting(self) -> list[tuple[int, ...]]:
        case_of, expert_of = self.assembly.case_of, self.assembly.expert_of
        panels: list[list[int]] = [[] for _one in self.assembly.candidacies]
        rows = Seat.objects.filter(candidacy__in=case_of, state__in=SITTING)
        for candidacy, expert in rows.values_list("candidacy_id", "expert_id"):
            if expert in expert_of:
                panels[case_of[candidacy]].append(expert_of[expert])
        return [tuple(panel) for panel in panels]

    def seats(self) -> list[SeatShown]:
        """Everybody who is, was or may be on this panel."""
        shown = []
        for seat in self.candidacy.seats.all():
            at = self.assembly.expert_of.get(seat.expert_id)
            sits = at is not None and seat.state in SITTING
            shown.append(SeatShown(seat, self._why(at) if sits and at is not None else None))
        return shown

    def _why(self, expert: int) -> Why:
        return why(
            self.assembly.problem, self._panels, self._case, expert, most=3, standing=self._standing
        )

    def experts(self) -> Sequence[Expert]:
        """Who could be seated: available, not in conflict, not on this panel; best fit first."""
        problem = self.assembly.problem
        barred = {expert for case, expert in problem.conflicts if case == self._case}
        barred |= {expert for case, expert in problem.forbidden if case == self._case}
        sits = set(self._panels[self._case])
        free = [at for at in range(len(self.assembly.experts)) if at not in barred | sits]
        free.sort(key=lambda at: -self.fit(at))
        return [self.assembly.experts[at] for at in free]

    def fit(self, expert: int) -> float:
        """Fit of an expert (by number) to this candidacy, 0 to 1."""
        return self._standing.value(self._case, expert)

    def name(self, expert: int) -> str:
        """The name behind a number of the problem."""
        return self.assembly.experts[expert].name

    def change(self, *, into: int, out: int | None = None) -> Changed:
        """What seating expert ``into`` (for ``out``; record ids) would do. Raises NotFound."""
        of: Mapping[int, int] = self.assembly.expert_of
        if into not in of or (out is not None and out not in of):
            raise NotFound(_("This expert is not available."))
        done = effect(
            self.assembly.problem,
            self._panels,
            [Change(self._case, of[out] if out is not None else None, of[into])],
        )
        return Changed(
            into=self.assembly.experts[of[into]],
            worst=(done.worst_before, done.worst_after),
            total=(done.total_before, done.total_after),
            fit=self.fit(of[into]),
            loads=[
                (self.assembly.experts[at], before, after)
                for at, (before, after) in done.loads.items()
                if before != after
            ],
            broken=self._told(done.violations),
        )

    def _told(self, found: Sequence[Violation]) -> list[str]:
        return violations(self.assembly, found)
