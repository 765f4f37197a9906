"""The search index at 10k and 100k documents (`--million`: 1M too), beside its peers.

Peers in the same run, on the same documents and tokens: tantivy (words), faiss and usearch
(vectors), the site's own search in PostgreSQL. They come with `uv pip install -r
requirements/bench.txt`; one that is missing is left out and named. `--only SIZE` takes one size,
`--without-postgres` leaves PostgreSQL out, `--kept FOLDER` builds there what is missing and keeps
it for the next time. Prints JSON lines: milliseconds p50 and p99, recall@10
against an exact scan, and how many times faster than the peer (`ratio`).
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import psutil
from _search_peers import (
    ASKED,
    faiss_vectors,
    near_ones,
    postgres_words,
    say,
    tantivy_words,
    timed,
    usearch_vectors,
)
from _supply import (
    CITIES,
    DATA,
    DIM,
    Supply,
    Vocabulary,
    short_queries,
    supplies,
    vectors,
    vocabulary,
)

from citystage.engines.search.contract import Document, Place, Query, Range, Require, Wish
from citystage.engines.search.embedded.opening import open_embedded
from citystage.engines.search.index import StoreIndex
from citystage.engines.text.tokens import query_terms

EVERYBODY = frozenset({"public"})
THREE = {"city": frozenset({"c1", "c2", "c3"}), "open": frozenset({"yes"})}
HIGH = (Range("level", 7, None),)


def document(supply: Supply, vector: np.ndarray) -> Document:
    return Document(
        reference=f"capability:{supply.number}",
        kind="capability",
        title=supply.title,
        audience=EVERYBODY if supply.number % 10 else frozenset({"unit:7"}),
        names=(supply.name,),
        body=supply.body,
        facets={"city": [supply.city], "open": ["yes" if supply.open else "no"]},
        numbers={"level": supply.level},
        place=Place(24 + supply.number % 17, 103 + supply.number % 19),
        vector=vector,
    )


def build(folder: Path, words: Vocabulary, found: np.ndarray) -> StoreIndex:
    index = open_embedded(folder, dim=DIM)
    number = len(found)
    began, worked = time.perf_counter(), processor()
    waiting: list[Document] = []
    for supply in supplies(number, words):
        waiting.append(document(supply, found[supply.number]))
        if len(waiting) == 500 or supply.number == number - 1:
            index.apply(waiting, cursor=[supply.number])
            waiting.clear()
    written, filling = time.perf_counter(), own_memory()
    with Peak() as peak:
        index.optimize(alone=True)
    done, spent = time.perf_counter(), processor()
    index.close()
    closed = time.perf_counter()
    index = open_embedded(folder, dim=DIM)
    opened = time.perf_counter() - closed
    say(
        what="build",
        size=number,
        write_s=round(written - began, 1),
        optimise_s=round(done - written, 1),
        whole_s=round(done - began, 1),
        processor_s=round(spent - worked, 1),
        reopen_s=round(opened, 2),
        rss_mb=psutil.Process().memory_info().rss >> 20,
        own_peak_mb=round(max(peak.highest, filling) - found.nbytes / 2**20),
        disk_mb=sum(each.stat().st_blocks * 512 for each in folder.rglob("*")) >> 20,
    )
    return index


def own_memory() -> float:
    """MB that this process and those it started hold for themselves, files they read left out."""
    me = psutil.Process()
    total = 0
    for each in (me, *me.children(recursive=True)):
        with suppress(psutil.Error):
            held = each.memory_info()
            total += held.rss - held.shared
    return total / 2**20


class Peak:
    """The highest `own_memory` while it lasts, looked at each second."""

    def __init__(self) -> None:
        self.highest = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._over.wait(1):
            self.highest = max(self.highest, own_memory())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def processor() -> float:
    """Seconds of this process and of those it started that have ended."""
    return sum(os.times()[:4])


def visible(found: np.ndarray, words: Vocabulary, *, tight: bool) -> np.ndarray:
    mask = np.ones(len(found), dtype=bool)
    mask[::10] = False
    if tight:
        for supply in supplies(len(found), words):
            passes = supply.city in THREE["city"] and supply.level >= 7 and supply.open
            mask[supply.number] &= passes
    return mask


def recall(
    index: StoreIndex,
    questions: np.ndarray,
    found: np.ndarray,
    mask: np.ndarray,
    **more: Any,  # noqa: ANN401
) -> float:
    places = np.flatnonzero(mask)
    shares = []
    for question in questions:
        answer = index.search(Query(EVERYBODY, vector=question, reach=10, limit=10, **more))
        got = {int(hit.reference.partition(":")[2]) for hit in answer.hits}
        scores = found[places] @ question
        best = places[np.argpartition(-scores, 10)[:10]]
        shares.append(len(got & set(best.tolist())) / 10)
    return round(float(np.mean(shares)), 4)


def ours(index: StoreIndex, words: Vocabulary, found: np.ndarray) -> dict[str, dict[str, float]]:
    size = len(found)
    typed = [query_terms(text) for text in short_queries(words, ASKED)]
    begun = [query_terms(text[:2]) for text in short_queries(words, ASKED)]
    titles = [query_terms(text) for text in words.titles[:: len(words.titles) // ASKED][:ASKED]]
    questions = near_ones()
    pairs = list(zip(typed, questions, strict=False))
    lines: dict[str, dict[str, float]] = {}

    def line(
        name: str, ask: Callable[..., object], asked: Sequence[object], **more: object
    ) -> None:
        lines[name] = timed(ask, asked)
        say(what=name, engine="citystage", size=size, **lines[name], **more)

    def search(**more: Any) -> object:  # noqa: ANN401
        return index.search(Query(EVERYBODY, **more))

    line("words", lambda terms: search(terms=terms), typed)
    # What was read from disk and counted before is kept until the next change.
    line("words_again", lambda terms: search(terms=terms), typed)
    line("words_any", lambda terms: search(terms=terms, require=Require.ANY), titles)
    line("suggest", lambda terms: index.suggest(Wish(EVERYBODY, tuple(terms))), begun)
    line("words_facets", lambda terms: search(terms=terms, count=("city", "kind")), typed)
    line("words_filtered", lambda terms: search(terms=terms, facets=THREE, ranges=HIGH), typed)
    wide = recall(index, questions, found, visible(found, words, tight=False))
    line("vector", lambda one: search(vector=one, reach=10, limit=10), list(questions), recall=wide)
    tight = recall(
        index, questions, found, visible(found, words, tight=True), facets=THREE, ranges=HIGH
    )
    line(
        "vector_filtered",
        lambda one: search(vector=one, reach=10, limit=10, facets=THREE, ranges=HIGH),
        list(questions),
        recall=tight,
    )
    line("hybrid", lambda two: search(terms=two[0], vector=two[1]), pairs)
    line(
        "hybrid_filtered",
        lambda two: search(terms=two[0], vector=two[1], facets=THREE, ranges=HIGH),
        pairs,
    )
    line("facets_alone", lambda _: search(count=("city",)), range(50))
    lines["update"] = timed(lambda at: update(index, int(str(at)), found), range(30))
    say(what="update_to_findable", engine="citystage", size=size, **lines["update"])
    return lines


def update(index: StoreIndex, at: int, found: np.ndarray) -> None:
    index.apply([document(Supply(at, f"独一无二{at}", "", "", "c1", 1, open=True), found[at])])
    while not index.search(Query(EVERYBODY | {"unit:7"}, phrases=(f"独一无二{at}",))).hits:
        pass


@contextmanager
def index_of(size: int, words: Vocabulary, found: np.ndarray, kept: str) -> Iterator[StoreIndex]:
    """Built here, unless it was kept."""
    folder = Path(kept or tempfile.mkdtemp(dir=os.environ.get("BENCH_FOLDER"))) / f"{size}"
    if (folder / "CURRENT").exists():
        began = time.perf_counter(), time.process_time()
        index = open_embedded(folder, dim=DIM)
        took = time.perf_counter() - began[0], time.process_time() - began[1]
        say(what="reopen", size=size, seconds=round(took[0], 2), processor_s=round(took[1], 2))
    else:
        index = build(folder, words, found)
    try:
        yield index
        index.close()
    finally:
        if not kept:
            shutil.rmtree(folder.parent)


def measure(size: int, words: Vocabulary, *, postgres: bool, kept: str) -> None:
    found = vectors(size)
    with index_of(size, words, found, kept) as index:
        mine = ours(index, words, found)
    peers: list[tuple[str, Callable[[], None]]] = [
        ("tantivy", lambda: tantivy_words(words, size, mine)),
        ("faiss", lambda: faiss_vectors(found, mine)),
        ("usearch", lambda: usearch_vectors(found, mine)),
    ]
    if postgres:
        peers.append(("postgresql", lambda: postgres_words(words, size, mine)))
    for name, run in peers:
        try:
            run()
        except ImportError as error:
            say(what="left out", engine=name, size=size, why=str(error))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=int, metavar="SIZE", help="this size alone")
    parser.add_argument("--million", action="store_true", help="1,000,000 documents too")
    parser.add_argument("--without-postgres", action="store_true")
    parser.add_argument("--kept", default="", metavar="FOLDER", help="keep what is built there")
    options = parser.parse_args()
    if not DATA.exists():
        say(what="skipped", why=f"no {DATA}")
        return
    sizes = [10_000, 100_000, *([1_000_000] if options.million else [])]
    words = vocabulary()
    say(what="machine", cores=os.cpu_count(), load=os.getloadavg()[0], cities=CITIES)
    for size in [options.only] if options.only else sizes:
        measure(size, words, postgres=not options.without_postgres, kept=options.kept)


if __name__ == "__main__":
    main()
