"""Conflicts: seconds to find those of 6,000 cases and 2,800 experts, with the path of each.

Prints JSON lines. The world is invented by a fixed seed: 4,000 firms, 300 institutes and 60 funds
in groups; experts work for one to three of them, own, advise and have worked with others; each
case has an applicant, up to two partners and three people.
"""

import json
import random
import resource
import time
from datetime import date, timedelta

from citystage.engines.conflicts.finding import find
from citystage.engines.conflicts.records import (
    Case,
    Expert,
    Node,
    Party,
    Tie,
    TieKind,
    agreement,
    organisation,
    panel,
    person,
)

TODAY = date(2026, 11, 22)
SIZES = ((72, 40), (1_000, 300), (6_000, 2_800))


def main() -> None:
    """Print one JSON line per size."""
    for cases, experts in SIZES:
        world = _World(cases, experts)
        started, busy = time.perf_counter(), time.process_time()
        found = find(world.cases, world.experts, world.ties, today=TODAY)
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
        print(
            json.dumps(
                {
                    "bench": "conflicts",
                    "cases": cases,
                    "experts": experts,
                    "ties": len(world.ties),
                    "seconds": round(seconds, 3),
                    "processor_seconds": round(busy, 3),
                    "found": len(found),
                    "pairs": len({(one.case, one.expert) for one in found}),
                    "transitive": sum(one.transitive for one in found),
                    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                }
            )
        )


class _World:
    """Invented organisations, people and ties."""

    def __init__(self, cases: int, experts: int) -> None:
        self.dice = random.Random(20261122)
        scale = max(1, cases * 2 // 3)
        firms = [organisation(f"示例科技（{n}）有限责任公司") for n in range(scale)]
        institutes = [organisation(f"示例研究院{n}") for n in range(scale // 13 + 3)]
        funds = [organisation(f"示例创业投资{n}合伙企业") for n in range(scale // 60 + 2)]
        self.firms, self.places = firms, firms + institutes + funds
        self.people = [person(f"p{n}") for n in range(2 * cases)]
        self.experts = [Expert(f"e{n}", person(f"e{n}")) for n in range(experts)]
        self.ties: list[Tie] = []
        self._tie_firms(funds)
        for one in self.people:
            self._add(TieKind.EMPLOYED, one, self.dice.choice(self.places))
        for expert in self.experts:
            self._tie_expert(expert.node, institutes + funds)
        self.cases = [self._case(n) for n in range(cases)]

    def _when(self) -> tuple[date, date | None]:
        since = TODAY - timedelta(days=self.dice.randrange(1, 4000))
        until = since + timedelta(days=self.dice.randrange(30, 3000))
        return since, until if until < TODAY else None

    def _add(self, kind: TieKind, one: Node, other: Node, share: float | None = None) -> None:
        since, until = self._when()
        self.ties.append(Tie(kind, one, other, since, until, f"record {len(self.ties)}", share))

    def _tie_firms(self, funds: list[Node]) -> None:
        dice = self.dice
        for firm in self.firms:
            if dice.random() < 0.3:
                self._add(TieKind.OWNS, dice.choice(self.firms), firm, dice.random())
            if dice.random() < 0.3:
                self._add(TieKind.OWNS, dice.choice(funds), firm, dice.random() / 5)
            if dice.random() < 0.2:
                self._add(TieKind.COMPETES, firm, dice.choice(self.firms))
        for _ in range(len(self.firms) // 4):
            since, until = self._when()
            partners = dice.sample(self.places, 3)
            self.ties += agreement(partners, since, until, f"agreement {len(self.ties)}")

    def _tie_expert(self, node: Node, homes: list[Node]) -> None:
        dice = self.dice
        self._add(TieKind.EMPLOYED, node, dice.choice(homes))
        for kind, chance in ((TieKind.EMPLOYED, 0.4), (TieKind.OWNS, 0.3), (TieKind.ADVISES, 0.4)):
            if dice.random() < chance:
                share = dice.random() if kind is TieKind.OWNS else None
                self._add(kind, node, dice.choice(self.firms), share)
        if dice.random() < 0.1:
            self._add(TieKind.KIN, node, dice.choice(self.people))
        mates = [node, *dice.sample(self.people, 3)]
        on = TODAY - timedelta(days=dice.randrange(1, 2000))
        self.ties += panel(mates, on, f"panel of {on}")

    def _case(self, number: int) -> Case:
        dice = self.dice
        parties = [Party(dice.choice(self.firms), "applicant")]
        parties += [Party(one, "partner") for one in dice.sample(self.places, dice.randrange(3))]
        parties += [Party(one, "team") for one in dice.sample(self.people, 3)]
        return Case(f"c{number}", tuple(parties))


if __name__ == "__main__":
    main()
