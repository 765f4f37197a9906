"""Near duplicates: rate, recall per kind of edit and false alarms, beside an exact scan.

Prints JSON lines; `CITYSTAGE_DATA` names a folder of real texts (see `_texts.py`). The edits are
made by a fixed seed: light edit (2 % of characters), re-ordered sentences with 15 % of words
dropped, words replaced (10 % by filler) with 6 % dropped, half of the text. A text is found when
it is a candidate by its bands and its exact similarity is at or above the floor. False alarms are
counted on abstracts, no two of which are alike; the scenario list has families of its own,
counted as such. The peer is a plain scan: exact Jaccard of the query against every text.
"""

import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable

import rjieba
from _texts import load

from citystage.engines.similarity.jaccard import NEAR_FROM, RELATED_FROM, jaccard
from citystage.engines.similarity.letters import grams
from citystage.engines.similarity.signature import VERSION, signature
from citystage.engines.text.folding import fold

QUERIES = 300
FILLERS = ["系统", "平台", "技术", "方法", "模型", "服务", "研究", "应用"]
DICE = random.Random(20261121)


def main() -> None:
    """Print one JSON line per figure."""
    texts = load()
    abstracts = [fold(text) for text in texts.abstracts]
    scenarios = [fold(text) for text in texts.scenarios]
    _say(figure="texts", kind=texts.kind, abstracts=len(abstracts), scenarios=len(scenarios))
    DICE.shuffle(abstracts)
    held, known = abstracts[:QUERIES], abstracts[QUERIES:] + scenarios

    started = time.perf_counter()
    signatures = [signature(text) for text in known]
    signing = time.perf_counter() - started
    _say(figure="signature", docs_per_s=round(len(known) / signing), docs=len(known))

    bands: defaultdict[int, list[int]] = defaultdict(list)
    for number, signed in enumerate(signatures):
        for band in signed:
            bands[band].append(number)

    for kind, edit in EDITS.items():
        _recall(kind, edit, known, bands)
    _false_alarms(held, known, bands)
    _families(scenarios)
    _peer(held, known, bands)


def _light(text: str) -> str:
    return "".join(letter for letter in text if DICE.random() > 0.02)


def _reordered(text: str) -> str:
    sentences = re.findall(r"[^。；;.]+[。；;.]?", text)
    DICE.shuffle(sentences)
    return "".join(word for word in rjieba.cut("".join(sentences)) if DICE.random() > 0.15)


def _reworded(text: str) -> str:
    words = (word for word in rjieba.cut(text) if DICE.random() > 0.06)
    return "".join(DICE.choice(FILLERS) if DICE.random() < 0.1 else word for word in words)


def _half(text: str) -> str:
    return text[: len(text) // 2]


EDITS: dict[str, Callable[[str], str]] = {
    "light_edit": _light,
    "reordered_15pct_dropped": _reordered,
    "reworded_10pct_6pct_dropped": _reworded,
    "half": _half,
}


def _best(text: str, known: list[str], bands: dict[int, list[int]]) -> dict[int, float]:
    candidates = {number for band in signature(text) for number in bands.get(band, ())}
    return {number: jaccard(text, known[number]) for number in candidates}


def _recall(
    kind: str, edit: Callable[[str], str], known: list[str], bands: dict[int, list[int]]
) -> None:
    chosen = DICE.sample(range(len(known)), QUERIES)
    found = [_best(edit(known[number]), known, bands).get(number, 0.0) for number in chosen]
    for floor in (RELATED_FROM, NEAR_FROM):
        recall = sum(value >= floor for value in found) / len(found)
        _say(figure="recall", kind=kind, floor=floor, recall=round(recall, 3), queries=len(found))


def _false_alarms(held: list[str], known: list[str], bands: dict[int, list[int]]) -> None:
    found = [_best(text, known, bands) for text in held]
    candidates = sum(map(len, found)) / len(found)
    for floor in (RELATED_FROM, NEAR_FROM):
        false = sum(any(value >= floor for value in best.values()) for best in found)
        _say(
            figure="false_alarms",
            floor=floor,
            share=round(false / len(found), 4),
            candidates_per_query=round(candidates, 1),
        )


def _families(scenarios: list[str]) -> None:
    pairs = [(one, other) for at, one in enumerate(scenarios) for other in scenarios[:at]]
    true = [(one, other) for one, other in pairs if jaccard(one, other) >= RELATED_FROM]
    found = sum(bool(set(signature(one)) & set(signature(other))) for one, other in true)
    _say(figure="related_scenarios", pairs=len(true), found_by_bands=found, of=len(scenarios))


def _peer(held: list[str], known: list[str], bands: dict[int, list[int]]) -> None:
    few = held[:50]
    started = time.perf_counter()
    for text in few:
        _best(text, known, bands)
    ours = (time.perf_counter() - started) / len(few)

    sets = [grams(text) for text in known]
    started = time.perf_counter()
    for text in few:
        mine = grams(text)
        [len(mine & other) / len(mine | other) for other in sets]
    scan = (time.perf_counter() - started) / len(few)
    _say(
        figure="query_ms",
        ours=round(ours * 1000, 3),
        exact_scan=round(scan * 1000, 3),
        docs=len(known),
    )


def _say(**figures: object) -> None:
    print(json.dumps({"bench": "duplicates", "version": VERSION, **figures}))


if __name__ == "__main__":
    main()
