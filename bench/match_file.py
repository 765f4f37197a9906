"""`citystage match-file --model none` of 2,000 demands among 100,000 supplies, begin to end.

Rows are put together of the sentences, titles and names of real records (`_supply.py`). Prints one
JSON line: seconds by the clock and of the processor, the greatest sum of memory that the command
and its helpers held (proportional set size, looked at four times a second), answers and bytes
written. Goal: 2 GB. `--demands`, `--supplies`: other sizes.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from _supply import SEED, Vocabulary, supplies, vocabulary

EVERY = 0.25
MOST = 50


def main() -> None:
    """Write both files, run the command, watch it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demands", type=int, default=2_000)
    parser.add_argument("--supplies", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-match-file-") as named:
        folder = Path(named)
        _write(folder, options.demands, options.supplies)
        print(json.dumps(_run(folder, options.demands, options.supplies)), flush=True)


def _write(folder: Path, demands: int, number: int) -> None:
    words = vocabulary()
    with (folder / "supplies.jsonl").open("w") as file:
        for one in supplies(number, words):
            row = {"id": f"s{one.number}", "name": one.name, "title": one.title, "text": one.body}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with (folder / "demands.jsonl").open("w") as file:
        for row in _demands(demands, words):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _demands(number: int, words: Vocabulary) -> list[dict[str, str]]:
    dice = random.Random(SEED + 9)
    return [
        {
            "id": f"d{at}",
            "title": dice.choice(words.titles),
            "need": "。".join(dice.choices(words.sentences, k=4)),
        }
        for at in range(number)
    ]


def _run(folder: Path, demands: int, number: int) -> dict[str, object]:
    out = folder / "run.jsonl"
    command = [sys.executable, "-m", "citystage.config.cli", "match-file", "--model", "none"]
    files = ["--demands", str(folder / "demands.jsonl")]
    files += ["--supplies", str(folder / "supplies.jsonl")]
    begun = time.perf_counter()
    with subprocess.Popen(
        [*command, *files, "-k", str(MOST), "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        watched = Watched(process.pid)
        status = process.wait()
        watched.over.set()
    if status:
        raise SystemExit(f"match-file ended with {status}")
    return {
        "bench": "match_file",
        "demands": demands,
        "supplies": number,
        "seconds": round(time.perf_counter() - begun, 1),
        "processor_seconds": round(watched.processor, 1),
        "peak_mb": watched.peak >> 20,
        "answers": sum(1 for _line in out.open()),
        "written_mb": out.stat().st_size >> 20,
    }


class Watched(threading.Thread):
    """What a process and those it started hold and spend, looked at until it is over."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.of = psutil.Process(pid)
        self.over = threading.Event()
        self.peak = 0
        self.spent: dict[int, float] = {}
        self.start()

    @property
    def processor(self) -> float:
        """Seconds of all of them, as last seen."""
        return sum(self.spent.values())

    def run(self) -> None:
        """Look again and again."""
        while not self.over.wait(EVERY):
            held = 0
            for one in self._family():
                try:
                    held += one.memory_full_info().pss
                    times = one.cpu_times()
                except psutil.Error:
                    continue
                self.spent[one.pid] = times.user + times.system
            self.peak = max(self.peak, held)

    def _family(self) -> list[psutil.Process]:
        try:
            return [self.of, *self.of.children(recursive=True)]
        except psutil.Error:
            return []


if __name__ == "__main__":
    main()
