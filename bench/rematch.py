"""Re-match of a city: 2,000 scenarios with 20,000 capabilities, both ways, with reasons.

Prints JSON lines: seconds, seconds of processor time (of this process, of its helpers) and peak
memory by words, and by words and meaning with made vectors (time and memory are those of real
ones, quality is not measured here). Records are those of `_records.py`; `CITYSTAGE_DATA` names a
folder of real texts. The same engine, limits and settings as `stages/matchmaking` uses. Goal:
60 s and 2 GB.
"""

import resource
import time

import numpy as np
from _records import TODAY, Records, asked_for, say

from citystage.engines.matching.batch.runs import Batch, Embedded
from citystage.engines.matching.settings import load as settings_of

DIM = 384
# As stages/matchmaking/finding/whole_city.py asks.
LIMIT, BACK = 25, 3


def main() -> None:
    """Print one JSON line for each way."""
    records = asked_for(__doc__, demands=2_000, supplies=20_000)
    demands, supplies = len(records.demands), len(records.supplies)
    say(figure="records", kind=records.kind, demands=demands, supplies=supplies)
    _run("words", records, None)
    _run("words and meaning", records, Embedded(_vectors(demands), _vectors(supplies)))


def _run(way: str, records: Records, vectors: Embedded | None) -> None:
    started, worked = time.perf_counter(), _processor()
    settings = settings_of({})
    batch = Batch(records.demands, records.supplies, settings, vectors=vectors, today=TODAY)
    built = time.perf_counter() - started
    forward = backward = reasons = 0
    for both in batch.both(LIMIT, BACK):
        forward += len(both.ranking.matches)
        backward += len(both.returned)
        reasons += sum(len(match.reasons) for match in both.ranking.matches)
    spent = [round(now - before, 1) for now, before in zip(_processor(), worked, strict=True)]
    say(
        figure="re-match both ways",
        way=way,
        seconds=round(time.perf_counter() - started, 1),
        of_these_building=round(built, 1),
        processor=spent[0],
        processor_of_helpers=spent[1],
        pairs_forward=forward,
        pairs_backward=backward,
        reasons=reasons,
        peak_mb=[
            resource.getrusage(of).ru_maxrss // 1024
            for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ],
    )


def _processor() -> tuple[float, float]:
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time(), helpers.ru_utime + helpers.ru_stime


def _vectors(number: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(7).standard_normal((number, DIM)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


if __name__ == "__main__":
    main()
