"""Exchanges in small problems: what every expert gains by giving a seat to every other, at once.

The same chains as in `chains`, but the ways between all experts stand in one table, so that a
layer is one step of a max-plus product and nothing is followed up singly.
"""

from collections.abc import Sequence
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
_TINY: Final = 1e-9
_TRIED: Final = 2


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
        self.table = table.copy()
        cases, slots = np.nonzero(panels.holds >= 0)
        self.table[cases, panels.holds[cases, slots]] = NO
        self.whole = table
        # The last row is nobody's seat.
        self.gain = np.full((ground.cases * self.width + 1, ground.experts), NO)
        self._work_out(np.arange(ground.cases))

    def _work_out(self, cases: Ints) -> None:
        panels, wish, ground = self.panels, self.wish, self.panels.ground
        holds, sums = panels.holds[cases], panels.sums[cases]
        after = (sums[:, None] - panels.held[cases])[:, :, None] + self.table[cases][:, None, :]
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
        changed: dict[int, None] = {}
        met = []
        for chain in self._chains(np.asarray(starts, np.int64)):
            cases = [step[0] for step in chain.steps]
            if changed.keys().isdisjoint(cases) and ends_well(self.panels, chain.steps):
                self._change(chain, cases)
                changed.update(dict.fromkeys(cases))
            else:
                met.append(cases[-1])
        if changed:
            self._work_out(np.fromiter(changed, np.int64))
        return list(changed), met

    def _change(self, chain: Chain, cases: list[int]) -> None:
        self.panels.change(chain.steps)
        self.table[cases] = self.whole[cases]
        holds = self.panels.holds[cases]
        rows, places = np.nonzero(holds >= 0)
        self.table[np.array(cases)[rows], holds[rows, places]] = NO

    def _chains(self, starts: Ints) -> list[Chain]:
        panels, ground = self.panels, self.panels.ground
        holder = panels.holds.ravel()
        self.starts = set(starts.tolist())
        seats = (starts[:, None] * self.width + np.arange(self.width)).ravel()
        seats = seats[holder[seats] >= 0]
        between = self._between(seats)
        leaves = holder[seats]
        room = panels.load < ground.most
        may_go = panels.load[leaves] > ground.least[leaves]
        bonus = np.where(may_go[:, None] & room, 0.0, NO)
        bonus[np.arange(len(seats)), leaves] = 0.0
        layers = [self.gain[seats]]
        ends = [layers[0] + bonus]
        for _ in range(DEPTH - 1):
            layers.append((layers[-1][:, :, None] + between).max(axis=1))
            ends.append(layers[-1] + bonus)
        return self._best(seats, layers, np.stack(ends, axis=1), between)

    def _between(self, without: Ints) -> Floats:
        """(experts, experts): the most that is gained when the second comes for the first."""
        sits = self.panels.of
        longest = max(map(len, sits))
        nobody = len(self.gain) - 1
        seats = np.array([[*own, *[nobody] * (longest - len(own))] for own in sits])
        aside = self.gain[without]
        self.gain[without] = NO
        table = self.gain.take(seats, axis=0).max(axis=1)
        self.gain[without] = aside
        return np.asarray(table)

    def _best(
        self, seats: Ints, layers: list[Floats], ends: Floats, between: Floats
    ) -> list[Chain]:
        """Of each starting case the best chain. `ends`: (seats, layers, experts)."""
        found: dict[int, Chain] = {}
        top = ends.max(axis=(1, 2))
        for at in np.argsort(-top, kind="stable").tolist():
            case = int(seats[at]) // self.width
            least = found[case].gain if case in found else _TINY
            if not top[at] > least:
                continue
            flat = ends[at].ravel()
            for place in np.argsort(-flat, kind="stable")[:_TRIED].tolist():
                if not flat[place] > least:
                    break
                depth, expert = divmod(place, ends.shape[2])
                steps = self._walk_back(int(seats[at]), at, depth, expert, layers, between)
                if len({step[0] for step in steps}) == len(steps):
                    found[case] = Chain(float(flat[place]), steps)
                    break
        return sorted(found.values(), key=lambda chain: -chain.gain)

    def _walk_back(  # noqa: PLR0913, PLR0917 - a way through the layers
        self, seat: int, at: int, depth: int, expert: int, layers: list[Floats], between: Floats
    ) -> list[Step]:
        steps: list[Step] = []
        start = seat // self.width
        for layer in range(depth, 0, -1):
            before = int((layers[layer - 1][at] + between[:, expert]).argmax())
            ways = [(self.gain[one, expert], one) for one in self.panels.of[before]]
            taken = max(way for way in ways if way[1] // self.width not in self.starts)[1]
            steps.append((taken // self.width, before, expert))
            expert = before
        steps.append((start, int(self.panels.holds.ravel()[seat]), expert))
        return steps
