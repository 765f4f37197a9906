"""Records to match: put together from clauses of real texts, or of made ones, by a fixed seed."""

import argparse
import json
import random
import re
from dataclasses import dataclass
from datetime import date

from _texts import load

from citystage.engines.matching.records import Demand, Evidence, Place, Supply, Text

TODAY = date(2026, 11, 22)
DICE = random.Random(20261122)
DISTRICTS = [
    ("青岛市", name, 36.0 + at / 20, 120.2 + at / 20) for at, name in enumerate("甲乙丙丁戊")
]


@dataclass(frozen=True, slots=True)
class Records:
    """Both sides, and whether their words are those of real texts."""

    kind: str
    demands: list[Demand]
    supplies: list[Supply]


def asked_for(description: str, *, demands: int, supplies: int) -> Records:
    """As many as the command line says, else so many."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--demands", type=int, default=demands)
    parser.add_argument("--supplies", type=int, default=supplies)
    options = parser.parse_args()
    texts = load()
    clauses = [
        clause
        for text in texts.abstracts + texts.scenarios
        for clause in re.split(r"(?<=[。；;，,])", text)
        if len(clause) > 5
    ]
    return Records(
        texts.kind,
        [_demand(at, clauses) for at in range(options.demands)],
        [_supply(at, clauses) for at in range(options.supplies)],
    )


def say(**figure: object) -> None:
    print(json.dumps(figure, ensure_ascii=False), flush=True)


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
