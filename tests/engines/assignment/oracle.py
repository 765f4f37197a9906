"""The oracle: small problems solved exactly by a whole-number programme, written on its own."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from citystage.engines.assignment.problem import Problem


class Exact:
    """Every pair a column; nothing of the engine is used but the problem's own fields."""

    def __init__(self, problem: Problem) -> None:
        self.n, self.m = problem.affinity.cases, problem.affinity.experts
        cases, experts = np.divmod(np.arange(self.n * self.m), self.m)
        self.value = problem.affinity.at(cases, experts)
        self.cases, self.experts = cases, experts
        self.top = np.ones(self.n * self.m)
        for case, expert in [*problem.conflicts, *problem.forbidden]:
            self.top[case * self.m + expert] = 0
        self.bottom = np.zeros(self.n * self.m)
        for case, expert in problem.pinned:
            self.bottom[case * self.m + expert] = 1
        self.rows = [
            (self._table(cases, self.n), *self._both(problem.seats, self.n)),
            (
                self._table(experts, self.m),
                self._all(problem.least, self.m),
                self._all(problem.most, self.m),
            ),
        ]
        for part in problem.shape:
            mine = np.array([problem.kinds[expert] == part.kind for expert in experts])
            table = csr_array(
                (mine.astype(float), (cases, np.arange(len(cases)))), shape=(self.n, len(cases))
            )
            most = np.inf if part.most is None else part.most
            self.rows.append((table, np.full(self.n, part.least), np.full(self.n, most)))

    def _table(self, of: np.ndarray, length: int) -> csr_array:
        return csr_array((np.ones(len(of)), (of, np.arange(len(of)))), shape=(length, len(of)))

    def _all(self, given: object, length: int) -> np.ndarray:
        return np.broadcast_to(np.asarray(given, float), length)

    def _both(self, given: object, length: int) -> tuple[np.ndarray, np.ndarray]:
        return self._all(given, length), self._all(given, length)

    def _solve(self, floor: float | None, *, worst: bool) -> np.ndarray | None:
        if (self.bottom > self.top).any():
            return None
        size = len(self.value)
        limits = [LinearConstraint(self._wider(table), low, high) for table, low, high in self.rows]
        sums = csr_array((self.value, (self.cases, np.arange(size))), shape=(self.n, size + 1))
        if worst:
            sums = csr_array(sums.toarray() - np.eye(1, size + 1, size))
            limits.append(LinearConstraint(sums, 0, np.inf))
        elif floor is not None:
            limits.append(LinearConstraint(sums, floor - 1e-7, np.inf))
        cost = np.zeros(size + 1) if worst else np.append(-self.value, 0)
        if worst:
            cost[size] = -1
        result = milp(
            cost,
            integrality=np.append(np.ones(size), 0),
            bounds=Bounds(np.append(self.bottom, -10), np.append(self.top, 10 * size)),
            constraints=limits,
            options={"mip_rel_gap": 0},
        )
        return None if result.x is None else result.x

    def _wider(self, table: csr_array) -> csr_array:
        return csr_array(
            (table.data, table.indices, table.indptr), shape=(table.shape[0], table.shape[1] + 1)
        )

    def feasible(self) -> bool:
        return self._solve(None, worst=False) is not None

    def worst(self) -> float:
        found = self._solve(None, worst=True)
        assert found is not None
        return float(found[-1])

    def total(self, floor: float | None = None) -> float:
        found = self._solve(floor, worst=False)
        assert found is not None
        return float(found[:-1].round() @ self.value)
