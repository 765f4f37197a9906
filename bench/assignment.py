"""Assignment: seconds, total, worst case and broken rules, beside a plain flow of least cost.

`bench/assignment.py` prints JSON lines for the sizes of the goals on topic-clustered affinities;
`bench/assignment.py FILE …` for any instances, as `citystage assign` reads them. Each problem is
solved `TIMES` times in a process of its own, the median counts. Peers: the flow of greatest total
over all pairs on the same solver, which knows no worst case; and the worst case that the best of
each case alone would allow, which nothing can exceed. `cpu` is processor time, less moved by
neighbours. Seeds are fixed; topics are Zipf-like, so the popular ones are short of experts. The
last line is of ten seeds of the smallest size, once with room and once with hardly any.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from citystage.engines.assignment import assigning
from citystage.engines.assignment.candidates import edges_of
from citystage.engines.assignment.changing import violations
from citystage.engines.assignment.ground import prepare
from citystage.engines.assignment.instances import read
from citystage.engines.assignment.network import best_flow
from citystage.engines.assignment.problem import Affinity, Problem

TIMES = 3
# cases, experts, seats, greatest load, least load, candidates of each case (0: all pairs)
SIZES = (
    (72, 40, 3, 6, 2, 0),
    (1_000, 300, 3, 12, 4, 0),
    (1_000, 300, 3, 10, 0, 0),
    (2_000, 1_000, 3, 7, 1, 0),
    (2_000, 1_000, 3, 6, 0, 0),
    (6_000, 2_800, 3, 8, 0, 0),
    (20_000, 10_000, 3, 8, 0, 140),
)
_PLAIN_UP_TO = 6_000_000


def main() -> None:
    """One process per problem, so that memory is its own."""
    if sys.argv[1:2] == ["--one"]:
        _one(json.loads(sys.argv[2]))
        return
    for given in sys.argv[1:] or SIZES:
        command = [sys.executable, __file__, "--one", json.dumps(given)]
        subprocess.run(command, check=True)
    if not sys.argv[1:]:
        for most in (8, 6):
            _ten(most)


def _ten(most: int) -> None:
    """Ten problems of 72 x 40: processor seconds of each, after one that loads what is needed."""
    assigning.assign(clustered(72, 40, 3, most, 2, 0, seed=99))
    cpus = []
    for seed in range(10):
        problem = clustered(72, 40, 3, most, 2, 0, seed=seed)
        started = time.process_time()
        assigning.assign(problem)
        cpus.append(round(time.process_time() - started, 4))
    line = {"bench": "assignment", "instance": f"72 x 40, ten seeds, at most {most}"}
    print(json.dumps(line | {"cpu": sorted(cpus), "median": median(cpus)}), flush=True)


def _one(given: str | list[int]) -> None:
    if isinstance(given, str):
        problem = read(json.loads(Path(given).read_bytes()))
        name = Path(given).name
    else:
        problem = clustered(*given)
        name = "clustered"
    walls, cpus = [], []
    for _ in range(TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        outcome = assigning.assign(problem)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line: dict[str, Any] = {
        "bench": "assignment",
        "instance": name,
        "cases": problem.affinity.cases,
        "experts": problem.affinity.experts,
        "status": outcome.status.value,
        "seconds": round(median(walls), 4),
        "cpu": round(median(cpus), 4),
        "peak_mb": peak,
    }
    if outcome.obstacles:
        line["why"] = [obstacle.code.value for obstacle in outcome.obstacles]
    else:
        line |= {
            "total": round(outcome.total, 4),
            "total_bound": round(outcome.total_bound, 4),
            "worst": round(outcome.worst, 4),
            "worst_bound": round(outcome.worst_bound, 4),
            "violations": len(violations(problem, outcome.panels)),
        }
        line |= _plain(problem, outcome.total)
    print(json.dumps(line), flush=True)


def _plain(problem: Problem, total: float) -> dict[str, Any]:
    """The greatest total over all pairs, whatever the worst case has."""
    affinity = problem.affinity
    if affinity.cases * affinity.experts > _PLAIN_UP_TO:
        return {}
    ground = prepare(problem)
    started = time.perf_counter()
    keys = np.arange(ground.cases * ground.experts)
    edges = edges_of(ground, keys[~ground.is_barred(keys)])
    chosen = best_flow(ground, edges)
    seconds = time.perf_counter() - started
    assert chosen is not None
    sums = np.bincount(edges.cases, weights=edges.scores * chosen, minlength=ground.cases)
    best = float(sums.sum())
    return {
        "plain_seconds": round(seconds, 4),
        "plain_total": round(best, 4),
        "plain_worst": round(float(sums.min()), 4),
        "below_plain_percent": round(100 * (1 - total / best), 4),
    }


def clustered(  # noqa: PLR0913, PLR0917
    cases: int, experts: int, seats: int, most: int, least: int, few: int, seed: int = 20261122
) -> Problem:
    """Cases and experts of topics, some near each other; 3 % conflicts."""
    dice = np.random.default_rng(seed)
    topics = max(6, experts // 12)
    wanted = 1 / np.arange(1, topics + 1) ** 0.7
    wanted /= wanted.sum()
    of_case = dice.choice(topics, cases, p=wanted)
    of_expert = dice.choice(topics, experts, p=(wanted + 1 / topics) / 2)
    near = dice.random((topics, topics)) * 0.3
    near = (near + near.T) / 2
    np.fill_diagonal(near, 0.6)
    conflicts = _pairs(dice, cases, experts, int(0.03 * min(cases * experts, 4_000_000)))
    if not few:
        table = near[of_case][:, of_expert] + dice.normal(0, 0.12, (cases, experts))
        affinity = Affinity.dense(np.clip(table, 0, 1))
    else:
        affinity = _sparse(dice, near, of_case, of_expert, few)
    return Problem(affinity, seats, most, least, conflicts=conflicts)


def _pairs(
    dice: np.random.Generator, cases: int, experts: int, count: int
) -> list[tuple[int, int]]:
    rows, columns = dice.integers(cases, size=count), dice.integers(experts, size=count)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _sparse(
    dice: np.random.Generator,
    near: np.ndarray,
    of_case: np.ndarray,
    of_expert: np.ndarray,
    few: int,
) -> Affinity:
    """Of each case so many experts, half of them of its own topic where there are as many."""
    cases, experts = len(of_case), len(of_expert)
    by_topic = [np.flatnonzero(of_expert == topic) for topic in range(len(near))]
    rows, columns = [], []
    for case in range(cases):
        own = by_topic[of_case[case]]
        mine = dice.permutation(own)[: few // 2]
        picked = np.union1d(mine, dice.integers(experts, size=few - len(mine)))
        rows.append(np.full(len(picked), case))
        columns.append(picked)
    row, column = np.concatenate(rows), np.concatenate(columns)
    values = near[of_case[row], of_expert[column]] + dice.normal(0, 0.12, len(row))
    return Affinity.sparse(row, column, np.clip(values, 0, 1), cases=cases, experts=experts)


if __name__ == "__main__":
    main()
