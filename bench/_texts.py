"""Texts to measure with: real ones where a folder of them is at hand, else made ones.

`CITYSTAGE_DATA` names a folder with `csl.jsonl` (Chinese scientific abstracts) and
`scenarios.jsonl`. Without it, texts are put together from the phrase table of pypinyin by a fixed
seed: of real length and vocabulary, without meaning. Figures say which they are.
"""

import json
import os
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypinyin.phrases_dict import phrases_dict

MADE = 1_000


@dataclass(frozen=True, slots=True)
class Texts:
    """Long texts without twins, their titles, and scenario texts with families of their own."""

    kind: str
    titles: list[str]
    abstracts: list[str]
    scenarios: list[str]


def load() -> Texts:
    """Real texts if `CITYSTAGE_DATA` is set, else made ones."""
    folder = os.environ.get("CITYSTAGE_DATA")
    return _real(Path(folder)) if folder else _made()


def _real(folder: Path) -> Texts:
    papers = _rows(folder / "csl.jsonl")
    scenarios = _rows(folder / "scenarios.jsonl")
    return Texts(
        "real",
        [row["title"] for row in papers],
        [row["abstract"] for row in papers],
        [row["title"] + "。" + row.get("description", "") for row in scenarios],
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _made() -> Texts:
    dice = random.Random(20261121)
    words = sorted(word for word in phrases_dict if len(word) <= 4)

    def sentence() -> str:
        return "".join(dice.choices(words, k=12)) + "。"

    titles = [sentence()[:16] for _ in range(MADE)]
    abstracts = ["".join(sentence() for _ in range(6)) for _ in range(MADE)]
    scenarios = [abstracts[number // 4][:60] + sentence() for number in range(200)]
    return Texts("made", titles, abstracts, scenarios)
