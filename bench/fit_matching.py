"""Fits how evidence becomes a probability, and writes `engines/matching/calibration.toml`.

Everything is read off the demands at even places of each set; those at odd places are for
`match_quality.py`. Order: of a few shares of words beside meaning the one with the best nDCG@10,
both ways, kinds of sets alike; the weight of history from the awards by time. Scale and
`match_level` (from where the first is more often right than wrong): a logistic of that sum, for
the first of each list of the sets of needs (papers left out), with and without the right supply
among the supplies. `weak_level`: below which 19 in 20 lists hold nothing right, in the sets
where words or meaning can tell at all (papers, real pairs); in the others a right one is often
as far off as a wrong one, and no level would do.
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
from citystage.engines.matching.batch.index import build
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.settings import load

TARGET = Path(__file__).parents[1] / "citystage" / "engines" / "matching" / "calibration.toml"
NAMES = ("words", "meaning", "history")
OF_WORDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 1.0)
OF_HISTORY = (1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0)
STEPS = [round(0.02 + 0.01 * step, 2) for step in range(94)]
MOSTLY, NEARLY_ALL = 0.5, 0.95
SHOWN = 10
BY_TIME = ("yichang", "sbir")
PAPERS = ("csl_title", "csl_keywords", "csl_halves")
PAIRS = ("pairs", "pairs_title", "pairs_wide")
OTHER_WORDS = ("different_words", "different_words_title")

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
    nothing = np.zeros_like(evidence.words)
    meaning = nothing if evidence.meaning is None else evidence.meaning
    history = nothing if evidence.history is None else evidence.history
    features = np.stack([evidence.words, meaning, history], axis=-1)
    return Measured(truth, features.astype(np.float64))


def worth_of(name: str) -> float:
    """Sets of one kind count as one together."""
    kind = next((kind for kind in (PAPERS, PAIRS, OTHER_WORDS) if name in kind), (name,))
    return 1 / len(kind)


def gained(one: Measured, weights: Array) -> float:
    """nDCG@10 of the demands at even places, both ways."""
    scores = one.features[::2] @ weights
    right = one.truth.truth[::2]
    answers: dict[int, set[int]] = {}
    for at, supplies in enumerate(right):
        for supply in supplies:
            answers.setdefault(supply, set()).add(at)
    columns = sorted(answers)
    back = methods.places_in(scores.T[columns], [answers[column] for column in columns])
    there = methods.places_in(scores, right)
    return (sets.measure(there).ndcg_10 + sets.measure(back).ndcg_10) / 2


def best_words(found: Sequence[Measured]) -> float:
    """Weight of words where that of meaning is 1."""
    return max(
        OF_WORDS,
        key=lambda weight: sum(
            worth_of(one.truth.name) * gained(one, np.array([weight, 1.0, 0.0])) for one in found
        ),
    )


def best_history(dated: Measured, weights: Array) -> float:
    """Weight of history: the best nDCG@10 of the awards at even places, winners for demands."""
    right = dated.truth.truth[::2]

    def found(weight: float) -> float:
        scores = dated.features[::2] @ np.array([*weights[:2], weight])
        return sets.measure(methods.places_in(scores, right)).ndcg_10

    return max(OF_HISTORY, key=found)


@dataclass(frozen=True, slots=True)
class Firsts:
    """The first of each list: its evidence, whether it is right, whether there is no right one
    among the first ten, and what the case is worth.
    """

    sums: Array
    right: Array
    nothing: Array
    worth: Array


def firsts(found: Sequence[Measured], weights: Array) -> Firsts:
    cases: list[tuple[float, float, float, float]] = []
    for one in found:
        places = range(0, len(one.truth.truth), 2)
        worth = worth_of(one.truth.name) / len(places)
        for at in places:
            for removed in (False, True):
                scores = one.features[at] @ weights
                if removed:
                    scores[sorted(one.truth.truth[at])] = -np.inf
                order = np.argsort(-scores)[:SHOWN].tolist()
                right = one.truth.truth[at]
                nothing = removed or right.isdisjoint(order)
                cases.append((scores[order[0]], order[0] in right, nothing, worth))
    return Firsts(*np.array(cases, dtype=np.float64).T)


def scale(sums: Array, right: Array, worth: Array) -> tuple[float, float]:
    """Intercept and slope of the logistic."""

    def loss(free: Array) -> float:
        logit = free[0] + free[1] * sums
        return float((worth * (np.logaddexp(0, logit) - right * logit)).sum())

    best = minimize(loss, np.array([-3.0, 0.5]), method="Nelder-Mead", options={"maxiter": 4000})
    return float(best.x[0]), float(best.x[1])


def match_level(scores: Array, right: Array, worth: Array) -> float:
    """The lowest level from which half and more of the nearest cases are right."""
    good = [
        step
        for step in STEPS
        if _share(worth, right, (scores >= step) & (scores < step + 0.15)) >= MOSTLY
    ]
    return min(good, default=0.9)


def weak_level(scores: Array, nothing: Array, worth: Array) -> float:
    """The highest level below which 19 in 20 lists have nothing right to show."""
    poor = [step for step in STEPS if _share(worth, nothing, scores < step) >= NEARLY_ALL]
    return max(poor, default=STEPS[0])


def _share(worth: Array, what: Array, chosen: NDArray[np.bool_]) -> float:
    return float((worth * what)[chosen].sum() / max(1e-9, worth[chosen].sum()))


def fitted(truths: Sequence[sets.TruthSet], *, by_meaning: bool) -> dict[str, float]:
    found = [measured(one, by_meaning=by_meaning) for one in truths]
    return fitted_to(found, by_meaning=by_meaning)


def fitted_to(found: Sequence[Measured], *, by_meaning: bool) -> dict[str, float]:
    timeless = [one for one in found if one.truth.name not in BY_TIME]
    dated = next(one for one in found if one.truth.name == "yichang")
    weights = np.array([best_words(timeless), 1.0, 0.0] if by_meaning else [1.0, 0.0, 0.0])
    weights[2] = best_history(dated, weights)
    # Abstracts answer their own titles far better than any supplier answers a need.
    needs = firsts([one for one in timeless if one.truth.name not in PAPERS], weights)
    intercept, slope = scale(needs.sums, needs.right, needs.worth)

    def score(sums: Array) -> Array:
        return 1 / (1 + np.exp(-(intercept + slope * sums)))

    match = match_level(score(needs.sums), needs.right, needs.worth)
    told = firsts([one for one in timeless if one.truth.name in (*PAPERS, *PAIRS)], weights)
    weak = weak_level(score(told.sums), told.nothing, told.worth)
    levels = {"intercept": intercept, "match_level": match, "weak_level": min(weak, match)}
    return levels | dict(zip(NAMES, (slope * weights).tolist(), strict=True))


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
