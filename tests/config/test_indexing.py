"""The follower of the index process: in step with its feed, whatever breaks on the way."""

import shutil
import threading
from dataclasses import dataclass, field

import pytest
from django.db import OperationalError

from citystage.config.indexing import Follower, Turn, folder_of
from citystage.engines.search.contract import Document, Query
from citystage.engines.search.embedded.opening import open_embedded
from citystage.engines.text.tokens import query_terms
from citystage.engines.text.words import EMPTY
from citystage.foundation.index.serving import Standing
from tests.engines.search.conftest import PUBLIC, document


@dataclass
class Given:
    documents: tuple[Document, ...]
    deleted: tuple[int, ...]
    cursor: list[int]
    more: bool


@dataclass
class List:
    """A feed of batches that were written down beforehand; it may fail now and then."""

    batches: list[tuple[Document, ...]]
    failures: list[Exception] = field(default_factory=list)

    def batch(self, cursor):
        if self.failures:
            raise self.failures.pop()
        at = int(cursor[0]) if cursor else 0
        rest = self.batches[at:]
        return Given(rest[0] if rest else (), (), [min(at + 1, len(self.batches))], len(rest) > 1)

    def words(self):
        return EMPTY

    def waiting(self, cursor):
        return len(self.batches) - int(cursor[0])


@pytest.fixture
def following(tmp_path):
    made = []

    def follow(feed):
        follower = Follower(
            lambda: open_embedded(folder_of(tmp_path), dim=0, reserve=0), feed, Standing()
        )
        made.append(follower)
        return follower

    yield follow
    for each in made:
        each.close()


def some(number):
    return tuple((document(f"list:{at}", f"清单 {at}"),) for at in range(number))


def test_batches_are_applied_until_it_is_in_step(following):
    follower = following(List(list(some(3))))

    first = follower.turn()
    lag = follower.standing.lag
    follower.turn()
    last = follower.turn()

    assert (first.changes, first.more, lag) == (1, True, 2)
    assert (last.more, follower.index.count(), follower.standing.lag) == (False, 3, 0)
    assert follower.standing.behind() is not None
    assert follower.turn().changes == 0


def test_an_empty_database_is_in_step_at_once(following):
    follower = following(List([]))

    follower.turn()

    assert follower.standing.behind() is not None
    assert follower.index.cursor == [0]


def test_an_outage_of_the_database_is_told_and_waited_out(following):
    feed = List(list(some(1)), failures=[OperationalError("the database is away\nDETAIL")])
    follower = following(feed)
    stopped = threading.Event()
    thread = threading.Thread(target=follower.run, args=(stopped,))

    thread.start()
    told = threading.Event()
    while not follower.standing.problem and not told.wait(0.01):
        pass
    problem = follower.standing.problem
    while follower.standing.behind() is None and not told.wait(0.01):
        pass
    stopped.set()
    thread.join()

    assert problem == "the database is away"
    assert (follower.index.count(), follower.standing.problem) == (1, "")


def test_a_removed_folder_is_filled_anew(following, tmp_path):
    feed = List(list(some(2)))
    follower = following(feed)
    follower.turn()
    shutil.rmtree(folder_of(tmp_path))
    stopped = threading.Event()
    thread = threading.Thread(target=follower.run, args=(stopped,))

    thread.start()
    told = threading.Event()
    while follower.standing.behind() is None and not told.wait(0.01):
        pass
    stopped.set()
    thread.join()

    assert follower.index.count() == 2


def test_rebuilding_begins_at_the_beginning(following):
    follower = following(List(list(some(2))))
    follower.turn()
    follower.turn()
    follower.standing.wanted.add("rebuild")

    again = follower.turn()

    assert (again.changes, again.more, follower.standing.behind()) == (1, True, None)


def test_optimising_is_done_beside_all_else(following):
    follower = following(List(list(some(2))))
    follower.turn()
    follower.standing.wanted |= {"optimize"}

    follower.turn()
    follower.close()

    assert follower.standing.building is False


def test_after_a_long_fill_the_fast_structures_come_first(following, monkeypatch):
    follower = following(List([tuple(one for batch in some(40) for one in batch)]))
    monkeypatch.setattr(follower, "_worth_building", lambda: True)
    went_on = threading.Event()
    optimize = follower.index.optimize
    monkeypatch.setattr(
        follower.index, "optimize", lambda *, alone: went_on.wait(60) and optimize(alone=alone)
    )

    follower.turn()
    while_building = follower.standing.behind()
    known = follower.standing.status
    meanwhile = follower.turn()
    went_on.set()
    while follower.standing.behind() is None:
        follower.turn()

    assert while_building is None
    assert (known.documents, meanwhile) == (40, Turn(0, more=False))
    assert follower.standing.status is None
    answer = follower.index.search(Query(PUBLIC, terms=query_terms("清单")))
    assert answer.total == 40
