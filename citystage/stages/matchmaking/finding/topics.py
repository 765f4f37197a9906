"""The map of topics of one city: what is wanted and offered, made at the end of a re-match."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from citystage.engines.matching.records import Demand, Supply
from citystage.engines.matching.topics import topics
from citystage.engines.text.tokens import query_terms
from citystage.engines.text.words import Lexicon
from citystage.stages.catalogue.indexing.filling import lexicon
from citystage.stages.matchmaking.finding.meaning import Read, model, read_each, vectors

# Of more, the newest on each side: a map shows where things lie, not each of them.
MOST = 8_000
_LONGEST = 600
# Records of one topic that are kept by name.
_NAMED = 12

type Plain = dict[str, Any]


def topics_of(demands: Sequence[Demand], supplies: Sequence[Supply]) -> list[Plain]:
    """Topics in plain values, the largest first; ``scenarios`` and ``supplies`` are record ids."""
    wanted, offered = demands[-MOST:], supplies[-MOST:]
    records: list[Demand | Supply] = [*wanted, *offered]
    words = lexicon()
    found = topics(
        [_words(one, words) for one in read_each(records)],
        [True] * len(wanted) + [False] * len(offered),
        vectors=_rows(records),
    )
    return [
        {
            "number": one.number,
            "words": list(one.words),
            "demands": one.demands,
            "supplies": one.supplies,
            "closeness": round(one.closeness, 3),
            "place": [round(part, 3) for part in one.place],
            "white": one.white,
            "scenarios": [int(records[at].id) for at in one.members if at < len(wanted)][:_NAMED],
            "offered": [records[at].id for at in one.members if at >= len(wanted)][:_NAMED],
        }
        for one in found
    ]


def _words(reading: Read, words: Lexicon) -> list[str]:
    return [term.text for term in query_terms(reading.text[:_LONGEST], words=words)]


def _rows(records: Sequence[Demand | Supply]) -> NDArray[np.float32] | None:
    """Vectors where almost every record has one; else words make the map."""
    if not model() or not records:
        return None
    found = vectors(read_each(records))
    if 10 * len(found) < 9 * len(records):
        return None
    nothing = np.zeros(len(next(iter(found.values()))), np.float32)
    return np.stack([found.get(record.id, nothing) for record in records])
