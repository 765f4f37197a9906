"""Problems for tests: small ones by hypothesis, clustered ones by a seed."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from citystage.engines.assignment.problem import Affinity, Problem, Seats

KINDS = ("science", "finance")


@st.composite
def problems(draw: st.DrawFn, *, shaped: bool = True) -> Problem:
    """Up to six cases and seven experts, often hardly or not to be solved."""
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 7))
    values = draw(st.lists(st.integers(0, 20), min_size=n * m, max_size=n * m))
    table = np.array(values, float).reshape(n, m) / 20
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, m - 1))
    seats = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    shape = []
    if shaped and draw(st.booleans()):
        shape = [Seats(draw(st.sampled_from(KINDS)), draw(st.integers(0, 2)), None)]
    sparse = draw(st.booleans())
    rows, columns = np.nonzero(table)
    affinity = (
        Affinity.sparse(rows, columns, table[rows, columns], cases=n, experts=m)
        if sparse
        else Affinity.dense(table)
    )
    most = draw(st.lists(st.integers(0, 4), min_size=m, max_size=m))
    return Problem(
        affinity,
        seats,
        most,
        [min(draw(st.sampled_from((0, 0, 1))), limit) for limit in most],
        conflicts=draw(st.lists(pairs, max_size=8)),
        forbidden=draw(st.lists(pairs, max_size=2)),
        pinned=draw(st.lists(pairs, max_size=2)),
        kinds=[draw(st.sampled_from(KINDS)) for _ in range(m)],
        shape=shape,
    )


def clustered(number: int, n: int = 30, m: int = 16, **others: Any) -> Problem:
    """Topics, a few near each other; hardly more places than seats."""
    dice = np.random.default_rng(number)
    topics = 5
    of_case, of_expert = dice.integers(topics, size=n), dice.integers(topics, size=m)
    near = np.where(np.eye(topics, dtype=bool), 0.6, 0.15)
    table = np.clip(near[of_case][:, of_expert] + dice.normal(0, 0.12, (n, m)), 0, 1)
    conflicts = [tuple(pair) for pair in np.argwhere(dice.random((n, m)) < 0.05).tolist()]
    given: dict[str, Any] = {"seats": 3, "most": 3 * n // m + 2, "conflicts": conflicts, **others}
    return Problem(Affinity.dense(table), **given)
