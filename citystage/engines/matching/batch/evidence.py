"""Evidence: the features of a block of demands against every supply, and of chosen pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from citystage.engines.matching.batch.index import Floats, Index, Places
from citystage.engines.matching.features import HALF_TOLD, Asked, Features
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Calibration, Demand


@dataclass(frozen=True, slots=True)
class Evidence:
    """Features of a block of demands with all supplies; `together` orders by all of them."""

    words: Floats
    meaning: Floats | None
    history: Floats | None
    together: Floats

    def features(self, at: int, supplies: Places) -> list[Features]:
        """Of the demand at a place of the block with each of these supplies."""
        words = self.words[at, supplies].tolist()
        meaning = None if self.meaning is None else self.meaning[at, supplies].tolist()
        past = None if self.history is None else self.history[at, supplies].tolist()
        return [
            Features(
                one,
                None if meaning is None else meaning[place],
                0.0 if past is None else past[place],
            )
            for place, one in enumerate(words)
        ]


def gather(
    index: Index,
    demands: Sequence[Reading[Demand]],
    vectors: Floats | None,
    calibration: Calibration,
) -> Evidence:
    """`vectors`: those of the demands in order, or None."""
    asked = [Asked.by(demand, index.rarity) for demand in demands]
    block = index.block([index.row(one) for one in asked])
    weights = calibration.coefficients
    words = index.lexical(block)
    words -= np.array([[one.chance] for one in asked], dtype=np.float32)
    words /= np.array([[one.spread] for one in asked], dtype=np.float32)
    above = np.maximum(words, 0)
    # As `features.telling`, for all at once.
    words -= above * (HALF_TOLD / (above + HALF_TOLD))
    together: Floats = words * np.float32(weights["words"])
    meaning = None if vectors is None else index.meaning(vectors)
    if meaning is not None:
        together += weights["meaning"] * meaning
    days = [one.record.updated.toordinal() if one.record.updated else 0 for one in demands]
    history = index.history(block, np.array(days, dtype=np.int64))
    if history is not None:
        together += weights["history"] * history
    return Evidence(words, meaning, history, together)


def best_columns(scores: Floats, most: int) -> Places:
    """Places of the highest, in rising order of place; a tie goes to the earlier."""
    if most >= len(scores):
        return np.arange(len(scores))
    return np.sort(np.argpartition(-scores, most - 1)[:most])
