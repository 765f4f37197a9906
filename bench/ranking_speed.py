"""One scenario's full ranking with reasons, over 100,000 suppliers, against 30 ms.

Two ways, both by words, for `--demands` scenarios one after another, p50 and p99 in milliseconds
(and of processor time, for a machine that others use too):
- `every supplier`: the batch engine weighs all of them exactly, then judges what may be shown;
- `candidates`: as a page does, 150 candidates that were found before, their readings kept. What
  the search index takes to find them is in `search_speed.py`.
Records are those of `_records.py`; `CITYSTAGE_DATA` names a folder of real texts.
"""

import statistics
import time
from collections.abc import Callable, Sequence

from _records import TODAY, asked_for, say

from citystage.engines.matching.batch.runs import Batch
from citystage.engines.matching.ranking import Knowledge, rank_supplies
from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Ranking, Supply
from citystage.engines.matching.settings import load as settings_of

# A page shows so many, and weighs so many candidates.
SHOWN, CANDIDATES = 20, 150


def main() -> None:
    """Print one JSON line for each way."""
    records = asked_for(__doc__, demands=100, supplies=100_000)
    demands, supplies = records.demands, records.supplies
    started = time.perf_counter()
    batch = Batch(demands, supplies, settings_of({}), today=TODAY)
    say(figure="built", seconds=round(time.perf_counter() - started, 1), kind=records.kind)
    _timed("every supplier", lambda at: next(iter(batch.forward(SHOWN, only=[at]))), len(demands))
    _timed("candidates", _page(batch, demands, supplies), len(demands))


def _page(
    batch: Batch, demands: Sequence[Demand], supplies: Sequence[Supply]
) -> Callable[[int], Ranking]:
    by_id = {one.id: at for at, one in enumerate(supplies)}
    found = [
        [by_id[match.supply] for match in one.matches[:CANDIDATES]]
        for one in batch.forward(CANDIDATES)
    ]
    wanted = [Reading(one) for one in demands]
    kept = {at: Reading(supplies[at]) for places in found for at in places}
    texts = [one.text for one in wanted] + [one.text for one in kept.values()]
    known = Knowledge(Rarity.of(texts), today=TODAY)
    settings = settings_of({})

    def ask(at: int) -> Ranking:
        offered = [kept[place] for place in found[at]]
        return rank_supplies(wanted[at], offered, settings, knowledge=known, limit=SHOWN)

    # Once, so that what is kept is there.
    for at in range(len(demands)):
        ask(at)
    return ask


def _timed(way: str, ask: Callable[[int], Ranking], number: int) -> None:
    took, worked, reasons = [], [], 0
    for at in range(number):
        started, working = time.perf_counter(), time.process_time()
        ranking = ask(at)
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - working) * 1000)
        reasons += sum(len(match.reasons) for match in ranking.matches)
    took.sort()
    say(
        figure="one ranking",
        way=way,
        p50_ms=round(statistics.median(took), 1),
        p99_ms=round(took[int(number * 0.99) - 1], 1),
        least_ms=round(took[0], 1),
        processor_p50_ms=round(statistics.median(worked), 1),
        reasons=reasons,
    )


if __name__ == "__main__":
    main()
