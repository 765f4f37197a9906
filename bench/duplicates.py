"""Near duplicates: rate, recall per kind of edit and false alarms, beside datasketch and a scan.

Prints JSON lines; `CITYSTAGE_DATA` names a folder of real texts (see `_texts.py`). The edits are
made by a fixed seed: light edit (2 % of characters), re-ordered sentences with 15 % of words
dropped, words replaced (10 % by filler) with 6 % dropped, half of the text. A text is found when
`Finder.near` gives it. False alarms are counted on abstracts, no two of which are alike; the
scenario list has families of its own, counted as such. Rates are taken among `DOCUMENTS` texts:
the real ones and others put together from clauses of them at random, which share more 3-grams
than real ones do, so they are the harder case. Seconds are those of one processor. Peers:
datasketch with the same permutations and bands, and a plain scan, exact Jaccard of the query
against every text. Where the local model is built, the same need of another place is looked for
by vectors, with and without stripping.
"""

import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rjieba
from _texts import load
from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

from citystage.engines.meaning.choosing import Choice
from citystage.engines.meaning.opening import open_provider
from citystage.engines.similarity.families import families
from citystage.engines.similarity.finding import Finder
from citystage.engines.similarity.jaccard import NEAR_FROM, RELATED_FROM, jaccard
from citystage.engines.similarity.letters import grams, shingles
from citystage.engines.similarity.same_need import SAME_FROM, same_need
from citystage.engines.similarity.signature import BANDS, PERMUTATIONS, SEED, VERSION, signature
from citystage.engines.text.folding import fold
from citystage.engines.text.stripping import strip_all

DOCUMENTS = 32_000
QUERIES = 300
FEW = 50
FILLERS = ["系统", "平台", "技术", "方法", "模型", "服务", "研究", "应用"]
DICE = random.Random(20261121)


def main() -> None:
    """Print one JSON line per figure."""
    texts = load()
    abstracts = [fold(text) for text in texts.abstracts]
    scenarios = [fold(text) for text in texts.scenarios]
    DICE.shuffle(abstracts)
    held, known = abstracts[:QUERIES], abstracts[QUERIES:] + scenarios
    crowd = known + _mixed(known, DOCUMENTS - len(known))
    _say(figure="texts", kind=texts.kind, abstracts=len(abstracts), documents=len(crowd))

    started = time.process_time()
    finder = Finder(crowd)
    _say(figure="build", docs_per_s=round(len(crowd) / (time.process_time() - started)))
    _rates(held, crowd, finder)
    _datasketch(held, crowd)
    _scan(held[:FEW], crowd)
    for kind, edit in EDITS.items():
        _recall(kind, edit, known, finder)
    _false_alarms(held, known)
    _families(scenarios)
    _all_pairs()
    _same_need([fold(title) for title in texts.titles])


def _mixed(known: list[str], count: int) -> list[str]:
    """Texts of twelve clauses of others each."""
    clauses = [
        clause for text in known for clause in re.findall(r"[^,，。；;.]+[,，。；;.]?", text)
    ]
    return ["".join(DICE.sample(clauses, 12)) for _ in range(count)]


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


def _per_second(ask: Callable[[str], object], queries: list[str]) -> int:
    started = time.process_time()
    for query in queries:
        ask(query)
    return round(len(queries) / (time.process_time() - started))


def _rates(held: list[str], crowd: list[str], finder: Finder) -> None:
    """From the bare band look-up to the whole answer with exact similarities."""
    sketches = [_sketch(text) for text in crowd]
    bands = RMinHashLSH(RELATED_FROM, PERMUTATIONS, BANDS)
    bands.insert_many(sketches)
    asked = [_sketch(text) for text in held]
    started = time.process_time()
    found = [bands.query(sketch) for sketch in asked * 5]
    _say(
        figure="queries_per_s",
        what="bands, sketch given",
        docs=len(crowd),
        per_s=round(len(found) / (time.process_time() - started)),
        candidates=round(sum(map(len, found)) / len(found), 1),
    )
    _say(figure="queries_per_s", what="sketch alone", per_s=_per_second(_sketch, held))
    _say(
        figure="queries_per_s",
        what="sketch, bands, estimate",
        docs=len(crowd),
        per_s=_per_second(finder.candidates, held),
        candidates=round(sum(len(finder.candidates(text)) for text in held) / len(held), 2),
    )
    _say(
        figure="queries_per_s",
        what="whole, exact similarity",
        docs=len(crowd),
        per_s=_per_second(finder.near, held),
    )


def _sketch(text: str) -> RMinHash:
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(shingles(text))
    return sketch


def _datasketch(held: list[str], crowd: list[str]) -> None:
    """The same bands and permutations by datasketch, on a part of the texts; it is slower."""
    part = crowd[: len(crowd) // 10]
    started = time.process_time()
    sketches = MinHash.bulk(
        [[gram.encode() for gram in shingles(text)] for text in part], num_perm=PERMUTATIONS
    )
    signing = time.process_time() - started
    bands = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, PERMUTATIONS // BANDS))
    for number, sketch in enumerate(sketches):
        bands.insert(number, sketch)
    asked = MinHash.bulk(
        [[gram.encode() for gram in shingles(text)] for text in held], num_perm=PERMUTATIONS
    )
    started = time.process_time()
    for sketch in asked:
        bands.query(sketch)
    querying = time.process_time() - started
    _say(
        figure="datasketch",
        docs=len(part),
        sketches_per_s=round(len(part) / signing),
        bands_per_s=round(len(asked) / querying),
    )


def _scan(few: list[str], crowd: list[str]) -> None:
    sets = [grams(text) for text in crowd]

    def scan(text: str) -> None:
        mine = grams(text)
        for other in sets:
            len(mine & other) / len(mine | other)

    _say(figure="exact_scan", docs=len(crowd), per_s=_per_second(scan, few))


def _recall(kind: str, edit: Callable[[str], str], known: list[str], finder: Finder) -> None:
    chosen = DICE.sample(range(len(known)), QUERIES)
    found = [dict(finder.near(edit(known[number]))).get(number, 0.0) for number in chosen]
    for floor in (RELATED_FROM, NEAR_FROM):
        recall = sum(value >= floor for value in found) / len(found)
        _say(figure="recall", kind=kind, floor=floor, recall=round(recall, 3), queries=len(found))


def _false_alarms(held: list[str], known: list[str]) -> None:
    finder = Finder(known)
    found = [finder.near(text) for text in held]
    for floor in (RELATED_FROM, NEAR_FROM):
        false = sum(any(value >= floor for _, value in best) for best in found)
        _say(figure="false_alarms", floor=floor, share=round(false / len(found), 4))


def _families(scenarios: list[str]) -> None:
    pairs = [(one, other) for at, one in enumerate(scenarios) for other in scenarios[:at]]
    true = [(one, other) for one, other in pairs if jaccard(one, other) >= RELATED_FROM]
    found = sum(bool(set(signature(one)) & set(signature(other))) for one, other in true)
    grouped = families(Finder(scenarios).pairs())
    _say(
        figure="related_scenarios",
        pairs=len(true),
        found_by_bands=found,
        families=len(grouped),
        largest=max(map(len, grouped), default=0),
        of=len(scenarios),
    )


def _all_pairs() -> None:
    """Every pair of as many vectors, at random but for a few copies."""
    vectors = np.random.default_rng(7).normal(size=(DOCUMENTS, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[1:FEW] = vectors[0]
    started = time.perf_counter()
    found = same_need(vectors)
    _say(
        figure="same_need_of_all",
        docs=DOCUMENTS,
        pairs=len(found),
        wall_s=round(time.perf_counter() - started, 1),
    )


def _same_need(titles: list[str]) -> None:
    """Titles as two districts would file them: each with its own place, owner and phase."""
    built = Choice(built=Path(__file__).parents[1] / "build" / "meaning")
    provider = open_provider(built)
    if not provider.dim:
        _say(figure="same_need", skipped="the local model is not built")
        return
    chosen = [title for title in titles if len(title) > 8][:QUERIES]
    names = [
        "青岛市",
        "宜昌市",
        "城阳区",
        "西陵区",
        "崂山区",
        "示例城市建设集团",
        "样例交通发展公司",
    ]
    here = [f"青岛市城阳区示例城市建设集团{title}采购项目(一期)" for title in chosen]
    there = [f"宜昌市西陵区样例交通发展公司2026年{_synonyms(title)}公开招标" for title in chosen]
    for way, texts in (
        ("as filed", here + there),
        ("stripped", strip_all(here + there, names)),
    ):
        vectors = np.asarray(provider.documents(texts), np.float32)
        pairs = same_need(vectors)
        true = sum(pair.other - pair.one == len(chosen) for pair in pairs)
        false = {
            one
            for pair in pairs
            if pair.other - pair.one != len(chosen)
            for one in (pair.one, pair.other)
        }
        _say(
            figure="same_need",
            way=way,
            floor=SAME_FROM,
            recall=round(true / len(chosen), 3),
            in_false_pairs=round(len(false) / len(texts), 3),
            titles=len(chosen),
        )


def _synonyms(title: str) -> str:
    """One general word replaced, as another office would say it."""
    swaps = (
        ("系统", "平台"),
        ("研究", "分析"),
        ("应用", "运用"),
        ("设计", "研制"),
        ("检测", "监测"),
    )
    for word, other in swaps:
        if word in title:
            return title.replace(word, other, 1)
    return title


def _say(**figures: object) -> None:
    print(json.dumps({"bench": "duplicates", "version": VERSION, **figures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
