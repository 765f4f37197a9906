"""No text is embedded twice, and no crash costs more than a turn."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from citystage.engines.meaning import caching
from citystage.engines.meaning.caching import Cached, VectorCache
from citystage.engines.meaning.nothing import Nothing
from citystage.engines.meaning.texts import content_hash
from tests.engines.meaning.providers import Hashing

WRITER = """
import sys
from pathlib import Path
from citystage.engines.meaning.caching import Cached
from tests.engines.meaning.providers import Hashing

for turn in range(1_000_000):
    Cached(Hashing(), Path(sys.argv[1])).documents([f"{turn} {n}" for n in range(50)])
    print(turn, flush=True)
"""


def test_what_is_known_is_not_asked_again(tmp_path: Path):
    texts = ["无人机巡检", "养老机器人", "无人机巡检 "]
    first = Cached(Hashing(), tmp_path).documents(texts)
    provider = Hashing()

    again = Cached(provider, tmp_path).documents([*texts, "新"])

    assert provider.asked == ["新"]
    assert np.array_equal(again[:3], first)
    assert np.array_equal(first[0], first[2])
    assert np.allclose(np.linalg.norm(again, axis=1), 1, atol=1e-6)


def test_vectors_are_those_of_the_provider_to_three_places(tmp_path: Path):
    texts = [f"文本{n}" for n in range(1200)]

    found = Cached(Hashing(), tmp_path).documents(texts)

    assert np.allclose(found, Hashing().documents(texts), atol=1e-3)
    assert VectorCache(tmp_path, model="hashing/1", dim=8).get([content_hash("文本7")])
    assert Cached(Hashing(), tmp_path).documents([]).shape == (0, 8)
    assert Cached(Hashing(), tmp_path).query("文").shape == (8,)


def test_progress_is_told_turn_by_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(caching, "TURN", 2)
    told: list[tuple[int, int]] = []

    Cached(Hashing(), tmp_path, told=lambda *now: told.append(now)).documents(list("abcde"))

    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]


def test_models_do_not_share(tmp_path: Path):
    Cached(Hashing(), tmp_path).documents(["a"])
    other = Hashing()
    other.name = "hashing/2"

    Cached(other, tmp_path).documents(["a"])

    assert other.asked == ["a"]


def test_without_a_model_nothing_is_kept(tmp_path: Path):
    cached = Cached(Nothing("left out"), tmp_path)

    assert cached.documents(["a", "b"]).shape == (2, 0)
    assert (cached.name, cached.dim, cached.why_not) == ("", 0, "left out")


def test_a_broken_file_is_put_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    Cached(Hashing(), tmp_path).documents(["a"])
    (path,) = tmp_path.glob("*.db")
    path.write_bytes(b"no database" * 1000)
    provider = Hashing()

    Cached(provider, tmp_path).documents(["a"])

    assert provider.asked == ["a"]
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert len(list(tmp_path.glob("*.broken"))) == 1


def test_a_cache_that_goes_away_costs_only_time(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    cached = Cached(Hashing(), tmp_path)
    (path,) = tmp_path.glob("*.db")
    with sqlite3.connect(path) as link:
        link.execute("DROP TABLE vectors")
    link.close()

    found = cached.documents(["a"])

    assert found.shape == (1, 8)
    assert len(caplog.records) == 2


def test_a_writer_killed_in_the_midst_leaves_whole_turns(tmp_path: Path):
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
            env={**os.environ, "COVERAGE_PROCESS_START": ""},
        )
        assert writer.stdout
        told = [int(writer.stdout.readline()) for _ in range(3)]
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        provider = Hashing()

        wanted = [f"{turn} {n}" for turn in told for n in range(50)]
        Cached(provider, tmp_path).documents(wanted)

        assert provider.asked == []
