"""Quality of matching on truth sets: single methods, the full ranking, both ways, and the none.

Prints JSON lines; `CITYSTAGE_DATA` names the folder of real files, `CITYSTAGE_VECTORS` one to keep
vectors in. For each set: character pairs and dictionary words by BM25, vectors, the two fused by
standard scores over the top 200 (.3/.7), and the full ranking as `citystage match-file` gives it,
by words alone and with vectors. Then the paired randomisation test of full against the best
single method, what each part is worth (left out), the calibration curve and what a `none` is
worth (demands at odd places, with and without their right supply). Name sets to run those only.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import _match_methods as methods
import _match_sets as sets
import numpy as np
from _match_methods import Scores, line
from _match_sets import Measured, TruthSet, measure

from citystage.config.matching.run_files import of_demands, told_by
from citystage.engines.matching.batch.runs import Batch, Embedded
from citystage.engines.matching.records import Part, Settings, Verdict
from citystage.engines.matching.settings import load

LIMIT = 50
ROUNDS = 10_000
BINS = 10
SHOWN = 10
SINGLE = ("characters", "words", "vectors")
KINDS = {
    "papers": ("csl_title", "csl_keywords", "csl_halves"),
    "real pairs": ("pairs", "pairs_title", "pairs_wide"),
    "other needs": (
        "scenario_description", "seeking", "product", "different_words", "different_words_title"
    ),
}  # fmt: skip
ABLATED = ("pairs", "yichang", "different_words", "scenario_description")


@dataclass(frozen=True, slots=True)
class Known:
    """A set with all that is computed once."""

    truth: TruthSet
    texts: methods.Texts
    vectors: Embedded | None


def prepared(truth: TruthSet, model: methods.Meaning | None) -> Known:
    texts = methods.texts_of(truth)
    if model is None:
        return Known(truth, texts, None)
    demands = of_demands(model, truth.demands)
    earliest = min((one.updated for one in truth.demands if one.updated), default=None)
    supplies = model.documents([told_by(one, before=earliest) for one in truth.supplies])
    assert demands is not None
    assert supplies is not None
    return Known(truth, texts, Embedded(demands, supplies))


def singles(known: Known, model: methods.Meaning | None) -> dict[str, Scores]:
    found = {
        "characters": methods.bm25(known.texts, methods.pairs_of_characters),
        "words": methods.bm25(known.texts, methods.words),
    }
    if model is not None:
        *_, found["vectors"] = methods.cosines(known.texts, model)
    return found


def full(known: Known, settings: Settings, vectors: Embedded | None) -> list[list[float]]:
    """Places of the right supplies in the lists that match-file gives."""
    truth = known.truth
    batch = Batch(truth.demands, truth.supplies, settings, vectors=vectors)
    return [
        methods.places_listed(
            [match.supply for match in ranking.matches],
            [truth.supplies[at].id for at in sorted(right)],
        )
        for ranking, right in zip(batch.forward(LIMIT), truth.truth, strict=True)
    ]


def full_back(known: Known, vectors: Embedded | None) -> list[list[float]]:
    """Places of the right demands among each supply's own first ten."""
    truth = known.truth
    batch = Batch(truth.demands, truth.supplies, load({}), vectors=vectors)
    own: dict[str, list[tuple[float, str]]] = {}
    for both in batch.both(1, SHOWN):
        for supply, (_, match) in both.returned.items():
            own.setdefault(supply, []).append((-match.score, match.demand))
    found = []
    for at, wanted in sorted(turned(truth).items()):
        listed = [demand for _, demand in sorted(own.get(truth.supplies[at].id, []))]
        right = [truth.demands[one].id for one in sorted(wanted)]
        found.append(methods.places_listed(listed, right))
    return found


def turned(truth: TruthSet) -> dict[int, set[int]]:
    """Right demands of each supply that has any."""
    found: dict[int, set[int]] = {}
    for demand, right in enumerate(truth.truth):
        for supply in right:
            found.setdefault(supply, set()).add(demand)
    return found


def better_by_chance(one: Sequence[float], other: Sequence[float]) -> float:
    """Paired randomisation: how often flipped signs give so large a mean difference."""
    differences = np.array(one) - np.array(other)
    if not differences.any():
        return 1.0
    dice = np.random.default_rng(7)
    signs = dice.choice([-1.0, 1.0], size=(ROUNDS, len(differences)))
    flipped = np.abs(signs @ differences)
    return float((1 + (flipped >= abs(differences.sum()) - 1e-12).sum()) / (1 + ROUNDS))


def told(truth: TruthSet, method: str, found: Measured, way: str) -> None:
    figures = {
        key: value for key in found.__slots__ if isinstance(value := getattr(found, key), float)
    }
    if way == "demands" and method.startswith("full"):
        del figures["recall_50"]  # Only ten of each list are made.
    show(
        figure="quality", set=truth.name, way=way, method=method, demands=len(found.each), **figures
    )


def show(**values: object) -> None:
    print(json.dumps(line(**values), ensure_ascii=False), flush=True)


def compared(truth: TruthSet, way: str, found: dict[str, Measured]) -> None:
    """Full against the best single method that has no more to go by."""
    for name, rivals in (("full", SINGLE), ("full_words", SINGLE[:2])):
        if name in found:
            best = max((one for one in rivals if one in found), key=lambda one: found[one].ndcg_10)
            chance = better_by_chance(found[name].each, found[best].each)
            gain = found[name].ndcg_10 - found[best].ndcg_10
            show(
                figure="gain", set=truth.name, way=way, method=name, over=best, gain=gain, p=chance
            )


def quality(known: Known, model: methods.Meaning | None) -> None:
    truth, single = known.truth, singles(known, model)
    if model is not None:
        single["hybrid"] = methods.fused(single["words"], single["vectors"])
    back = [right for _, right in sorted(turned(truth).items())]
    places = sorted(turned(truth))
    ways = {
        "suppliers": {
            name: measure(methods.places_in(scores, truth.truth)) for name, scores in single.items()
        },
        "demands": {
            name: measure(methods.places_in(scores.T[places], back))
            for name, scores in single.items()
        },
    }
    choices = {"full_words": None} | ({"full": known.vectors} if known.vectors else {})
    for name, vectors in choices.items():
        found = full(known, load({}), vectors)
        ways["suppliers"][name] = measure(found)
        ways["demands"][name] = measure(full_back(known, vectors))
        if truth.new:
            groups(truth, name, found)
    for way, found_by in ways.items():
        for name, figures in found_by.items():
            told(truth, name, figures, way)
        compared(truth, way, found_by)


def groups(truth: TruthSet, method: str, found: list[list[float]]) -> None:
    """Winners with a history and first-timers apart."""
    for name, first in (("with history", False), ("first-timers", True)):
        kept = []
        for places, right in zip(found, truth.truth, strict=True):
            own = [
                at
                for at, one in zip(places, sorted(right), strict=True)
                if (one in truth.new) is first
            ]
            if own:
                kept.append(own)
        if kept:
            told(truth, f"{method}, {name}", measure(kept), "suppliers")


def ablation(known: Known) -> None:
    """What is lost when a part is left out."""
    whole = measure(full(known, load({}), known.vectors)).ndcg_10
    settings = load({})
    without = {
        part.value: replace(settings, weights={**settings.weights, part: 0.0})
        for part in (Part.FIELD, Part.PLACE, Part.EVIDENCE, Part.HISTORY)
    }
    without["words"] = _without(settings, "words")
    for name, changed in without.items():
        found = measure(full(known, changed, known.vectors)).ndcg_10
        show(
            figure="ablation", set=known.truth.name, without=name, ndcg_10=found, lost=whole - found
        )
    found = measure(full(known, settings, None)).ndcg_10
    show(
        figure="ablation",
        set=known.truth.name,
        without="meaning",
        ndcg_10=found,
        lost=whole - found,
    )


def _without(settings: Settings, feature: str) -> Settings:
    calibration = settings.by_meaning
    changed = replace(calibration, coefficients={**calibration.coefficients, feature: 0.0})
    return replace(settings, by_meaning=changed)


@dataclass(frozen=True, slots=True)
class First:
    """The first of a list. `there`: the right supply was among the supplies; `shown`: a right one
    stands among the first ten.
    """

    kind: str
    score: float
    right: bool
    there: bool
    shown: bool
    verdict: Verdict


def honest(all_known: Sequence[Known], *, by_meaning: bool) -> None:
    """Calibration of the first of each list, and what the verdicts are worth."""
    firsts = list(_firsts(all_known, by_meaning=by_meaning))
    model = "local" if by_meaning else "none"
    calibrated(firsts, model)
    for kind in ("all", *KINDS):
        chosen = [one for one in firsts if kind in {"all", one.kind}]
        for verdict in Verdict:
            cases = [one for one in chosen if one.verdict is verdict]
            if cases:
                worth(kind, verdict, cases, chosen, model)


def calibrated(firsts: Sequence[First], model: str) -> None:
    error = 0.0
    for low in range(BINS):
        inside = [one for one in firsts if min(int(one.score * BINS), BINS - 1) == low]
        if inside:
            said, was = _mean(one.score for one in inside), _mean(one.right for one in inside)
            error += abs(said - was) * len(inside) / len(firsts)
            show(figure="calibration", model=model, said=said, was=was, demands=len(inside))
    show(figure="calibration error", model=model, expected=error, demands=len(firsts))


def worth(
    kind: str, verdict: Verdict, cases: Sequence[First], chosen: Sequence[First], model: str
) -> None:
    """`truly_none`: no right supply among the supplies; `nothing_right`: none among the first ten;
    `of_truly_none` and `of_present`: how many of these get this verdict.
    """
    show(
        figure="verdict", model=model, kind=kind, verdict=verdict.value, demands=len(cases),
        first_is_right=_mean(one.right for one in cases),
        truly_none=_mean(not one.there for one in cases),
        nothing_right=_mean(not one.shown for one in cases),
        of_truly_none=_mean(one.verdict is verdict for one in chosen if not one.there),
        of_present=_mean(one.verdict is verdict for one in chosen if one.there),
    )  # fmt: skip


def _mean(values: Iterable[float]) -> float:
    return float(np.mean([*values] or [0.0]))


def _firsts(all_known: Sequence[Known], *, by_meaning: bool) -> Iterator[First]:
    """Demands at odd places, as they are and with their right supplies removed."""
    for known in all_known:
        truth = known.truth
        kind = next((name for name, names in KINDS.items() if truth.name in names), "")
        vectors = known.vectors if by_meaning else None
        places = range(1, len(truth.demands), 2)
        batch = Batch(truth.demands, truth.supplies, load({}), vectors=vectors)
        for at, ranking in zip(places, batch.forward(2 * SHOWN, only=places), strict=True):
            right = {truth.supplies[one].id for one in truth.truth[at]}
            for there in (True, False):
                left = [one for one in ranking.matches if there or one.supply not in right]
                score = left[0].score if left else 0.0
                shown = [one.supply in right for one in left[:SHOWN]]
                verdict = _verdict(score, by_meaning=by_meaning)
                yield First(kind, score, bool(shown and shown[0]), there, any(shown), verdict)


def _verdict(score: float, *, by_meaning: bool) -> Verdict:
    calibration = load({}).by_meaning if by_meaning else load({}).by_words
    if score < calibration.weak_level:
        return Verdict.NONE
    return Verdict.MATCH if score >= calibration.match_level else Verdict.WEAK


def main() -> None:
    wanted = set(sys.argv[1:])
    model = methods.meaning()
    chosen = [one for one in sets.load() if not wanted or one.name in wanted]
    all_known = [prepared(truth, model) for truth in chosen]
    for known in all_known:
        quality(known, model)
        if known.truth.name in ABLATED and model is not None:
            ablation(known)
    timeless = [
        known for known in all_known if any(known.truth.name in names for names in KINDS.values())
    ]
    if timeless:
        honest(timeless, by_meaning=False)
        if model is not None:
            honest(timeless, by_meaning=True)


if __name__ == "__main__":
    main()
