"""Exchanges in small problems: what every expert gains by giving a seat to every other, at once.

The same chains as in `chains`, but the ways between all experts stand in one table, so that a
layer is one step of a max-plus product and nothing is followed up singly. Ways are looked for
in single precision, which is twice as fast; what a chain gains is then counted anew.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from citystage.engines.assignment.chains import Chain, Wish, ends_well
from citystage.engines.assignment.ground import NO, Ground
from citystage.engines.assignment.panels import Panels, Step
from citystage.engines.assignment.problem import Floats, Ints

UP_TO: Final = 12_000
"""Pairs of so small a problem."""
MOST_EXPERTS: Final = 160
DEPTH: Final = 4
DEPTH_OF_ALL: Final = 6
_TINY: Final = 1e-9
_TRIED, _TRIED_OF_ALL = 2, 6
"""Ends that are tried for one start when the best ways pass a case twice."""
_ENOUGH: Final = 12
"""Ends that are tried in all once something has been found."""


def table_of(ground: Ground) -> Floats | None:
    """Scores of all pairs, NO where a pair is barred; None where that would be too large."""
    if ground.cases * ground.experts > UP_TO or ground.experts > MOST_EXPERTS:
        return None
    if ground.table is not None:
        return ground.table
    table = np.zeros(ground.cases * ground.experts)
    table[ground.score.keys] = ground.score.values
    table[ground.barred] = NO
    return table.reshape(ground.cases, ground.experts)


class DenseExchanges:
    """Gains of all exchanges in some panels, kept up to date as they change."""

    def __init__(self, panels: Panels, wish: Wish, table: Floats) -> None:
        self.panels, self.wish = panels, wish
        ground = panels.ground
        self.width = panels.holds.shape[1]
        self.table = table
        # The last row is nobody's seat.
        self.gain = np.full((ground.cases * self.width + 1, ground.experts), NO)
        self._work_out(np.arange(ground.cases))

    def _work_out(self, cases: Ints) -> None:
        panels, wish, ground = self.panels, self.wish, self.panels.ground
        holds, sums = panels.holds[cases], panels.sums[cases]
        scores = self.table[cases]
        rows, places = np.nonzero(holds >= 0)
        scores[rows, holds[rows, places]] = NO
        after = (sums[:, None] - panels.held[cases])[:, :, None] + scores[:, None, :]
        gain = wish.worth(after) - wish.worth(sums)[:, None, None]
        if wish.hard:
            gain[after < np.minimum(wish.floor, sums)[:, None, None] - _TINY] = NO
        if ground.shaped:
            kind = ground.kind[holds]
            here = cases[:, None]
            free = panels.count[here, kind] > ground.low[here, kind]
            room = (panels.count < ground.high)[cases][:, ground.kind]
            same = kind[:, :, None] == ground.kind
            gain[~(same | (free[:, :, None] & room[:, None, :]))] = NO
        gain[holds < 0] = NO
        self.gain[:-1].reshape(ground.cases, self.width, -1)[cases] = gain

    def change_all(self, starts: Sequence[int]) -> tuple[list[int], list[int]]:
        """As `Exchanges.change_all`; chains of one case do not pass through the other starts."""
        cases = np.asarray(starts, np.int64)
        seats = (cases[:, None] * self.width + np.arange(self.width)).ravel()
        seats = seats[self.panels.holds.ravel()[seats] >= 0]
        between = self._between(seats)
        leaves = self.panels.holds.ravel()[seats]
        ways = _Ways(self.gain[seats], leaves, between, seats // self.width, DEPTH)
        return self._carry_out(ways, seats)

    def change_any(self) -> bool:
        """Carry out the best chains of all, whoever leaves first; whether there was one."""
        between = self._between(np.empty(0, np.int64))
        everybody = np.arange(len(between))
        ways = _Ways(between, everybody, between, everybody, DEPTH_OF_ALL)
        return bool(self._carry_out(ways, None)[0])

    def _carry_out(self, ways: "_Ways", starts: Ints | None) -> tuple[list[int], list[int]]:
        changed: dict[int, None] = {}
        met = []
        for chain in self._best(ways, starts):
            cases = [step[0] for step in chain.steps]
            if changed.keys().isdisjoint(cases) and ends_well(self.panels, chain.steps):
                self.panels.change(chain.steps)
                changed.update(dict.fromkeys(cases))
            else:
                met.append(cases[-1])
        if changed:
            self._work_out(np.fromiter(changed, np.int64))
        return list(changed), met

    def _between(self, without: Ints) -> Floats:
        """(experts, experts): the most that is gained when the second comes for the first."""
        sits = self.panels.of
        longest = max(map(len, sits))
        nobody = len(self.gain) - 1
        self.seats = np.array([[*own, *[nobody] * (longest - len(own))] for own in sits])
        self.open = self.gain.copy()
        self.open[without] = NO
        return np.asarray(self.open.take(self.seats, axis=0).max(axis=1))

    def _best(self, ways: "_Ways", starts: Ints | None) -> list[Chain]:
        """Of each group the best chain, the greatest gain first."""
        ends = ways.ends(self.panels)
        tried = _TRIED_OF_ALL if starts is None else _TRIED
        found: dict[int, Chain] = {}
        top = ends.max(axis=(1, 2))
        walks = 0
        for at in np.argsort(-top, kind="stable").tolist():
            # One cycle is found from each who is in it: what comes late is mostly found already.
            if found and walks > _ENOUGH:
                break
            group = int(ways.groups[at])
            least = found[group].gain if group in found else _TINY
            if not top[at] > least:
                continue
            flat = ends[at].ravel()
            for _ in range(tried):
                place = int(flat.argmax())
                if not flat[place] > least:
                    break
                flat[place] = NO
                walks += 1
                way = ways.walk_back(at, *divmod(place, ends.shape[2]))
                chain = self._chain(way, None if starts is None else int(starts[at]))
                if chain.gain > _TINY and len({step[0] for step in chain.steps}) == len(way) - 1:
                    found[group] = chain
                    break
        return sorted(found.values(), key=lambda chain: -chain.gain)

    def _chain(self, way: list[int], start: int | None) -> Chain:
        """From the experts of a way, the last first, to exchanges: each leaves the best seat."""
        steps: list[Step] = []
        gain = 0.0
        for comes, leaves in pairwise(way):
            if start is not None and len(steps) == len(way) - 2:
                gain += float(self.gain[start, comes])
                steps.append((start // self.width, leaves, comes))
            else:
                seats = self.seats[leaves]
                gains = self.open[seats, comes]
                best = int(gains.argmax())
                gain += float(gains[best])
                steps.append((int(seats[best]) // self.width, leaves, comes))
        return Chain(gain, steps)


class _Ways:
    """Ways of greatest gain from who leaves first, one exchange longer in each layer."""

    def __init__(
        self, first: Floats, leaves: Ints, between: Floats, groups: Ints, depth: int
    ) -> None:
        """`first`: (ways, experts) gains of the first exchange; `groups`: one chain for each."""
        self.leaves, self.groups = leaves, groups
        self.between = between.astype(np.float32)
        self.layers = [first.astype(np.float32)]
        room = np.empty((len(between), len(first), len(between)), np.float32)
        for _ in range(depth - 1):
            before = self.layers[-1].T[:, :, None]
            self.layers.append(np.add(before, self.between[:, None, :], out=room).max(axis=0))

    def ends(self, panels: Panels) -> Floats:
        """(ways, layers, experts): the gain of ways that may end there, NO for others."""
        room = panels.load < panels.ground.most
        may_go = panels.load[self.leaves] > panels.ground.least[self.leaves]
        closes = np.where(may_go[:, None] & room, np.float32(0), np.float32(NO))
        closes[np.arange(len(self.leaves)), self.leaves] = 0.0
        return np.stack([layer + closes for layer in self.layers], axis=1)

    def walk_back(self, at: int, depth: int, expert: int) -> list[int]:
        """The experts of a way, from who comes last to who leaves first."""
        way = [expert]
        for layer in reversed(self.layers[:depth]):
            way.append(int((layer[at] + self.between[:, way[-1]]).argmax()))
        return [*way, int(self.leaves[at])]
