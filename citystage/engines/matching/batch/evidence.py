"""Evidence: the features of a block of demands against every supply, and of chosen pairs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from citystage.engines.matching.batch.index import Floats, Index, Places, cover
from citystage.engines.matching.features import Asked, Features
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Calibration, Demand

# The share covered is not known before the candidates are: BM25 stands in for it.
_COVER_OF_LEXICAL = 1.3

type Row = tuple[NDArray[np.int32], Floats]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of a block. `together` orders all supplies roughly; `features` are exact."""

    index: Index
    rows: Sequence[Row]
    totals: Sequence[float]
    lexical: Floats
    meaning: Floats | None
    history: Floats | None
    together: Floats

    def features(self, at: int, supplies: Places) -> list[Features]:
        """Of the demand at a place of the block with each of these supplies."""
        covered = cover(self.index, self.rows[at], supplies)
        lexical = self.lexical[at, supplies]
        meaning = None if self.meaning is None else self.meaning[at, supplies].tolist()
        past = None if self.history is None else self.history[at, supplies].tolist()
        return [
            Features(
                share,
                words,
                math.log1p(share * self.totals[at]),
                None if meaning is None else meaning[place],
                0.0 if past is None else past[place],
            )
            for place, (share, words) in enumerate(
                zip(covered.tolist(), lexical.tolist(), strict=True)
            )
        ]


def gather(
    index: Index,
    demands: Sequence[Reading[Demand]],
    vectors: Floats | None,
    calibration: Calibration,
) -> Evidence:
    """`vectors`: those of the demands in order, or None."""
    asked = [Asked.by(demand, index.rarity) for demand in demands]
    rows = [index.row(one) for one in asked]
    block = index.block(rows)
    weights = calibration.coefficients
    lexical = index.lexical(block)
    totals = [one.total for one in asked]
    matched = np.array(totals, dtype=np.float32)[:, None] * (_COVER_OF_LEXICAL * lexical)
    together = weights["words"] * lexical * np.log1p(matched)
    meaning = None if vectors is None else index.meaning(vectors)
    if meaning is not None:
        together += weights["meaning"] * meaning
    days = [one.record.updated.toordinal() if one.record.updated else 0 for one in demands]
    history = index.history(block, np.array(days, dtype=np.int64))
    if history is not None:
        together += weights["history"] * history
    return Evidence(index, rows, totals, lexical, meaning, history, together)


def best_columns(scores: Floats, most: int) -> Places:
    """Places of the highest, in rising order of place; a tie goes to the earlier."""
    if most >= len(scores):
        return np.arange(len(scores))
    return np.sort(np.argpartition(-scores, most - 1)[:most])
