"""From records to a problem: who could sit where, what forbids it, what is kept.

Cases and experts are numbered in the order of ``Assembly.candidacies`` and ``Assembly.experts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from citystage.engines.assignment.problem import Affinity, Problem, Seats
from citystage.foundation.tenancy.calendars import last_day
from citystage.stages.selection import entries
from citystage.stages.selection.models import (
    Absence,
    Candidacy,
    Conflict,
    Expert,
    Preference,
    Programme,
    Seat,
)
from citystage.stages.selection.panels.fitting import fits
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.panels import ExpertState, SeatState
from citystage.stages.selection.terms import Terms

# Seats that stand: the plan is made around them.
STANDING = (SeatState.ASKED, SeatState.ACCEPTED, SeatState.SCORED)
# Who left a panel does not come back to it by computation.
_LEFT = (SeatState.DECLINED, SeatState.RECUSED, SeatState.REMOVED)
_JUDGED_IN = (CandidacyState.CHECKING, CandidacyState.REVIEWING)


@dataclass(frozen=True)
class Assembly:
    """A programme's panels as a problem, with the records behind its numbers."""

    programme: Programme
    terms: Terms
    candidacies: tuple[Candidacy, ...]
    experts: tuple[Expert, ...]
    problem: Problem
    # (case, expert) -> the conflict that forbids it.
    conflicts: dict[tuple[int, int], Conflict]

    @cached_property
    def case_of(self) -> dict[int, int]:
        """Candidacy -> its number in the problem."""
        return {one.pk: at for at, one in enumerate(self.candidacies)}

    @cached_property
    def expert_of(self) -> dict[int, int]:
        """Expert -> their number in the problem."""
        return {one.pk: at for at, one in enumerate(self.experts)}


def cases_of(programme: Programme) -> QuerySet[Candidacy]:
    """What waits for a panel: in formal check or before the panel."""
    rows = programme.candidacies.unsealed().filter(state__in=_JUDGED_IN)
    return rows.select_related("application", "organisation").order_by("number")


def assemble(
    programme: Programme, *, at: datetime, seed: int = 0, candidacies: Iterable[Candidacy] = ()
) -> Assembly:
    """Read everything the assignment of ``programme`` rests on.

    Without ``candidacies``: those in formal check or before the panel.
    """
    terms = programme.read_terms()
    cases = tuple(candidacies) or tuple(cases_of(programme))
    experts = tuple(_available(programme, terms, at))
    case_of = {one.pk: place for place, one in enumerate(cases)}
    expert_of = {one.pk: place for place, one in enumerate(experts)}
    conflicts = _conflicts(case_of, expert_of)
    seats = list(Seat.objects.filter(candidacy__in=cases, expert__in=experts))

    def pairs(chosen: Iterable[Seat]) -> list[tuple[int, int]]:
        return sorted((case_of[one.candidacy_id], expert_of[one.expert_id]) for one in chosen)

    problem = Problem(
        affinity=fits(cases, experts),
        seats=terms.panel.seats,
        most=[min(one.most_cases or terms.panel.max_load, terms.panel.max_load) for one in experts],
        least=terms.panel.min_load,
        conflicts=sorted(conflicts),
        forbidden=pairs(one for one in seats if one.state in _LEFT),
        pinned=pairs(one for one in seats if one.state in STANDING or _is_pinned(one)),
        kinds=[one.kind for one in experts],
        shape=[Seats(kind=bench.kind, least=bench.least) for bench in terms.panel.benches],
        preference=_preferences(case_of, expert_of),
        alternates=terms.panel.alternates,
        seed=seed,
        cap=terms.panel.pair_cap,
    )
    return Assembly(
        programme=programme,
        terms=terms,
        candidacies=cases,
        experts=experts,
        problem=problem,
        conflicts=conflicts,
    )


def _is_pinned(seat: Seat) -> bool:
    return seat.pinned and seat.state in {SeatState.PLANNED, SeatState.RESERVE}


def _available(programme: Programme, terms: Terms, at: datetime) -> Sequence[Expert]:
    """Confirmed lately enough, and not away for the whole of the scoring."""
    fresh = entries.stale_before(at, terms.expert_entry_months)
    rows = Expert.objects.filter(
        city=programme.city_id, state=ExpertState.ACTIVE, confirmed_at__gte=fresh
    )
    scoring = terms.phase("scoring")
    if scoring is not None:
        first, last = timezone.localdate(scoring.since), last_day(scoring.until)
        away = Absence.objects.filter(since__lte=first, until__gt=last)
        rows = rows.exclude(pk__in=away.values("expert"))
    return list(rows.select_related("employer").order_by("pk"))


def _conflicts(
    case_of: dict[int, int], expert_of: dict[int, int]
) -> dict[tuple[int, int], Conflict]:
    """What bars, and what nobody has judged yet: both keep an expert off the plan."""
    rows = Conflict.objects.filter(
        candidacy__in=case_of,
        expert__in=expert_of,
        standing__in=[Conflict.Standing.BARS, Conflict.Standing.FLAGGED],
    )
    return {
        (case_of[one.candidacy_id], expert_of[one.expert_id]): one
        for one in rows.select_related("expert").order_by("-pk")
        if one.expert_id is not None
    }


def _preferences(case_of: dict[int, int], expert_of: dict[int, int]) -> Affinity | None:
    rows = list(
        Preference.objects.filter(candidacy__in=case_of, expert__in=expert_of).values_list(
            "candidacy_id", "expert_id", "wish"
        )
    )
    if not rows:
        return None
    return Affinity.sparse(
        np.array([case_of[case] for case, _, _ in rows]),
        np.array([expert_of[expert] for _, expert, _ in rows]),
        np.array([wish for _, _, wish in rows], dtype=float),
        cases=len(case_of),
        experts=len(expert_of),
    )
