"""The peers of the search index, on the same documents and tokens, and how all are timed."""

import json
import statistics
import time
from collections.abc import Callable, Sequence

import numpy as np
from _supply import Vocabulary, short_queries, supplies, vectors

from citystage.engines.text.tokens import index_tokens, query_terms

ASKED = 200


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
