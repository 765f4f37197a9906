"""Fitting: affinities of experts to cases from words, meaning and taxonomy, 0..1."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from citystage.engines.expertise.records import (
    CaseText,
    ExpertText,
    Floats,
    Ints,
    Meaning,
    Vectors,
)
from citystage.engines.expertise.words import Words

BEST_TEXTS: Final = 3
"""An expert is as near as the mean of so many nearest texts (all: worse; the nearest: too)."""
_FULL: Final = 0.995
"""Share of the pairs that are below a full mark of a part."""
_BLOCK: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts; parts that nothing is known of are left out and the rest scaled."""

    words: float = 0.4
    meaning: float = 0.6
    terms: float = 0.3


@dataclass(frozen=True, slots=True)
class Fit:
    """The `keep` best experts of each case above 0: numbers of cases and experts, values 0..1.

    By case, the best first. Parts 0..1 of the same pairs; None where nothing is known.
    """

    rows: Ints
    cols: Ints
    values: Floats
    shape: tuple[int, int]
    words: Floats
    meaning: Floats | None
    terms: Floats | None


def fit(
    cases: Sequence[CaseText],
    experts: Sequence[ExpertText],
    *,
    vectors: Meaning | None = None,
    keep: int = 200,
    weights: Weights | None = None,
) -> Fit:
    """Words by TF-IDF over all texts, vectors by cosine, terms by the share of the case's.

    A part is scaled so that all but one pair of two hundred lie below 1. Vectors count from what
    is usual between any case and any text, because models find no two texts wholly unlike.
    """
    n, m = len(cases), len(experts)
    if not n or not m:
        none = np.empty(0, np.int64)
        return Fit(none, none, np.empty(0), (n, m), np.empty(0), None, None)
    texts = _Texts(experts)
    parts = [_words(cases, texts)]
    chosen = weights or Weights()
    counted = [chosen.words]
    with_terms = any(case.terms for case in cases) and any(one.terms for one in experts)
    if vectors is not None:
        parts.append(_meaning(vectors, texts))
        counted.append(chosen.meaning)
    if with_terms:
        parts.append(_terms(cases, experts))
        counted.append(chosen.terms)
    whole = sum(weight * part for weight, part in zip(counted, parts, strict=True))
    assert isinstance(whole, np.ndarray)
    whole = np.minimum(whole / sum(counted), 1.0)
    few = min(keep, m)
    best = np.argpartition(whole, m - few, axis=1)[:, m - few :]
    rows = np.repeat(np.arange(n), few)
    cols = best.ravel()
    values = whole[rows, cols]
    order = np.lexsort((cols, -values, rows))
    order = order[values[order] > 0]
    rows, cols, values = rows[order], cols[order], values[order]
    return Fit(
        rows,
        cols,
        values.astype(np.float64),
        (n, m),
        parts[0][rows, cols].astype(np.float64),
        parts[1][rows, cols].astype(np.float64) if vectors is not None else None,
        parts[-1][rows, cols].astype(np.float64) if with_terms else None,
    )


class _Texts:
    """All texts of all experts in one list, and which are whose, in a table padded with -1."""

    def __init__(self, experts: Sequence[ExpertText]) -> None:
        self.all = [text for expert in experts for text in expert.texts]
        counts = [len(expert.texts) for expert in experts]
        self.of = np.full((len(experts), max(1, *counts)), -1)
        at = 0
        for number, count in enumerate(counts):
            self.of[number, :count] = np.arange(at, at + count)
            at += count

    def nearest(self, block: Vectors) -> Vectors:
        """From (cases, texts) to (cases, experts): the mean of each expert's nearest few."""
        padded = np.concatenate([block, np.full((len(block), 1), -np.inf, block.dtype)], axis=1)
        known = (self.of >= 0).sum(axis=1)
        few = min(BEST_TEXTS, self.of.shape[1])
        best = padded[:, self.of]
        if few < best.shape[2]:
            best = np.partition(best, best.shape[2] - few, axis=2)[:, :, best.shape[2] - few :]
        summed = np.where(np.isfinite(best), best, 0).sum(axis=2)
        return np.asarray(summed / np.maximum(1, np.minimum(few, known)), np.float32)

    def blocks(self, cases: int) -> Iterator[slice]:
        step = max(1, _BLOCK // max(1, self.of.size))
        for start in range(0, cases, step):
            yield slice(start, min(cases, start + step))


def _words(cases: Sequence[CaseText], texts: _Texts) -> Vectors:
    words = Words(texts.all, [case.text for case in cases])
    found = np.empty((len(cases), len(texts.of)), np.float32)
    behind = csr_array(words.second.T) if texts.all else None
    for part in texts.blocks(len(cases)):
        if behind is None:
            found[part] = 0
        else:
            found[part] = texts.nearest((words.first[part] @ behind).toarray())
    return _scaled(found, 0.0)


def _meaning(vectors: Meaning, texts: _Texts) -> Vectors:
    given = [np.asarray(one, np.float32) for one in vectors.experts]
    if [len(one) for one in given] != (texts.of >= 0).sum(axis=1).tolist():
        message = "an expert has another number of vectors than texts"
        raise ValueError(message)
    if len(vectors.cases) == 0 or not texts.all:
        return np.zeros((len(vectors.cases), len(texts.of)), np.float32)
    whole = np.concatenate([one for one in given if len(one)])
    found = np.empty((len(vectors.cases), len(texts.of)), np.float32)
    for part in texts.blocks(len(vectors.cases)):
        found[part] = texts.nearest(np.asarray(vectors.cases[part] @ whole.T))
    with_text = (texts.of >= 0).any(axis=1)
    usual = float(np.median(found[:, with_text]))
    found[:, ~with_text] = usual
    return _scaled(found, usual)


def _terms(cases: Sequence[CaseText], experts: Sequence[ExpertText]) -> Vectors:
    """The share of the case's terms that the expert has; 0 for a case without any."""
    known = {term: at for at, term in enumerate(sorted(set().union(*(c.terms for c in cases))))}
    asked = np.zeros((len(cases), len(known)), np.float32)
    given = np.zeros((len(experts), len(known)), np.float32)
    for table, codes in (
        (asked, [case.terms for case in cases]),
        (given, [expert.terms for expert in experts]),
    ):
        for at, own in enumerate(codes):
            table[at, [known[term] for term in own if term in known]] = 1
    return np.asarray((asked @ given.T) / np.maximum(1, asked.sum(axis=1))[:, None])


def _scaled(found: Vectors, usual: float) -> Vectors:
    full = float(np.quantile(found, _FULL)) if found.size else 0.0
    if full <= usual:
        full = float(found.max(initial=usual))
    if full <= usual:
        return np.zeros_like(found)
    return np.asarray(np.clip((found - usual) / (full - usual), 0, 1), np.float32)
