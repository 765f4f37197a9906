"""Supplies by the hundred thousand: sentences, titles and names of real records, recombined.

Vectors are clustered as embeddings of texts are: few directions carry most of them, clusters are of
very unequal size, and all lie to one side of the origin. Same seed, same data.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
DIM, CITIES, SEED = 384, 40, 20261122


def rows(name: str) -> list[dict]:
    with (DATA / f"{name}.jsonl").open() as file:
        return [json.loads(line) for line in file]


@dataclass(frozen=True)
class Vocabulary:
    sentences: list[str]
    titles: list[str]
    names: list[str]


def vocabulary() -> Vocabulary:
    papers, supplies, scenarios = rows("csl"), rows("capabilities"), rows("scenarios")
    texts = [paper["abstract"] for paper in papers]
    texts += [row.get("description") or "" for row in (*supplies, *scenarios)]
    cut = [part for text in texts for part in text.replace(".", "。").split("。")]
    awards = rows("yichang_awards")
    return Vocabulary(
        sentences=sorted({part for part in cut if 8 < len(part) < 90}),
        titles=sorted(
            {row["title"] for row in (*papers, *scenarios)}
            | {row["demand_title"] for row in awards}
        ),
        names=sorted({row["company"] for row in (*supplies, *rows("listed_companies"))}),
    )


def vectors(number: int, seed: int = SEED) -> np.ndarray:
    """Shape (number, 384), unit length."""
    dice = np.random.default_rng(seed)
    basis = np.random.default_rng(SEED).standard_normal((64, DIM)).astype(np.float32)
    centres = np.random.default_rng(SEED + 1).standard_normal((2000, 64)).astype(np.float32)
    middle = np.random.default_rng(SEED + 2).standard_normal(DIM).astype(np.float32) * 1.2
    which = (dice.pareto(1.0, number) * 20).astype(int) % len(centres)
    made = np.empty((number, DIM), dtype=np.float32)
    for start in range(0, number, 50_000):
        part = which[start : start + 50_000]
        inner = centres[part] + 0.8 * dice.standard_normal((len(part), 64)).astype(np.float32)
        noise = 0.25 * dice.standard_normal((len(part), DIM)).astype(np.float32)
        whole = inner @ basis / 8 + middle + noise
        made[start : start + 50_000] = whole / np.linalg.norm(whole, axis=1, keepdims=True)
    return made


@dataclass(frozen=True)
class Supply:
    number: int
    title: str
    name: str
    body: str
    city: str
    level: int
    open: bool


def supplies(number: int, words: Vocabulary) -> Iterator[Supply]:
    dice = random.Random(SEED)
    for at in range(number):
        yield Supply(
            number=at,
            title=dice.choice(words.titles),
            name=dice.choice(words.names),
            body="。".join(dice.choices(words.sentences, k=5)),
            city=f"c{dice.randrange(CITIES)}",
            level=dice.randrange(1, 10),
            open=dice.random() < 0.9,
        )


def short_queries(words: Vocabulary, number: int) -> list[str]:
    """What people type: two neighbouring words of a title."""
    import rjieba

    dice = random.Random(SEED + 3)
    found: list[str] = []
    while len(found) < number:
        cut = [word for word in rjieba.cut(dice.choice(words.titles)) if len(word) > 1]
        if len(cut) > 1:
            at = dice.randrange(len(cut) - 1)
            found.append(f"{cut[at]} {cut[at + 1]}")
    return found
