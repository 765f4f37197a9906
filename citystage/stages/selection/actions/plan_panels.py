"""The panels of a programme are computed, and a computed plan becomes seats."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.engines.assignment.assigning import assign
from citystage.engines.assignment.outcome import Outcome, Status
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.facts.panels import PanelsPlanned, PlanApplied
from citystage.stages.selection.models import AssignmentRun, Conflict, Programme, Seat
from citystage.stages.selection.panels.assembling import Assembly, assemble, cases_of
from citystage.stages.selection.rules import seats as rules
from citystage.stages.selection.states.panels import SeatState

# Seats nobody has been asked to take: a new plan replaces them.
LOOSE = (SeatState.PLANNED, SeatState.RESERVE)


class NothingToPlan(Refusal):
    """A plan needs candidacies and experts."""

    status = 422


class PlanOutrun(Refusal):
    """Conflicts or seats have changed since the plan was computed."""


@transaction.atomic(durable=True)
def plan_panels(programme: Programme, *, seed: int, stamp: Stamp) -> AssignmentRun:
    """Compute panels by the programme's terms; the run is kept with all that went in.

    The same seed over the same records gives the same panels. Nobody is asked by this.
    """
    rules.may_compose(stamp.actor, programme).enforce()
    if not cases_of(programme).exists():
        raise NothingToPlan(_("No candidacy waits for a panel."))
    assembly = assemble(programme, at=stamp.at, seed=seed)
    if not assembly.experts:
        raise NothingToPlan(
            _("No expert of the register has confirmed an entry lately; invite some first.")
        )
    outcome = assign(assembly.problem)
    run = AssignmentRun.objects.create(
        programme=programme,
        seed=seed,
        inputs={
            "terms_version": programme.version,
            "candidacies": [one.pk for one in assembly.candidacies],
            "experts": [one.pk for one in assembly.experts],
            "conflicts": [list(pair) for pair in assembly.problem.conflicts],
            "pinned": [list(pair) for pair in assembly.problem.pinned],
        },
        result=_kept(assembly, outcome),
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    told = PanelsPlanned(run_id=run.pk, programme_id=programme.pk, status=outcome.status)
    journal.record(told, subject=programme, stamp=stamp)
    return run


def _kept(assembly: Assembly, outcome: Outcome) -> dict[str, object]:
    return {
        "status": str(outcome.status),
        "panels": [[assembly.experts[at].pk for at in panel] for panel in outcome.panels],
        "alternates": [[assembly.experts[at].pk for at in row] for row in outcome.alternates],
        "total": outcome.total,
        "worst": outcome.worst,
        "worst_case": outcome.worst_case,
        "loads": list(outcome.loads),
        "seconds": outcome.seconds,
        "obstacles": [
            {
                "code": str(one.code),
                "cases": list(one.cases),
                "experts": list(one.experts),
                "kind": one.kind,
                "wanted": one.wanted,
                "available": one.available,
                "conflicts": [list(pair) for pair in one.conflicts],
            }
            for one in outcome.obstacles
        ],
    }


@transaction.atomic(durable=True)
def apply_plan(run: AssignmentRun, *, stamp: Stamp) -> int:
    """Make the plan's seats; returns how many. Seats already asked stay; applied twice: no change.

    Raises PlanOutrun when a conflict came to light since, so that it is computed again.
    """
    programme = Programme.objects.select_for_update().get(pk=run.programme_id)
    rules.may_compose(stamp.actor, programme).enforce()
    locked = AssignmentRun.objects.select_for_update().get(pk=run.pk)
    if locked.applied_at is not None:
        return 0
    if locked.result["status"] == Status.INFEASIBLE:
        raise PlanOutrun(_("This plan found no panels; mend what it names and compute again."))
    wanted = _wanted(locked)
    if _in_conflict(wanted):
        raise PlanOutrun(_("A conflict of interest came to light since; compute the plan again."))
    Seat.objects.filter(
        candidacy__in=locked.inputs["candidacies"], state__in=LOOSE, pinned=False
    ).delete()
    held = set(
        Seat.objects.filter(candidacy__in=locked.inputs["candidacies"]).values_list(
            "candidacy_id", "expert_id"
        )
    )
    made = [
        Seat(
            candidacy_id=candidacy,
            expert_id=expert,
            state=SeatState.RESERVE if place else SeatState.PLANNED,
            reserve_place=place or None,
            run=locked,
        )
        for candidacy, expert, place in wanted
        if (candidacy, expert) not in held
    ]
    Seat.objects.bulk_create(made)
    locked.applied_at = stamp.at
    locked.save(update_fields=["applied_at"])
    told = PlanApplied(run_id=locked.pk, programme_id=programme.pk, seats=len(made))
    journal.record(told, subject=programme, stamp=stamp)
    return len(made)


def _wanted(run: AssignmentRun) -> list[tuple[int, int, int]]:
    """(candidacy, expert, place among the alternates or 0)."""
    found: list[tuple[int, int, int]] = []
    for at, candidacy in enumerate(run.inputs["candidacies"]):
        found += [(candidacy, expert, 0) for expert in run.result["panels"][at]]
        alternates = run.result["alternates"]
        if at < len(alternates):
            found += [
                (candidacy, expert, place) for place, expert in enumerate(alternates[at], start=1)
            ]
    return found


def _in_conflict(wanted: list[tuple[int, int, int]]) -> bool:
    pairs = {(candidacy, expert) for candidacy, expert, _place in wanted}
    rows = Conflict.objects.filter(
        candidacy__in={candidacy for candidacy, _ in pairs}, standing=Conflict.Standing.BARS
    )
    return any(
        (one.candidacy_id, one.expert_id) in pairs for one in rows if one.expert_id is not None
    )
