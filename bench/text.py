"""Text engine: characters per second of folding, tokens, requirements, marking, differences.

Prints JSON lines; `CITYSTAGE_DATA` names a folder of real texts (see `_texts.py`). Peers:
folding beside `str.translate` with a table of single characters, which is wrong for characters
whose Simplified form depends on the phrase; tokens beside plain character pairs; differences
beside `difflib` over characters without segmentation.
"""

import json
import re
import time
from collections.abc import Callable
from difflib import SequenceMatcher

import rjieba
from _texts import load

from citystage.engines.text.diff import diff
from citystage.engines.text.folding import align, fold, simplify
from citystage.engines.text.marking import snippet
from citystage.engines.text.pinyin import name_keys
from citystage.engines.text.requirements import split
from citystage.engines.text.stripping import strip_all
from citystage.engines.text.tokens import index_tokens, pairs, query_terms
from citystage.engines.text.words import Lexicon

STOPS = re.compile("[。；;!！?？\n]")
HAN = range(0x4E00, 0xA000)


def main() -> None:
    """Print one JSON line per figure."""
    loaded = load()
    texts, titles = loaded.abstracts, loaded.titles
    _say(figure="texts", kind=loaded.kind, texts=len(texts))
    size = sum(map(len, texts))
    index_tokens(texts[0])
    fold(texts[0])

    table = {code: simplified for code in HAN if (simplified := simplify(chr(code))) != chr(code)}
    _rate("fold", size, lambda: [fold(text) for text in texts])
    _rate(
        "fold", size, lambda: [text.casefold().translate(table) for text in texts], "str.translate"
    )
    _rate("align", size, lambda: [align(text) for text in texts])
    _rate("index_tokens", size, lambda: [index_tokens(text) for text in texts])
    _rate("index_tokens", size, lambda: [pairs(fold(text)) for text in texts], "pairs only")
    _rate("split into requirements", size, lambda: [split(text) for text in texts])
    _rate("split into requirements", size, lambda: [STOPS.split(text) for text in texts], "stops")
    names = Lexicon(title[:6] for title in titles)
    _rate("strip_all, names", size, lambda: strip_all(texts, names))
    _rate("snippet", size, lambda: [snippet(text, ["模型", "研究"]) for text in texts])

    _each("query_terms", len(titles), lambda: [query_terms(title) for title in titles])
    _each("name_keys", len(titles), lambda: [name_keys(title[:12]) for title in titles])
    _differences("".join(texts)[:20_000])


def _differences(before: str) -> None:
    words = rjieba.cut(before)
    after = "".join(word for number, word in enumerate(words) if number % 10)
    _each("diff of 20,000 characters", 1, lambda: diff(before, after))
    _each(
        "diff of 20,000 characters",
        1,
        lambda: SequenceMatcher(None, before, after, autojunk=False).get_opcodes(),
        "difflib by characters",
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _rate(figure: str, size: int, work: Callable[[], object], by: str = "citystage") -> None:
    _say(figure=figure, by=by, chars_per_s=round(size / _seconds(work)))


def _each(figure: str, count: int, work: Callable[[], object], by: str = "citystage") -> None:
    _say(figure=figure, by=by, ms=round(_seconds(work) / count * 1000, 3))


def _say(**figures: object) -> None:
    print(json.dumps({"bench": "text", **figures}))


if __name__ == "__main__":
    main()
