"""Scheduling: seconds, total, bound, clashes and the replan, beside CP-SAT on the same day.

`bench/scheduling.py` prints JSON lines for a day of 300 firms, 60 buyers, 20 slots and 45 tables
and for smaller and freer ones; `bench/scheduling.py FILE …` for any instances, as `citystage
schedule` reads them. Each day is planned in a process of its own; CP-SAT runs in another (its
library must not meet that of HiGHS). `cpu` is processor time, less moved by neighbours. After a
twentieth of the people is away, the replan is measured on the plan just made. Seeds are fixed.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from citystage.engines.scheduling.checking import missing, violations
from citystage.engines.scheduling.instances import read
from citystage.engines.scheduling.outcome import Plan
from citystage.engines.scheduling.planning import plan
from citystage.engines.scheduling.problem import Problem, Side
from citystage.engines.scheduling.replanning import Gone, absent, replan

# firms, buyers, slots, tables, greatest number of meetings of a firm, share of slots a firm has
SIZES: tuple[tuple[float, ...], ...] = (
    (30, 8, 12, 8, 6, 0.8),
    (300, 60, 20, 45, 5, 1.0),
    (300, 60, 20, 45, 5, 0.7),
    (300, 60, 20, 45, 8, 0.7),
)
_AWAY = 0.05
_PEER_SECONDS = 60.0


def main() -> None:
    if sys.argv[1:2] in (["--ours"], ["--peer"]):
        given = json.loads(sys.argv[2])
        day = Path(given).read_bytes() if isinstance(given, str) else b""
        instance = json.loads(day) if day else realistic(*given)
        _ours(given, instance) if sys.argv[1] == "--ours" else _peer(given, instance)
        return
    for given in sys.argv[1:] or SIZES:
        for side in ("--ours", "--peer"):
            command = [sys.executable, __file__, side, json.dumps(given)]
            subprocess.run(command, check=True)


def realistic(  # noqa: PLR0913, PLR0917
    firms: int, buyers: int, slots: int, tables: int, most: int, there: float, seed: int = 20261122
) -> dict[str, Any]:
    """Wishes that crowd on few buyers; a wish of both sides weighs more than one of one side.

    Firms come for part of the day in one piece, buyers miss a slot here and there, one meeting
    in a hundred is arranged before.
    """
    dice = np.random.default_rng(seed)
    fields = max(4, buyers // 6)
    of_buyer, of_firm = dice.integers(fields, size=buyers), dice.integers(fields, size=firms)
    fame = 1 / np.arange(1, buyers + 1) ** 0.6
    left = [
        {"id": f"F{at}", "available": _piece(dice, slots, there), "max": most}
        for at in range(firms)
    ]
    right = [
        {
            "id": f"B{at}",
            "available": np.flatnonzero(dice.random(slots) < (1 + there) / 2).tolist(),
            "max": slots,
        }
        for at in range(buyers)
    ]
    wishes = {}
    for firm in range(firms):
        pull = fame * np.where(of_buyer == of_firm[firm], 6.0, 1.0)
        wanted = min(buyers, int(dice.integers(6, 15)))
        for buyer in dice.choice(buyers, wanted, replace=False, p=pull / pull.sum()).tolist():
            back = dice.random() < (0.5 if of_buyer[buyer] == of_firm[firm] else 0.15)
            wishes[firm, buyer] = round(float(dice.uniform(0.2, 0.6) + 0.4 * back), 3)
    return {
        "slots": slots,
        "tables": tables,
        "left": left,
        "right": right,
        "wishes": [[f"F{one}", f"B{other}", weight] for (one, other), weight in wishes.items()],
        "fixed": _arranged(dice, left, right, list(wishes), max(1, firms // 100)),
    }


def _piece(dice: np.random.Generator, slots: int, there: float) -> list[int]:
    length = min(slots, max(3, round(slots * dice.uniform(2 * there - 1, 1))))
    start = int(dice.integers(slots - length + 1))
    return list(range(start, start + length))


def _arranged(
    dice: np.random.Generator,
    left: list[dict[str, Any]],
    right: list[dict[str, Any]],
    pairs: list[tuple[int, int]],
    count: int,
) -> list[list[Any]]:
    """Each with people of its own, so that nothing contradicts."""
    used: set[str] = set()
    found: list[list[Any]] = []
    for at in dice.permutation(len(pairs)).tolist():
        one, other = left[pairs[at][0]], right[pairs[at][1]]
        common = sorted(set(one["available"]) & set(other["available"]))
        if common and not used & {one["id"], other["id"]} and len(found) < count:
            used |= {one["id"], other["id"]}
            found.append([one["id"], other["id"], common[0]])
    return found


def _ours(given: object, instance: dict[str, Any]) -> None:
    problem = read(instance).problem
    wall, cpu = time.perf_counter(), time.process_time()
    day = plan(problem)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    line: dict[str, Any] = _said("scheduling", given, problem) | {
        "status": day.status.value,
        "seconds": round(wall, 3),
        "cpu": round(cpu, 3),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "meetings": len(day.meetings),
        "total": round(day.total, 4),
        "bound": round(day.bound, 4),
        "gap_percent": round(100 * (1 - day.total / day.bound), 4) if day.bound else 0,
        "broken_rules": len(violations(problem, day.meetings)),
        "arrangements_lost": len(missing(problem, day.meetings)),
        "fairness": day.fairness.applied,
        "left_with_nothing": len(day.fairness.without),
        "total_without_fairness": round(day.fairness.total_without, 4),
        "table_changes": day.table_changes,
    }
    print(json.dumps(line | _replanned(problem, day)), flush=True)


def _replanned(problem: Problem, day: Plan) -> dict[str, Any]:
    dice = np.random.default_rng(5)
    gone = [
        Gone((side, at))
        for side in Side
        for at in np.flatnonzero(dice.random(len(problem.people(side))) < _AWAY).tolist()
    ]
    now = absent(problem, gone)
    away = {one.someone for one in gone}
    rest = [
        one
        for one in day.meetings
        if (Side.LEFT, one.left) not in away and (Side.RIGHT, one.right) not in away
    ]
    started = time.perf_counter()
    done = replan(now, day.meetings)
    seconds = time.perf_counter() - started
    kept = set(done.kept)
    changed = sum(one not in kept for one in rest)
    return {
        "away": len(gone),
        "replan_seconds": round(seconds, 3),
        "replan_rest": len(rest),
        "replan_changed_percent": round(100 * changed / max(1, len(rest)), 2),
        "replan_added": len(done.added),
        "replan_total": round(done.total, 4),
        "replan_broken_rules": len(violations(now, done.meetings)),
    }


def _peer(given: object, instance: dict[str, Any]) -> None:
    """CP-SAT on the same rules, without fairness and tables: the sum alone."""
    from ortools.sat.python import cp_model

    problem = read(instance).problem
    model = cp_model.CpModel()
    started = time.perf_counter()
    held: dict[tuple[object, ...], list[Any]] = {}
    terms = []
    weight = {wish[:2]: wish.weight for wish in problem.wishes}
    fixed = {one[:2]: one.slot for one in problem.fixed}
    for left, right in {**weight, **fixed}:
        for slot in sorted(problem.common(left, right)):
            one = model.new_bool_var("")
            keys = (("p", left, right), ("l", left, slot), ("r", right, slot), ("s", slot))
            for key in (*keys, ("L", left), ("R", right)):
                held.setdefault(key, []).append(one)
            terms.append(round(1000 * weight.get((left, right), 0)) * one)
            if fixed.get((left, right), slot) != slot:
                model.add(one == 0)
    sides = {"L": problem.left, "R": problem.right}
    for key, ones in held.items():
        if key[0] == "s":
            model.add(sum(ones) <= problem.tables)
        elif people := sides.get(str(key[0])):
            most = people[int(str(key[1]))].most
            if most is not None:
                model.add(sum(ones) <= most)
        else:
            model.add_at_most_one(ones)
    for left, right in fixed:
        model.add_exactly_one(held["p", left, right])
    model.maximize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = _PEER_SECONDS
    cpu = time.process_time()
    status = solver.solve(model)
    line = _said("scheduling_peer_cp_sat", given, problem) | {
        "status": solver.status_name(status).lower(),
        "seconds": round(time.perf_counter() - started, 3),
        "cpu": round(time.process_time() - cpu, 3),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "total": solver.objective_value / 1000,
        "bound": solver.best_objective_bound / 1000,
    }
    print(json.dumps(line), flush=True)


def _said(bench: str, given: object, problem: Problem) -> dict[str, Any]:
    return {
        "bench": bench,
        "instance": Path(given).name if isinstance(given, str) else given,
        "left": len(problem.left),
        "right": len(problem.right),
        "slots": problem.slots,
        "tables": problem.tables,
        "wishes": len(problem.wishes),
    }


if __name__ == "__main__":
    main()
