"""Fits how evidence becomes a probability, and writes `engines/matching/calibration.toml`.

Order: the weights of words and meaning come from the demands at even places of each set (listwise:
the right supply against the sixty likeliest), that of history from the awards by time. Scale and
level: a logistic of that sum, for the first of each list of the sets of needs (papers left out),
with and without the right supply among the supplies (half of all demands have none).
`match_level`: from where the first is more often right than wrong. `weak_level`: below which it
is wrong 19 times in 20.
The demands at odd places are for `match_quality.py`.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import _match_methods as methods
import _match_sets as sets
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from citystage.config.matching.run_files import of_demands, told_by
from citystage.engines.matching.batch.evidence import gather
from citystage.engines.matching.batch.index import build, cover
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.settings import load

TARGET = Path(__file__).parents[1] / "citystage" / "engines" / "matching" / "calibration.toml"
NAMES = ("words", "meaning", "history")
RIVALS = 60
SHARES = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
BY_TIME = ("yichang", "sbir")
PAPERS = ("csl_title", "csl_keywords")

type Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """Features `(demands, supplies, 3)` of a set."""

    truth: sets.TruthSet
    features: Array


def measured(truth: sets.TruthSet, *, by_meaning: bool) -> Measured:
    readings = [Reading(one) for one in truth.demands]
    offered = [Reading(one).text for one in truth.supplies]
    vectors = None
    demands = None
    model = methods.meaning() if by_meaning else None
    if model is not None:
        earliest = min((one.updated for one in truth.demands if one.updated), default=None)
        demands = of_demands(model, truth.demands)
        vectors = model.documents([told_by(one, before=earliest) for one in truth.supplies])
    index = build([one.text for one in readings], offered, truth.supplies, vectors, None)
    evidence = gather(index, readings, demands, load({}).by_words)
    every = np.arange(len(truth.supplies))
    covered = np.stack([cover(index, row, every) for row in evidence.rows])
    mass = np.log1p(covered * np.array(evidence.totals)[:, None])
    nothing = np.zeros_like(mass)
    meaning = nothing if evidence.meaning is None else evidence.meaning
    history = nothing if evidence.history is None else evidence.history
    features = np.stack([evidence.lexical * mass, meaning, history], axis=-1)
    return Measured(truth, features.astype(np.float64))


def ordering(found: Sequence[Measured], columns: Sequence[int], start: Array) -> Array:
    """Listwise weights of these columns; the others keep their `start`."""
    lists: list[tuple[Array, int, float]] = []
    for one in found:
        even = range(0, len(one.truth.truth), 2)
        for at in even:
            right = sorted(one.truth.truth[at])
            rough = one.features[at] @ (start + 0.5)
            rivals = [place for place in np.argsort(-rough)[:RIVALS] if place not in right]
            rows = one.features[at][[*right, *rivals]]
            lists.append((rows, len(right), 1 / len(even)))

    def loss(free: Array) -> float:
        weights = start.copy()
        weights[list(columns)] = free
        total = 1e-3 * float(free @ free)
        for rows, right, worth in lists:
            scores = rows @ weights
            most = scores.max()
            total += worth * float(
                np.log(np.exp(scores - most).sum()) + most - scores[:right].mean()
            )
        return total

    best = minimize(
        loss, np.ones(len(columns)), method="L-BFGS-B", bounds=[(0.0, None)] * len(columns)
    )
    weights = start.copy()
    weights[list(columns)] = best.x
    return weights


def best_share(dated: Measured, weights: Array) -> float:
    """Weight of history as a multiple of that of words: the best nDCG@10 at even places."""
    rows = range(0, len(dated.truth.truth), 2)
    right = [dated.truth.truth[at] for at in rows]

    def gained(share: float) -> float:
        trial = np.array([weights[0], weights[1], weights[0] * share])
        scores = np.stack([dated.features[at] @ trial for at in rows])
        return sets.measure(methods.places_in(scores, right)).ndcg_10

    return max(SHARES, key=gained)


def firsts(found: Sequence[Measured], weights: Array, half: int) -> tuple[Array, Array, Array]:
    """Sum of evidence of the first, whether it is right, and the weight of the case."""
    sums, right, worth = [], [], []
    for one in found:
        places = range(half, len(one.truth.truth), 2)
        for at in places:
            for removed in (False, True):
                scores = one.features[at] @ weights
                if removed:
                    scores[sorted(one.truth.truth[at])] = -np.inf
                first = int(scores.argmax())
                sums.append(scores[first])
                right.append(first in one.truth.truth[at])
                worth.append(len(places) ** -0.5)
    return np.array(sums), np.array(right, dtype=float), np.array(worth)


def scale(sums: Array, right: Array, worth: Array) -> tuple[float, float]:
    """Intercept and slope of the logistic."""

    def loss(free: Array) -> float:
        logit = free[0] + free[1] * sums
        return float((worth * (np.logaddexp(0, logit) - right * logit)).sum())

    best = minimize(loss, np.array([-3.0, 0.5]), method="Nelder-Mead", options={"maxiter": 4000})
    return float(best.x[0]), float(best.x[1])


def levels(scores: Array, right: Array, worth: Array) -> tuple[float, float]:
    """The lowest level from which half and more are right; the highest below which 19 in 20 are
    not: of the cases nearest to the level, and of all below it.
    """
    steps = np.arange(0.02, 0.96, 0.01)

    def share(chosen: NDArray[np.bool_]) -> float:
        return float((worth * right)[chosen].sum() / max(1e-9, worth[chosen].sum()))

    good = [step for step in steps if share((scores >= step) & (scores < step + 0.15)) >= 0.5]
    poor = [step for step in steps if share(scores < step) <= 0.05]
    match = float(min(good)) if good else 0.9
    return match, min(float(max(poor)) if poor else 0.05, match)


def fitted(truths: Sequence[sets.TruthSet], *, by_meaning: bool) -> dict[str, float]:
    found = [measured(one, by_meaning=by_meaning) for one in truths]
    timeless = [one for one in found if one.truth.name not in BY_TIME]
    dated = next(one for one in found if one.truth.name == "yichang")
    columns = [0, 1] if by_meaning else [0]
    weights = ordering(timeless, columns, np.zeros(3))
    weights[2] = weights[0] * best_share(dated, weights)
    # Abstracts answer their own titles far better than any supplier answers a need.
    needs = [one for one in timeless if one.truth.name not in PAPERS]
    sums, right, worth = firsts(needs, weights, 0)
    intercept, slope = scale(sums, right, worth)
    scores = 1 / (1 + np.exp(-(intercept + slope * sums)))
    match, weak = levels(scores, right, worth)
    found_values = {"intercept": intercept, "match_level": match, "weak_level": weak}
    return found_values | dict(zip(NAMES, (slope * weights).tolist(), strict=True))


def section(name: str, values: dict[str, float], provenance: str) -> str:
    lines = [f"[{name}]"]
    lines += [f"{key} = {values[key]:.4f}" for key in ("intercept", "match_level", "weak_level")]
    lines += [f'provenance = "{provenance}"', "", f"[{name}.coefficients]"]
    lines += [f"{key} = {values[key]:.4f}" for key in NAMES]
    return "\n".join(lines)


def main() -> None:
    truths = sets.load()
    count = ", ".join(f"{one.name} {(len(one.demands) + 1) // 2}" for one in truths)
    provenance = f"fitted on the demands at even places: {count}"
    parts = [section("words", fitted(truths, by_meaning=False), provenance)]
    if methods.meaning() is None:
        sys.exit("the local model is not built; nothing written")
    parts.append(section("meaning", fitted(truths, by_meaning=True), provenance))
    head = "# How evidence becomes a probability. Written by bench/fit_matching.py."
    TARGET.write_text("\n\n".join([head, *parts]) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
