"""Re-match of a city: 2,000 scenarios with 20,000 capabilities, both ways, with reasons.

Prints JSON lines: seconds and peak memory by words, and by words and meaning with made vectors
(time and memory are those of real ones, quality is not measured here). Records are put together
from clauses of real texts where `CITYSTAGE_DATA` names a folder (see `_texts.py`), else from made
ones, by a fixed seed. The same engine, limits and settings as `stages/matchmaking` uses. Goal:
60 s and 2 GB.
"""

import argparse
import json
import random
import re
import resource
import time
from datetime import date

import numpy as np
from _texts import load

from citystage.engines.matching.batch.runs import Batch, Embedded
from citystage.engines.matching.records import Demand, Evidence, Place, Supply, Text
from citystage.engines.matching.settings import load as settings_of

DIM = 384
# As stages/matchmaking/finding/whole_city.py asks.
LIMIT, BACK = 25, 3
DICE = random.Random(20261122)
DISTRICTS = [
    ("青岛市", name, 36.0 + at / 20, 120.2 + at / 20) for at, name in enumerate("甲乙丙丁戊")
]


def main() -> None:
    """Print one JSON line for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demands", type=int, default=2_000)
    parser.add_argument("--supplies", type=int, default=20_000)
    options = parser.parse_args()
    texts = load()
    clauses = [
        clause
        for text in texts.abstracts + texts.scenarios
        for clause in re.split(r"(?<=[。；;，,])", text)
        if len(clause) > 5
    ]
    demands = [_demand(at, clauses) for at in range(options.demands)]
    supplies = [_supply(at, clauses) for at in range(options.supplies)]
    _say(figure="records", kind=texts.kind, demands=len(demands), supplies=len(supplies))
    _run("words", demands, supplies, None)
    vectors = Embedded(_vectors(len(demands)), _vectors(len(supplies)))
    _run("words and meaning", demands, supplies, vectors)


def _run(way: str, demands: list[Demand], supplies: list[Supply], vectors: Embedded | None) -> None:
    started = time.perf_counter()
    batch = Batch(demands, supplies, settings_of({}), vectors=vectors, today=date(2026, 11, 22))
    built = time.perf_counter() - started
    forward = backward = reasons = 0
    for both in batch.both(LIMIT, BACK):
        forward += len(both.ranking.matches)
        backward += len(both.returned)
        reasons += sum(len(match.reasons) for match in both.ranking.matches)
    _say(
        figure="re-match both ways",
        way=way,
        seconds=round(time.perf_counter() - started, 1),
        of_these_building=round(built, 1),
        pairs_forward=forward,
        pairs_backward=backward,
        reasons=reasons,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def _text(clauses: list[str], number: int) -> str:
    return "".join(DICE.choices(clauses, k=number))


def _demand(number: int, clauses: list[str]) -> Demand:
    city, district, latitude, longitude = DICE.choice(DISTRICTS)
    return Demand(
        id=str(number),
        texts=(
            Text("title", _text(clauses, 1)[:30]),
            Text("need", _text(clauses, DICE.randint(4, 10))),
            Text(
                "goals",
                f"响应时间不超过{DICE.randint(1, 60)}秒，准确率达到{DICE.randint(80, 99)}%。",
            ),
        ),
        fields=(f"领域{DICE.randint(1, 24)}",),
        place=Place((city, district), latitude, longitude),
        budget=DICE.choice([None, DICE.randint(10, 5_000) * 1_000_000]),
        updated=date(2026, 10, 1),
    )


def _supply(number: int, clauses: list[str]) -> Supply:
    city, district, latitude, longitude = DICE.choice(DISTRICTS)
    return Supply(
        id=f"capability:{number}",
        texts=(
            Text("title", _text(clauses, 1)[:30]),
            Text("description", _text(clauses, DICE.randint(3, 8))),
            Text("cases", f"准确率{DICE.randint(70, 99)}%。"),
        ),
        fields=(f"领域{DICE.randint(1, 24)}",),
        place=Place((city, district), latitude, longitude),
        readiness=DICE.choice([None, DICE.randint(1, 9)]),
        evidence=Evidence(cases=DICE.randint(0, 4)),
        updated=date(2026, DICE.randint(1, 10), 1),
        organisation=str(number // 2),
    )


def _vectors(number: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(7).standard_normal((number, DIM)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _say(**figure: object) -> None:
    print(json.dumps(figure, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
