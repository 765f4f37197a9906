"""Calibration: what a case would have had from an expert neither strict nor lenient.

Additive mixed model: value = case + leniency of the expert + noise; cases are fixed, leniencies
normal around 0 (so they are shrunk, a ridge), variances by restricted maximum likelihood (EM),
solved by Henderson's equations (Biometrics 31, 1975; for reviews Ge, Welling & Ghahramani 2013).
Uncertainty of places from draws of the posterior. docs/scoring.md has the formulas.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

_ROUNDS: Final = 500
_STILL: Final = 1e-8
_SURE: Final = 0.9
"""Share of the draws within the interval that is shown."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When calibration may be used, and how places are drawn.

    Experts of fewer than `least_per_expert` values keep their values as they are.
    """

    least_per_expert: int = 4
    least_per_case: int = 2
    least_experts: int = 3
    draws: int = 2_000
    seed: int = 0


class WhyNotCode(StrEnum):
    FEW_EXPERTS = "few_experts"
    """Fewer experts than `limit` have values enough."""
    FEW_IN_CASE = "few_in_case"
    """Some cases have fewer values than `limit`."""
    NOT_CONNECTED = "not_connected"
    """Cases fall into `number` groups that share no expert with values enough."""
    NO_SPARE = "no_spare"
    """Hardly more values than cases and experts: nothing left to tell them apart by."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    code: WhyNotCode
    number: int
    limit: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A case: value 0..100, its standard error, and where it may stand.

    `low`..`high` and `rank_low`..`rank_high` hold nine draws of ten; `first_chance`: of place 1.
    """

    value: float
    raw: float
    error: float
    low: float
    high: float
    rank_low: int
    rank_high: int
    first_chance: float


@dataclass(frozen=True, slots=True)
class Leniency:
    """How much more an expert gives than others would, shrunk; 0 where not calibrated."""

    value: float
    error: float
    count: int
    calibrated: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """`used` False: a minimum is not met, `why_not` says which, and nothing is estimated.

    Standard deviations: `spread_cases` of the estimates, `spread_experts`, `noise`.
    """

    used: bool
    why_not: tuple[WhyNot, ...] = ()
    cases: Mapping[str, Estimate] = field(default_factory=dict)
    experts: Mapping[str, Leniency] = field(default_factory=dict)
    spread_cases: float = 0.0
    spread_experts: float = 0.0
    noise: float = 0.0
    _places: Ints = field(default_factory=lambda: np.empty((0, 0), np.int64), repr=False)

    def within(self, places: int) -> dict[str, float]:
        """The chance of each case to be among so many first."""
        if not self.used:
            return {}
        shares = (self._places <= places).mean(axis=0)
        return dict(zip(self.cases, shares.tolist(), strict=True))


def calibrate(values: Sequence[tuple[str, str, float]], terms: Terms | None = None) -> Calibration:
    """From (case, expert, value 0..100). The same seed draws the same places."""
    chosen = terms or Terms()
    table = _Table(values, chosen)
    why_not = table.why_not(chosen)
    if why_not:
        return Calibration(used=False, why_not=why_not)
    return _Model(table).calibration(chosen)


class _Table:
    """Values with numbers for cases and for those experts who have enough of them."""

    def __init__(self, values: Sequence[tuple[str, str, float]], terms: Terms) -> None:
        pairs = [(case, expert) for case, expert, _ in values]
        if len(set(pairs)) < len(pairs):
            message = "an expert has two values for one case"
            raise ValueError(message)
        self.y = np.array([value for _, _, value in values], np.float64)
        if not np.isfinite(self.y).all():
            message = "values are finite numbers"
            raise ValueError(message)
        self.cases = list(dict.fromkeys(case for case, _, _ in values))
        self.counts = Counter(expert for _, expert, _ in values)
        self.experts = [
            expert for expert, count in self.counts.items() if count >= terms.least_per_expert
        ]
        of_case = {case: at for at, case in enumerate(self.cases)}
        of_expert = {expert: at for at, expert in enumerate(self.experts)}
        self.case = np.array([of_case[case] for case, _ in pairs], np.int64)
        self.expert = np.array([of_expert.get(expert, -1) for _, expert in pairs], np.int64)

    def why_not(self, terms: Terms) -> tuple[WhyNot, ...]:
        if len(self.experts) < terms.least_experts:
            return (WhyNot(WhyNotCode.FEW_EXPERTS, len(self.experts), terms.least_experts),)
        found = []
        per_case = np.bincount(self.case, minlength=len(self.cases))
        few = [self.cases[at] for at in np.flatnonzero(per_case < terms.least_per_case)]
        if few:
            found.append(WhyNot(WhyNotCode.FEW_IN_CASE, len(few), terms.least_per_case, tuple(few)))
        groups = self._groups()
        if groups > 1:
            found.append(WhyNot(WhyNotCode.NOT_CONNECTED, groups, 1))
        spare = len(self.y) - len(self.cases) - len(self.experts) + 1
        if spare < len(self.experts):
            found.append(WhyNot(WhyNotCode.NO_SPARE, spare, len(self.experts)))
        return tuple(found)

    def _groups(self) -> int:
        known = self.expert >= 0
        n = len(self.cases)
        size = n + len(self.experts)
        links = (np.ones(int(known.sum())), (self.case[known], n + self.expert[known]))
        count, _ = connected_components(coo_array(links, shape=(size, size)), directed=False)
        return int(count)


class _Model:
    """Henderson's equations with the cases eliminated: one small system for the experts."""

    def __init__(self, table: _Table) -> None:
        self.table = table
        n, m = len(table.cases), len(table.experts)
        known = table.expert >= 0
        self.per_case = np.bincount(table.case, minlength=n).astype(np.float64)
        self.meets = np.zeros((n, m))
        self.meets[table.case[known], table.expert[known]] = 1.0
        self.raw = np.bincount(table.case, weights=table.y, minlength=n) / self.per_case
        apart = table.y - self.raw[table.case]
        self.right = np.bincount(table.expert[known], weights=apart[known], minlength=m)
        self.apart = float(apart @ apart)
        within = self.meets / self.per_case[:, None]
        self.within = within
        system = np.diag(self.meets.sum(axis=0)) - self.meets.T @ within
        self.roots, self.axes = np.linalg.eigh(system)
        self.roots = np.maximum(self.roots, 0.0)
        self.turned = self.axes.T @ self.right
        self.noise, self.spread = self._variances()
        shrink = 1 / (self.roots + self.noise / self.spread)
        self.leniency = self.axes @ (shrink * self.turned)
        self.root = self.axes * np.sqrt(self.noise * shrink)

    def _variances(self) -> tuple[float, float]:
        """Of the noise and of the leniencies: EM for restricted maximum likelihood."""
        spare = len(self.table.y) - len(self.table.cases)
        least = 1e-9 * max(1.0, self.apart)
        noise = spread = max(self.apart / (2 * spare), least)
        m = len(self.roots)
        for _ in range(_ROUNDS):
            shrink = 1 / (self.roots + noise / spread)
            turned = shrink * self.turned
            new_spread = (float(turned @ turned) + noise * float(shrink.sum())) / m
            new_noise = (self.apart - float(turned @ self.turned)) / spare
            new_spread, new_noise = max(new_spread, least), max(new_noise, least)
            moved = abs(new_spread - spread) + abs(new_noise - noise)
            noise, spread = new_noise, new_spread
            if moved <= _STILL * (noise + spread):
                break
        return noise, spread

    def calibration(self, terms: Terms) -> Calibration:
        value = self.raw - self.within @ self.leniency
        spread_out = self.within @ self.root
        error = np.sqrt(self.noise / self.per_case + (spread_out**2).sum(axis=1))
        places, low, high = self._draw(value, terms)
        ranks = np.quantile(places, [(1 - _SURE) / 2, (1 + _SURE) / 2], axis=0, method="nearest")
        first = (places == 1).mean(axis=0)
        cases = {
            case: Estimate(
                float(value[at]),
                float(self.raw[at]),
                float(error[at]),
                float(low[at]),
                float(high[at]),
                int(ranks[0, at]),
                int(ranks[1, at]),
                float(first[at]),
            )
            for at, case in enumerate(self.table.cases)
        }
        spread_cases = float(np.std(value, ddof=1)) if len(value) > 1 else 0.0
        return Calibration(
            used=True,
            cases=cases,
            experts=self._experts(),
            spread_cases=spread_cases,
            spread_experts=float(np.sqrt(self.spread)),
            noise=float(np.sqrt(self.noise)),
            _places=places,
        )

    def _experts(self) -> dict[str, Leniency]:
        errors = np.sqrt((self.root**2).sum(axis=1))
        at = {expert: number for number, expert in enumerate(self.table.experts)}
        return {
            expert: Leniency(
                float(self.leniency[at[expert]]), float(errors[at[expert]]), count, calibrated=True
            )
            if expert in at
            else Leniency(0.0, 0.0, count, calibrated=False)
            for expert, count in self.table.counts.items()
        }

    def _draw(self, value: Floats, terms: Terms) -> tuple[Ints, Floats, Floats]:
        """Places of the cases in draws of the posterior, and the interval of their values."""
        dice = np.random.default_rng(terms.seed)
        n, m = self.within.shape
        leaning = dice.standard_normal((terms.draws, m)) @ self.root.T
        noise = dice.standard_normal((terms.draws, n)) * np.sqrt(self.noise / self.per_case)
        drawn = value - leaning @ self.within.T + noise
        order = np.argsort(-drawn, axis=1, kind="stable")
        places = np.empty_like(order)
        np.put_along_axis(places, order, np.arange(1, n + 1)[None, :], axis=1)
        ends = np.quantile(drawn, [(1 - _SURE) / 2, (1 + _SURE) / 2], axis=0)
        return places, ends[0], ends[1]
