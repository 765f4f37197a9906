"""Truth sets of matching: demands, supplies and which belong together, as match-file reads them.

`CITYSTAGE_DATA` names the folder with the real files. Sets built from one text (a title and its
abstract) are stated as such; `different_words` is invented, need and supply sharing few words on
purpose, hidden among real texts.
"""

import json
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from citystage.engines.matching.records import Demand, Past, Supply
from citystage.engines.matching.rows.reading import demand_of, supply_of

HERE = Path(__file__).parent
TELLING = ("description", "cases")


@dataclass(frozen=True, slots=True)
class TruthSet:
    """`truth[i]`: places of the right supplies of demand `i`. `new`: who never won before."""

    name: str
    about: str
    demands: list[Demand]
    supplies: list[Supply]
    truth: list[set[int]]
    new: set[int] = field(default_factory=set)


def folder() -> Path:
    found = os.environ.get("CITYSTAGE_DATA")
    if not found:
        raise SystemExit("CITYSTAGE_DATA names no folder: the truth sets are not in the project")
    return Path(found)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder() / name).read_text("utf-8").splitlines()]


def load() -> list[TruthSet]:
    return [
        *papers(),
        *pairs(),
        *own_words(),
        same_field(),
        *different_words(),
        yichang(),
        sbir(),
    ]


def others(*files: str) -> list[dict[str, Any]]:
    """Rows of other files that only stand in the way, with ids of their own."""
    return [{**row, "id": f"{name}:{row['id']}"} for name in files for row in rows(name)]


def matched(
    name: str, about: str, demands: Iterable[dict[str, Any]], supplies: Iterable[dict[str, Any]]
) -> TruthSet:
    """Demand and supply of one id belong together; a demand that says nothing is left out."""
    offered = [supply_of(row) for row in supplies]
    place = {supply.id: at for at, supply in enumerate(offered)}
    wanted = [one for row in demands if (one := demand_of(row)).texts and one.id in place]
    return TruthSet(name, about, wanted, offered, [{place[one.id]} for one in wanted])


def papers() -> list[TruthSet]:
    found = rows("csl.jsonl")
    titles = [{"id": row["id"], "title": row["title"]} for row in found]
    words = [{"id": row["id"], "keywords": row["keywords"]} for row in found]
    cut = [(row["id"], *halves(row["abstract"])) for row in found]
    firsts = [{"id": number, "description": first} for number, first, _ in cut]
    lasts = [{"id": number, "abstract": last} for number, _, last in cut if last]
    pool = [{"id": row["id"], "abstract": row["abstract"]} for row in found]
    pool += others("capabilities.jsonl", "scenarios.jsonl", "listed_companies.jsonl")
    return [
        matched("csl_title", "title to abstract, among all texts", titles, pool),
        matched("csl_keywords", "keywords to abstract, among all texts", words, pool),
        matched("csl_halves", "first half of an abstract to its second", firsts, lasts),
    ]


def halves(text: str) -> tuple[str, str]:
    """Cut at the stop nearest to the middle."""
    stops = [at + 1 for at, sign in enumerate(text[:-1]) if sign in "。.；;"]
    middle = min(stops, key=lambda at: abs(at - len(text) // 2), default=len(text))
    return text[:middle], text[middle:]


def pairs() -> list[TruthSet]:
    supplies = rows("capabilities.jsonl")
    offered = [supply_of(row) for row in supplies]
    wanted, bare, truth = [], [], []
    for row in rows("pairs.jsonl"):
        right = {
            at
            for at, supply in enumerate(supplies)
            for winner in row["suppliers"]
            if winner in supply["company"] or supply["company"] in winner
        }
        if right:
            wanted.append(demand_of(row))
            bare.append(demand_of({"id": row["id"], "title": row["demand_title"]}))
            truth.append(right)
    about = "real demand to the capability of who won it"
    wide = offered + [supply_of(row) for row in others("listed_companies.jsonl")]
    return [
        TruthSet("pairs", about, wanted, offered, truth),
        TruthSet("pairs_title", f"{about}, title only", bare, offered, truth),
        TruthSet("pairs_wide", f"{about}, listed companies among them", wanted, wide, truth),
    ]


def own_words() -> list[TruthSet]:
    scenarios = [row for row in rows("scenarios.jsonl") if len(row.get("description", "")) > 12]
    seeking = [
        row for row in rows("capabilities.jsonl") if {"seeking", "description"} <= row.keys()
    ]
    told = [
        row
        for row in rows("capabilities.jsonl")
        if "product" in row and any(name in row for name in TELLING)
    ]
    return [
        matched(
            "scenario_description",
            "title of a scenario to its description",
            [{"id": row["id"], "title": row["title"]} for row in scenarios],
            [{"id": row["id"], "description": row["description"]} for row in scenarios],
        ),
        matched(
            "seeking",
            "scenes that a company seeks to what it can do",
            [{"id": row["id"], "title": row["seeking"]} for row in seeking],
            [{"id": row["id"], "description": row["description"]} for row in seeking],
        ),
        matched(
            "product",
            "name of a product to what else its company says",
            [{"id": row["id"], "title": row["product"]} for row in told],
            [
                {"id": row["id"]} | {name: row[name] for name in TELLING if name in row}
                for row in told
            ],
        ),
    ]


def same_field() -> TruthSet:
    """Scenarios and capabilities of one field, the field itself not told."""
    supplies = rows("capabilities.jsonl")
    offered = [supply_of({**row, "application_domain": None}) for row in supplies]
    wanted, truth = [], []
    for row in rows("scenarios.jsonl"):
        right = {
            at
            for at, supply in enumerate(supplies)
            if supply.get("application_domain") == row["domain"]
        }
        if right:
            wanted.append(demand_of({**row, "domain": None}))
            truth.append(right)
    return TruthSet("same_field", "scenario to capabilities of its field", wanted, offered, truth)


def different_words() -> list[TruthSet]:
    source = HERE / "matching" / "different_words.jsonl"
    made = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    noise = [row["abstract"] for row in rows("csl.jsonl")]
    noise += [row["title"] for row in rows("scenarios.jsonl")]
    supplies = [{"id": str(at), "description": row["supply"]} for at, row in enumerate(made)]
    supplies += [{"id": f"n{at}", "description": text} for at, text in enumerate(noise)]
    titles = [{"id": str(at), "title": row["demand"]} for at, row in enumerate(made)]
    whole = [{**one, "description": row["need"]} for one, row in zip(titles, made, strict=True)]
    about = "invented need to a supply sentence in other words"
    return [
        matched("different_words", about, whole, supplies),
        matched("different_words_title", f"{about}, title only", titles, supplies),
    ]


def yichang() -> TruthSet:
    """Who won, by time: the first seven tenths are history, the rest is asked."""
    found = sorted(rows("yichang_awards.jsonl"), key=lambda row: (row["published"], row["id"]))
    awards = [
        (row["id"], row["demand_title"], date.fromisoformat(row["published"]), _winners(row))
        for row in found
    ]
    everyone = [name for row in found for one in row["candidates"] for name in one["members"]]
    return by_time("yichang", "official awards, by time", awards, everyone)


def _winners(row: dict[str, Any]) -> list[str]:
    return [name for one in row["candidates"] if one["rank"] == 1 for name in one["members"]]


def sbir() -> TruthSet:
    found = sorted(rows("sbir_transitions.jsonl"), key=lambda row: (row.get("year", ""), row["id"]))
    awards = [
        (row["id"], row["demand_title"], date(int(row.get("year") or 2000), 1, 1), row["suppliers"])
        for row in found
    ]
    everyone = [name for row in found for name in row["suppliers"]]
    return by_time("sbir", "English technology transitions, by time; names only", awards, everyone)


def by_time(
    name: str,
    about: str,
    awards: Sequence[tuple[str, str, date, list[str]]],
    everyone: Iterable[str],
) -> TruthSet:
    cut = len(awards) * 7 // 10
    won: dict[str, list[Past]] = {}
    for _, title, day, winners in awards[:cut]:
        for winner in winners:
            won.setdefault(winner, []).append(Past(title, day))
    names = list(dict.fromkeys(everyone))
    place = {one: at for at, one in enumerate(names)}
    supplies = [
        supply_of({"id": str(at), "company": one}, tuple(won.get(one, ())))
        for at, one in enumerate(names)
    ]
    asked = [award for award in awards[cut:] if award[3]]
    demands = [
        demand_of({"id": number, "title": title, "published": day.isoformat()})
        for number, title, day, _ in asked
    ]
    truth = [{place[one] for one in winners} for *_, winners in asked]
    new = {at for one, at in place.items() if one not in won}
    return TruthSet(name, about, demands, supplies, truth, new)


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over demands, and nDCG of each for the paired test."""

    ndcg_10: float
    recall_10: float
    recall_50: float
    mrr: float
    hit_10: float
    each: list[float]


def measure(places: Sequence[Sequence[float]]) -> Measured:
    """From the places (0 the best) of the right ones of each demand; infinite: not found."""
    each = [_ndcg(sorted(one)) for one in places]
    count = max(1, len(places))

    def share(most: int) -> float:
        return sum(sum(at < most for at in one) / len(one) for one in places) / count

    return Measured(
        sum(each) / count,
        share(10),
        share(50),
        sum(1 / (min(one) + 1) for one in places) / count,
        sum(min(one) < 10 for one in places) / count,
        each,
    )


def _ndcg(places: Sequence[float]) -> float:
    gained = sum(1 / math.log2(at + 2) for at in places if at < 10)
    return gained / sum(1 / math.log2(at + 2) for at in range(min(10, len(places))))
