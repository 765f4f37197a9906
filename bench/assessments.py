"""A yearly assessment of 300 scenarios by 9 criteria and 20 assessors: matrix, order, sensitivity.

Every assessor marks every scenario by every criterion (54,000 marks). Prints JSON lines: seconds
(median of the turns) of reading the matrix from the database, of both orders, of the four parts of
the sensitivity view, and of sharing out three assessors each; the goal is 1 s for each of the first
three. The peer is plain numpy over the same table: weighted sum and TOPSIS, and as many shaken
weightings ranked by two sorts; it reads no database, knows no ties and names nobody. Also: seconds
of the first loading of the library, which the server does where it starts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from _database import fresh

if TYPE_CHECKING:
    from citystage.engines.ranking.table import Table
    from citystage.stages.evaluation.models import Exercise

TURNS, RUNS, SPREAD, EACH = 7, 1000, 0.3, 3
CODES = [f"m{at}" for at in range(9)]


def main() -> None:
    """Fill, then measure each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=int, default=300)
    parser.add_argument("--assessors", type=int, default=20)
    options = parser.parse_args()
    _loading()
    with fresh("bench_assessments"):
        exercise = _fill(options.subjects, options.assessors)
        table = _ours(exercise)
        _peer(table)
        _sharing(exercise)


def _say(**found: object) -> None:
    print(json.dumps({"bench": "assessments"} | found), flush=True)


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    took, found = [], None
    for _turn in range(TURNS):
        begun = time.perf_counter()
        found = act()
        took.append(time.perf_counter() - begun)
    return round(statistics.median(took), 4), found


def _loading() -> None:
    told = "from citystage.engines.ranking.library import library; library()"
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", told], check=True)
    _say(what="a process that loads the library", seconds=round(time.perf_counter() - begun, 2))


def _fill(subjects: int, assessors: int) -> Exercise:
    from django.utils import timezone

    from citystage.foundation.access.models import User
    from citystage.foundation.tenancy.models import Unit, plant
    from citystage.stages.catalogue.models import Scenario
    from citystage.stages.evaluation.models import (
        Examiner,
        Exercise,
        MarkSheet,
        Subject,
        Weighting,
    )

    now = timezone.now()
    city = plant(parent=None, kind=Unit.Kind.CITY, name="bench", code="bench")
    office = User.objects.create(username="office", email="office@bench.invalid")
    scenarios = Scenario.objects.bulk_create(
        Scenario(city=city, number=f"B-{at}", title=f"s{at}", created_at=now, changed_at=now)
        for at in range(subjects)
    )
    exercise = Exercise.objects.create(
        city=city,
        kind="scenario",
        year=2026,
        title="bench",
        state="scoring",
        terms=_terms(),
        report_until=now,
        check_until=now + timedelta(days=1),
        score_until=now + timedelta(days=2),
        scoring_at=now,
        made_by=office,
        made_at=now,
    )
    Weighting.objects.create(
        exercise=exercise,
        number=1,
        weights={code: str(1 + at % 3) for at, code in enumerate(CODES)},
        made_by=office,
        made_at=now,
    )
    rows = Subject.objects.bulk_create(
        Subject(exercise=exercise, scenario=one, name=one.title, state="checked")
        for one in scenarios
    )
    people = User.objects.bulk_create(
        User(username=f"a{at}", email=f"a{at}@bench.invalid") for at in range(assessors)
    )
    examiners = Examiner.objects.bulk_create(
        Examiner(exercise=exercise, user=one) for one in people
    )
    dice = np.random.default_rng(6)
    given = dice.integers(0, 11, (subjects, assessors, len(CODES)))
    MarkSheet.objects.bulk_create(
        MarkSheet(
            subject=one,
            examiner=examiner,
            state="handed_in",
            values=dict(zip(CODES, map(str, given[at, who].tolist()), strict=True)),
        )
        for at, one in enumerate(rows)
        for who, examiner in enumerate(examiners)
    )
    return exercise


def _terms() -> dict[str, Any]:
    words = {"zh": "x", "en": "x"}
    return {
        "common": {"bars": [], "basis": words, "runs": RUNS, "spread": str(SPREAD)},
        "template": {
            "code": "bench",
            "subject": "scenario",
            "name": words,
            "measures": [{"code": code, "name": words, "kind": "judged"} for code in CODES],
            "grades": [{"code": "good", "name": words}, {"code": "poor", "name": words}],
        },
    }


def _ours(exercise: Exercise) -> Table:
    from citystage.engines.ranking.library import library
    from citystage.engines.ranking.methods import Method, order
    from citystage.engines.ranking.sensitivity import (
        Shake,
        any_weights,
        one_at_a_time,
        shaken,
        swaps,
    )
    from citystage.stages.evaluation.queries.matrix import matrix_of, weightings, weights_of

    library()
    seconds, found = _timed(lambda: matrix_of(exercise))
    _say(what="matrix", seconds=seconds, goal=1, cells=len(found.cells))
    table, weights = found.table(), weights_of(weightings(exercise)[0])
    seconds, _orders = _timed(lambda: [order(table, weights, method) for method in Method])
    _say(what="both orders", seconds=seconds, goal=1)
    shake = Shake(runs=RUNS, spread=SPREAD)
    for method in Method:
        parts = {
            "shaken": lambda m=method: shaken(table, weights, m, shake),
            "any weights": lambda m=method: any_weights(table, weights, m, shake),
            "one at a time": lambda m=method: one_at_a_time(table, weights, m, SPREAD),
            "swaps": lambda m=method: swaps(table, weights, m),
        }
        took = {name: _timed(act)[0] for name, act in parts.items()}
        whole = round(sum(took.values()), 4)
        _say(what="sensitivity", method=str(method), seconds=whole, goal=1, parts=took)
    return table


def _peer(table: Table) -> None:
    values = np.array(table.values)
    scaled = values / 10.0
    base = np.array([1 + at % 3 for at in range(len(CODES))], float)
    base /= base.sum()

    def topsis(weights: np.ndarray) -> np.ndarray:
        weighted = scaled * weights
        best = np.sqrt(((weighted - weighted.max(axis=0)) ** 2).sum(axis=1))
        worst = np.sqrt(((weighted - weighted.min(axis=0)) ** 2).sum(axis=1))
        return worst / (best + worst)

    def ranked(scores: np.ndarray) -> np.ndarray:
        return (-scores).argsort(axis=-1).argsort(axis=-1)

    def shaken() -> float:
        dice = np.random.default_rng(0)
        drawn = base * dice.uniform(1 - SPREAD, 1 + SPREAD, (RUNS, len(base)))
        drawn /= drawn.sum(axis=1, keepdims=True)
        places = ranked(drawn @ scaled.T)
        return float((places == ranked(scaled @ base)).mean())

    seconds, _both = _timed(lambda: (ranked(scaled @ base), ranked(topsis(base))))
    _say(what="both orders", peer="numpy", seconds=seconds)
    seconds, keeps = _timed(shaken)
    _say(what="shaken by weighted sum", peer="numpy", seconds=seconds, keeps=round(keeps, 3))


def _sharing(exercise: Exercise) -> None:
    from citystage.stages.evaluation.yearly.sharing import shared_out

    subjects = list(exercise.subjects.order_by("pk"))
    examiners = list(exercise.examiners.select_related("expert"))
    barred = {
        (one.pk, examiners[at % len(examiners)].pk)
        for at, one in enumerate(subjects)
        if at % 4 == 0
    }
    act = lambda: shared_out(subjects, examiners, each=EACH, barred=barred)  # noqa: E731
    seconds, found = _timed(act)
    _say(what="three assessors each shared out", seconds=seconds, sheets=len(found or {}))


if __name__ == "__main__":
    main()
