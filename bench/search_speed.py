"""The search index at 10k and 100k documents (`--million`: 1M too), beside its peers.

Peers in the same run, on the same documents and tokens: tantivy (words), faiss and usearch
(vectors), the site's own search in PostgreSQL. They come with `uv pip install -r
requirements/bench.txt`; one that is missing is left out and named. `--only SIZE` takes one size,
`--without-postgres` leaves PostgreSQL out, `--kept FOLDER` builds there what is missing and keeps
it for the next time. Prints JSON lines: milliseconds p50 and p99, recall@10
against an exact scan, and how many times faster than the peer (`ratio`).
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import psutil
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

from citystage.engines.search.contract import Document, Place, Query, Range, Require
from citystage.engines.search.embedded.opening import open_embedded
from citystage.engines.search.index import StoreIndex
from citystage.engines.text.tokens import index_tokens, query_terms

ASKED = 200
EVERYBODY = frozenset({"public"})
THREE = {"city": frozenset({"c1", "c2", "c3"}), "open": frozenset({"yes"})}
HIGH = (Range("level", 7, None),)


def say(**line: object) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


def timed(ask: Callable[[object], object], questions: Sequence[object]) -> dict[str, float]:
    for question in questions[:10]:
        ask(question)
    took = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return {
        "least_ms": round(took[0], 3),
        "p50_ms": round(statistics.median(took), 3),
        "p99_ms": round(took[int(len(took) * 0.99) - 1], 3),
    }


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
    written = time.perf_counter()
    index.optimize()
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
        disk_mb=sum(each.stat().st_blocks * 512 for each in folder.rglob("*")) >> 20,
    )
    return index


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
    line("words_any", lambda terms: search(terms=terms, require=Require.ANY), titles)
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


def near_ones() -> np.ndarray:
    """Questions that lie as far from documents as documents of one cluster from each other."""
    return vectors(ASKED, seed=77)


def against(line: dict[str, float], mine: dict[str, float]) -> dict[str, float]:
    return line | {"ratio": round(line["p50_ms"] / mine["p50_ms"], 2)}


def tantivy_words(words: Vocabulary, size: int, mine: dict[str, dict[str, float]]) -> None:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("number", stored=True)
    schema.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    engine = tantivy.Index(schema.build())
    began = time.perf_counter()
    writer = engine.writer(128_000_000, 1)
    for supply in supplies(size, words):
        tokens = index_tokens(f"{supply.title} {supply.name} {supply.body}")
        made = tantivy.Document(text=" ".join(tokens))
        made.add_integer("number", supply.number)
        writer.add_document(made)
    writer.commit()
    writer.wait_merging_threads()
    engine.reload()
    built = round(time.perf_counter() - began, 1)
    searcher = engine.searcher()

    def ask(tokens: list[str], occur: object) -> object:
        terms = [
            (occur, tantivy.Query.term_query(engine.schema, "text", token)) for token in tokens
        ]
        found = searcher.search(tantivy.Query.boolean_query(terms), 20)
        return [searcher.doc(address)["number"] for _, address in found.hits]

    typed = [index_tokens(text) for text in short_queries(words, ASKED)]
    titles = [index_tokens(each) for each in words.titles[:: len(words.titles) // ASKED][:ASKED]]
    every = timed(lambda tokens: ask(tokens, tantivy.Occur.Must), typed)
    some = timed(lambda tokens: ask(tokens, tantivy.Occur.Should), titles)
    say(what="words", engine="tantivy", size=size, build_s=built, **against(every, mine["words"]))
    say(what="words_any", engine="tantivy", size=size, **against(some, mine["words_any"]))


def faiss_vectors(found: np.ndarray, mine: dict[str, dict[str, float]]) -> None:
    import faiss

    began = time.perf_counter()
    engine = faiss.IndexHNSWFlat(found.shape[1], 16, faiss.METRIC_INNER_PRODUCT)
    engine.hnsw.efConstruction, engine.hnsw.efSearch = 100, 128
    engine.add(found)
    built = round(time.perf_counter() - began, 1)
    peer("faiss", found, mine, built, lambda one: engine.search(one[None], 10)[1][0])


def usearch_vectors(found: np.ndarray, mine: dict[str, dict[str, float]]) -> None:
    from usearch.index import Index

    began = time.perf_counter()
    engine = Index(
        ndim=found.shape[1], metric="ip", dtype="f32", connectivity=16, expansion_add=100,
        expansion_search=128,
    )  # fmt: skip
    engine.add(np.arange(len(found)), found)
    built = round(time.perf_counter() - began, 1)
    peer("usearch", found, mine, built, lambda one: engine.search(one, 10).keys)


def peer(
    name: str,
    found: np.ndarray,
    mine: dict[str, dict[str, float]],
    built: float,
    ask: Callable[[np.ndarray], Sequence[int]],
) -> None:
    questions = near_ones()
    shares = []
    for question in questions:
        best = np.argpartition(-(found @ question), 10)[:10]
        shares.append(len(set(map(int, ask(question))) & set(best.tolist())) / 10)
    line = against(timed(ask, list(questions)), mine["vector"])
    share = round(float(np.mean(shares)), 4)
    say(what="vector", engine=name, size=len(found), build_s=built, recall=share, **line)


def postgres_words(words: Vocabulary, size: int, mine: dict[str, dict[str, float]]) -> None:
    from _database import fresh

    with fresh("citystage_bench_search"):
        from django.utils import timezone

        from citystage.stages.catalogue.indexing.vectors import vector
        from citystage.stages.catalogue.models import SearchDocument

        began, now = time.perf_counter(), timezone.now()
        made: list[SearchDocument] = []
        for supply in supplies(size, words):
            text = vector(title=supply.title, names=[], body=supply.body)
            made.append(
                SearchDocument(
                    kind="capability", object_id=supply.number, title=supply.title[:200],
                    body=supply.body, vector=text, changed_at=now, audience=["public"],
                )
            )  # fmt: skip
            if len(made) == 1000 or supply.number == size - 1:
                SearchDocument.objects.bulk_create(made)
                made.clear()
        built = round(time.perf_counter() - began, 1)
        line = timed(_ranked, short_queries(words, ASKED)[:60])
        ratio = against(line, mine["words"])
        say(what="words", engine="postgresql", size=size, build_s=built, **ratio)


def _ranked(text: str) -> list[object]:
    """As the site does without the index: all words, weighed by `ts_rank`."""
    from django.db import connection

    from citystage.stages.catalogue.indexing.vectors import quote

    ways = [
        " | ".join(f"({' & '.join(quote(token) for token in way)})" for way in term.alternatives)
        for term in query_terms(text)
    ]
    asked = " & ".join(f"({way})" for way in ways)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM catalogue_searchdocument WHERE vector @@ %s::tsquery AND public"
            " ORDER BY ts_rank('{0.05, 0.2, 0.6, 1.0}', vector, %s::tsquery) DESC LIMIT 20",
            [asked, asked],
        )
        return list(cursor.fetchall())


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


def main(arguments: Sequence[str]) -> None:
    if not DATA.exists():
        say(what="skipped", why=f"no {DATA}")
        return
    sizes = [10_000, 100_000, *([1_000_000] if "--million" in arguments else [])]
    if "--only" in arguments:
        sizes = [int(arguments[arguments.index("--only") + 1])]
    kept = arguments[arguments.index("--kept") + 1] if "--kept" in arguments else ""
    words = vocabulary()
    say(what="machine", cores=os.cpu_count(), load=os.getloadavg()[0], cities=CITIES)
    for size in sizes:
        measure(size, words, postgres="--without-postgres" not in arguments, kept=kept)


if __name__ == "__main__":
    main(sys.argv[1:])
