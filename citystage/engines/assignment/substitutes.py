"""Substitutes: who could step in for each case should somebody decline."""

import numpy as np

from citystage.engines.assignment.candidates import edges_of, first_edges
from citystage.engines.assignment.ground import Ground
from citystage.engines.assignment.problem import Ints, Marks, Problem

_PLENTY = 64


def substitutes(
    problem: Problem, ground: Ground, panels: tuple[tuple[int, ...], ...], loads: Ints
) -> tuple[tuple[int, ...], ...]:
    """So many alternates a case, best first: allowed, with room, not on the panel.

    Of every kind the case must have, the best comes first. One expert may be named for several
    cases; who is promoted is looked at again then (`changing.promote`).
    """
    if not problem.alternates:
        return ()
    edges = first_edges(ground, _PLENTY + problem.alternates)
    room = ground.most + _pins(ground) > loads
    open_to = room[edges.experts]
    order = np.lexsort((edges.experts, -edges.scores, edges.cases))
    order = order[open_to[order]]
    starts = np.searchsorted(edges.cases[order], np.arange(ground.cases + 1))
    found = []
    for case, panel in enumerate(panels):
        listed = edges.experts[order[starts[case] : starts[case + 1]]].tolist()
        waiting = [expert for expert in listed if expert not in panel]
        if len(waiting) < problem.alternates:
            waiting = _all(ground, case, panel, room)
        found.append(_of_each_kind(ground, case, waiting)[: problem.alternates])
    return tuple(found)


def _pins(ground: Ground) -> Ints:
    """Places that pinned pairs have taken."""
    pinned = np.array([expert for _, expert in ground.pinned], np.int64)
    return np.bincount(pinned, minlength=ground.experts)


def _all(ground: Ground, case: int, panel: tuple[int, ...], room: Marks) -> list[int]:
    keys = case * ground.experts + np.flatnonzero(room)
    edges = edges_of(ground, keys[~ground.is_barred(keys)])
    order = np.lexsort((edges.experts, -edges.scores))
    return [expert for expert in edges.experts[order].tolist() if expert not in panel]


def _of_each_kind(ground: Ground, case: int, waiting: list[int]) -> tuple[int, ...]:
    ahead = []
    for number in np.flatnonzero(ground.low[case]).tolist():
        ahead += [expert for expert in waiting if ground.kind[expert] == number][:1]
    ahead.sort(key=waiting.index)
    return (*ahead, *(expert for expert in waiting if expert not in ahead))
