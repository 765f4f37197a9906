"""The embedded index survives what happens to processes, folders and disks."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from citystage.engines.search.contract import IndexBroken, IndexBusy, IndexFull, Query, Range
from citystage.engines.search.embedded import optimizing
from citystage.engines.search.embedded.folder import Folder, copy_tree
from citystage.engines.search.embedded.opening import open_embedded
from citystage.engines.search.embedded.shard import Shard
from citystage.engines.text.tokens import query_terms
from tests.engines.search.conftest import PUBLIC, document, vector
from tests.engines.search.writer import BATCH, batch

ROOT = Path(__file__).resolve().parents[3]


def opened(folder, **options):
    return open_embedded(folder, **({"dim": 4, "reserve": 0} | options))


def references(index, text="清单"):
    answer = index.search(Query(PUBLIC, terms=query_terms(text), limit=10_000))
    return {hit.reference for hit in answer.hits}


@pytest.mark.parametrize("lines", [1, 4, 9])
def test_a_killed_process_leaves_documents_and_cursor_in_step(tmp_path, lines):
    command = [sys.executable, "-m", "tests.engines.search.writer", str(tmp_path / "index")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as writer:
        said = [int(next(writer.stdout)) for _ in range(lines)]
        threading.Event().wait(lines / 500)
        writer.kill()

    index = opened(tmp_path / "index")
    reached = int(index.cursor[0])
    found = references(index)
    index.apply(batch(reached + 1), cursor=[reached + 1])

    assert reached >= said[-1]
    expected = {
        each.reference
        for number in range(1, reached + 1)
        for each in batch(number)[5 if number < reached else 0 :]
    }
    ahead = {each.reference for each in batch(reached + 1)}
    behind = {each.reference for each in batch(reached)[:5]}
    assert expected - behind <= found <= expected | ahead
    assert references(index) >= ahead
    index.close()


def test_a_second_owner_is_refused(tmp_path):
    index = opened(tmp_path / "index")

    with pytest.raises(IndexBusy):
        opened(tmp_path / "index")

    index.close()
    opened(tmp_path / "index").close()


def test_an_index_is_opened_as_it_was_closed(tmp_path):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[7, "a"])
    index.flush()
    index.close()

    again = opened(tmp_path / "index")

    assert (again.cursor, again.count(), len(references(again))) == ([7, "a"], BATCH, BATCH)
    again.close()


@pytest.mark.parametrize(
    "other", [{"origin": "another"}, {"dim": 3}, {"dim": 0}], ids=["origin", "size", "none"]
)
def test_an_index_of_another_origin_or_size_is_filled_anew(tmp_path, other):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[7])
    index.close()

    again = opened(tmp_path / "index", **other)

    assert (again.cursor, again.count()) == (None, 0)
    again.apply([document("list:1", "清单", vector=None)], cursor=[1])
    assert again.count() == 1
    again.close()


def test_a_folder_removed_under_a_running_index_is_noticed_at_the_next_writing(tmp_path):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[7])
    shutil.rmtree(tmp_path / "index")

    with pytest.raises(IndexBroken):
        index.apply(batch(2), cursor=[8])
    index.close()

    again = opened(tmp_path / "index")
    assert again.cursor is None
    again.close()


@pytest.mark.parametrize("damage", ["garbage", "config", "missing", "current"])
def test_damaged_data_are_replaced_by_an_empty_index(tmp_path, damage):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[7])
    index.close()
    (generation,) = (tmp_path / "index").glob("g*")
    if damage == "garbage":
        for file in generation.rglob("segment.json"):
            file.write_text("{")
    elif damage == "config":
        (generation / "edge_config.json").write_text("nonsense")
    elif damage == "missing":
        shutil.rmtree(generation)
    else:
        (tmp_path / "index" / "CURRENT").write_text("../../etc")

    again = opened(tmp_path / "index")

    assert (again.cursor, again.count()) == (None, 0)
    again.apply(batch(2), cursor=[8])
    assert again.count() == BATCH
    again.close()


def test_a_full_disk_is_refused_and_old_data_stay(tmp_path):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[7])
    index.store.folder.reserve = 1 << 60

    with pytest.raises(IndexFull, match="MB are free"):
        index.apply(batch(2), cursor=[8])
    with pytest.raises(IndexFull):
        index.optimize()

    assert (index.cursor, index.count()) == ([7], BATCH)
    index.store.folder.reserve = 0
    index.apply(batch(2), cursor=[8])
    assert index.count() == 2 * BATCH
    index.close()


def test_a_disk_too_full_to_begin_is_refused(tmp_path):
    with pytest.raises(IndexFull):
        opened(tmp_path / "index", reserve=1 << 60)

    opened(tmp_path / "index").close()


def test_leftovers_of_a_process_that_died_are_removed(tmp_path):
    opened(tmp_path / "index").close()
    (tmp_path / "index" / "g9").mkdir()

    index = opened(tmp_path / "index")

    assert [each.name for each in (tmp_path / "index").glob("g*")] == ["g1"]
    index.close()


def test_searches_and_writes_go_on_while_a_better_generation_is_built(tmp_path):
    index = opened(tmp_path / "index")
    for number in range(1, 41):
        index.apply(batch(number), cursor=[number])
    wrong, stop = [], threading.Event()

    def search():
        while not stop.is_set():
            if len(references(index, "清单 7")) < BATCH:
                wrong.append(1)

    def write():
        number = 41
        while not stop.is_set():
            gone = [each.id for each in batch(number - 1)[:5]]
            index.apply(batch(number), deleted=gone, cursor=[number])
            number += 1

    threads = [threading.Thread(target=search), threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    index.optimize()
    stop.set()
    for thread in threads:
        thread.join()
    last = int(index.cursor[0])
    index.close()

    again = opened(tmp_path / "index")
    expected = BATCH * last - 5 * (last - 40)
    assert (wrong, again.cursor, again.count()) == ([], [last], expected)
    again.close()


def test_building_changes_over_to_a_new_generation_with_what_was_written_meanwhile(tmp_path):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[1])
    store = index.store
    target = store.copied()
    index.apply(
        [document("list:new", "新清单", facets={"city": ["qd"]}, numbers={"money": 1})],
        deleted=[each.id for each in batch(1)[:5]],
        cursor=[2],
    )
    store.change_over(Shard(target, 4, index.settings))

    answer = index.search(Query(PUBLIC, facets={"city": frozenset({"qd"})}, count=("city",)))
    assert (index.count(), answer.total, answer.facets) == (16, 1, {"city": {"qd": 1}})
    assert [each.name for each in (tmp_path / "index").glob("g*")] == ["g2"]
    index.close()
    again = opened(tmp_path / "index")
    assert (again.count(), again.cursor) == (16, [2])
    again.close()


def filled(folder, batches=40):
    """Worth building anew, small as it is: so much of it is gone."""
    index = opened(folder)
    many = [document(f"list:m{number}", "泊位") for number in range(1500)]
    index.apply(many, cursor=[0])
    index.apply(deleted=[each.id for each in many], cursor=[0])
    for number in range(1, batches + 1):
        more = [document(f"list:n{number}", "港区", facets={"city": ["qd"]}, numbers={"money": 1})]
        index.apply([*batch(number), *more], cursor=[number])
    return index


def test_what_is_built_alone_has_every_field_as_before(tmp_path):
    index = filled(tmp_path / "index")

    assert index.optimize(alone=True) is True

    answer = index.search(Query(PUBLIC, facets={"city": frozenset({"qd"})}, count=("city",)))
    assert (answer.total, answer.facets) == (40, {"city": {"qd": 40}})
    assert len(references(index, "清单 7")) >= BATCH
    index.apply(batch(41), cursor=[41])
    index.close()
    again = opened(tmp_path / "index")
    assert again.search(Query(PUBLIC, ranges=(Range("money", 1, None),))).total == 40
    assert (again.cursor, again.count()) == ([41], 41 * BATCH + 40)
    assert [each.name for each in (tmp_path / "index").glob("g*")] == ["g2"]
    again.close()


class Interrupted:
    """Stands where the builder is started, and does something else first."""

    def __init__(self, monkeypatch, act):
        self.act, self.start = act, optimizing.start
        monkeypatch.setattr(optimizing, "start", self)

    def __call__(self, path):
        self.act()
        return self.start(path)


def test_while_it_is_built_alone_nobody_is_answered(tmp_path, monkeypatch):
    index, said = filled(tmp_path / "index", 4), []

    def ask():
        for act in (lambda: references(index), lambda: index.apply(batch(5), cursor=[5])):
            with pytest.raises(IndexBroken, match="being built") as told:
                act()
            said.append(str(told.value))

    Interrupted(monkeypatch, ask)
    index.optimize(alone=True)

    assert (len(said), index.cursor, len(references(index))) == (2, [4], 4 * BATCH)
    index.close()


def test_a_builder_that_fails_alone_leaves_what_there_was(tmp_path, monkeypatch):
    index = filled(tmp_path / "index", 4)
    monkeypatch.setattr(
        optimizing,
        "start",
        lambda _: subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"], stderr=-1),
    )

    with pytest.raises(IndexBroken, match="building failed"):
        index.optimize(alone=True)

    index.apply(batch(5), cursor=[5])
    assert len(references(index)) == 5 * BATCH
    assert [each.name for each in (tmp_path / "index").glob("g*")] == ["g1"]
    index.close()


def test_emptying_while_it_is_built_alone_stays_empty(tmp_path, monkeypatch):
    index = filled(tmp_path / "index")
    Interrupted(monkeypatch, index.clear)

    with pytest.raises(IndexBroken, match="emptied"):
        index.optimize(alone=True)

    index.apply(batch(1), cursor=[1])
    assert len(references(index)) == BATCH
    index.close()


def test_closing_while_it_is_built_alone_ends_the_builder(tmp_path, monkeypatch):
    index = filled(tmp_path / "index")
    closing = threading.Thread(target=index.close)
    Interrupted(monkeypatch, closing.start)

    # Closed before the builder began, it is built to its end; else it is killed.
    with contextlib.suppress(IndexBroken):
        index.optimize(alone=True)
    closing.join()

    again = opened(tmp_path / "index")
    assert (again.cursor, again.count()) == ([40], 40 * BATCH + 40)
    again.close()


def test_words_are_indexed_for_the_first_who_asks_for_them(tmp_path):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[1])

    searching = [threading.Thread(target=references, args=(index,)) for _ in range(4)]
    for thread in searching:
        thread.start()
    index.apply(batch(2), cursor=[2])
    for thread in searching:
        thread.join()

    assert len(references(index)) == 2 * BATCH
    index.close()


def test_emptying_while_a_better_one_is_built_stays_empty(tmp_path):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[1])
    target = index.store.copied()
    index.clear()
    better = Shard(target, 4, index.settings)
    with pytest.raises(IndexBroken, match="emptied"):
        index.store.change_over(better)

    better.close()
    assert index.count() == 0
    index.close()


def test_a_builder_that_fails_leaves_everything_as_it_was(tmp_path):
    (tmp_path / "none").mkdir()

    with pytest.raises(IndexBroken, match="building failed"):
        optimizing.outcome(optimizing.start(tmp_path / "none"))


def test_a_snapshot_opens_as_an_index(tmp_path):
    index = opened(tmp_path / "index")
    index.apply(batch(1), cursor=[7])

    index.snapshot(tmp_path / "copy")
    index.apply(batch(2), cursor=[8])

    copy = opened(tmp_path / "copy")
    assert (copy.cursor, copy.count(), index.count()) == ([7], BATCH, 2 * BATCH)
    copy.close()
    index.close()


def test_a_closed_index_says_so(tmp_path):
    index = opened(tmp_path / "index")
    index.close()

    with pytest.raises(IndexBroken, match="closed"):
        index.search(Query(PUBLIC, vector=vector(1, 0, 0, 0)))


def test_copying_works_where_blocks_cannot_be_shared(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(b"x" * 100_000)
    (tmp_path / "a" / "empty").touch()

    def refuses(*_):
        raise OSError("not here")

    copy_tree(tmp_path / "a", tmp_path / "b")
    monkeypatch.setattr(os, "copy_file_range", refuses)
    copy_tree(tmp_path / "a", tmp_path / "c")
    monkeypatch.delattr(os, "copy_file_range")
    copy_tree(tmp_path / "a", tmp_path / "d")

    for name in "bcd":
        assert (tmp_path / name / "file").read_bytes() == b"x" * 100_000


def test_a_folder_that_is_not_ours_to_make_live_is_not_intact(tmp_path):
    folder = Folder(tmp_path / "index", reserve=0)

    assert folder.intact(tmp_path / "index" / "g1") is False
    assert folder.live() is None
    folder.close()
