"""Asking over the socket: what comes back is what the index said, or that it is away."""

import os
import socket
import threading
import time

import numpy as np
import pytest
from django.test import override_settings

from citystage.engines.meaning.contract import MeaningUnavailable
from citystage.engines.search.contract import (
    IndexBroken,
    Near,
    NoAudience,
    Place,
    Query,
    Range,
    Require,
    Sort,
    Wish,
    WrongVector,
)
from citystage.engines.text.tokens import query_terms
from citystage.foundation.index import frames, wire
from citystage.foundation.index.asking import searcher
from citystage.foundation.index.away import IndexAway, Why
from citystage.foundation.index.client import FAILURES
from citystage.foundation.index.places import key_of, socket_path
from citystage.foundation.index.server import Server
from citystage.foundation.index.serving import STALE_SECONDS
from tests.engines.search.conftest import PUBLIC, document
from tests.foundation.index.conftest import KEY

BOAT = document(
    "scenario:1",
    "无人船巡检",
    facets={"city": ["qd"]},
    numbers={"money": 5},
    vector=np.array([1, 0], dtype=np.float32),
)


def test_a_query_comes_back_answered(served):
    served.index.apply([BOAT], cursor=[1, 2])
    query = Query(
        PUBLIC,
        terms=query_terms("无人船"),
        phrases=("无人",),
        exclusions=("飞机",),
        kinds=frozenset({"scenario"}),
        facets={"city": frozenset({"qd"})},
        without={"city": frozenset({"cd"})},
        ranges=(Range("money", 1, 9),),
        vector=served.client.embed("船"),
        require=Require.ANY,
        sort=Sort("money"),
        count=("city",),
    )

    answer = served.client.search(query)

    assert [(hit.reference, hit.dense) for hit in answer.hits] == [("scenario:1", 1.0)]
    assert (answer.total, answer.facets) == (1, {"city": {"qd": 1}})


def test_a_query_survives_the_wire_unchanged():
    query = Query(PUBLIC, near=Near(Place(36, 120), 5), terms=query_terms("UAV 无人机"))

    assert wire.query_in(wire.query_out(query)) == query


def test_suggestions_come_back(served):
    served.index.apply([BOAT])

    found = served.client.suggest(Wish(PUBLIC, query_terms("无人"), kinds=frozenset({"scenario"})))

    assert [each.title for each in found] == ["无人船巡检"]


def test_refusals_are_raised_at_the_askers_end(served):
    with pytest.raises(WrongVector):
        served.client.search(Query(PUBLIC, vector=np.ones(3, dtype=np.float32)))
    with pytest.raises(NoAudience):
        served.client.search(Query(frozenset()))
    with pytest.raises(ValueError, match="no such method"):
        served.client.call("drop", {})


def test_status_tells_documents_lag_and_model(served):
    served.index.apply([BOAT], cursor=[1, 2])

    status = served.client.status()

    assert (status["documents"], status["cursor"], status["lag"]) == (1, [1, 2], 0)
    assert (status["model"], status["ready"], status["problem"]) == ("two", True, "")


def test_an_index_that_fills_or_lags_is_away(served):
    served.standing.in_step_at -= STALE_SECONDS + 1
    with pytest.raises(IndexAway) as stale:
        served.client.search(Query(PUBLIC))
    served.standing.in_step_at = None
    with pytest.raises(IndexAway) as filling:
        served.client.suggest(Wish(PUBLIC, query_terms("x")))

    assert (stale.value.why, filling.value.why) == (Why.STALE, Why.FILLING)
    assert served.client.status()["ready"] is False


def test_an_index_that_breaks_is_away_and_to_be_opened_anew(served):
    def breaks(query):
        raise IndexBroken("gone")

    served.index.search = breaks

    with pytest.raises(IndexAway) as away:
        served.client.search(Query(PUBLIC))
    assert away.value.why == Why.BROKEN
    assert served.standing.wanted == {"reopen"}


def test_without_meaning_a_query_has_no_vector(served):
    def fails(text):
        raise MeaningUnavailable("down")

    served.meaning.query = fails

    assert served.client.embed("x") is None


def test_the_wrong_key_gets_no_answer(served, caller):
    with pytest.raises(IndexAway) as away:
        caller(served.server.path, key_of("another")).search(Query(PUBLIC))

    assert away.value.why == Why.GONE
    assert served.client.status()["documents"] == 0


def test_a_server_that_does_not_know_the_key_is_not_believed(serve, caller):
    impostor = serve(key_of("another"), status=lambda _: {})

    with pytest.raises(IndexAway):
        caller(impostor.path).status()


def test_a_slow_index_is_left_after_the_time_out(serve, caller):
    asleep = threading.Event()
    server = serve(status=lambda _: asleep.wait(20))
    client = caller(server.path, seconds=0.2)
    began = time.monotonic()

    with pytest.raises(IndexAway) as away:
        client.status()

    assert away.value.why == Why.SLOW
    assert time.monotonic() - began < 2
    asleep.set()


def test_who_waits_too_long_for_a_turn_is_told_so(serve, caller):
    asleep = threading.Event()
    server = serve(wait=lambda _: asleep.wait(20))
    away: list[Why] = []

    def ask(client):
        try:
            client.call("wait", {})
        except IndexAway as error:
            away.append(error.why)
            asleep.set()
        finally:
            client.forget()

    threads = [
        threading.Thread(target=ask, args=(caller(server.path, seconds=10),)) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert away == [Why.BUSY]


def test_after_failures_nobody_waits_any_more(tmp_path, caller):
    client = caller(tmp_path / "none.sock", pause=0.5)
    for _ in range(FAILURES):
        with pytest.raises(IndexAway):
            client.status()

    with pytest.raises(IndexAway, match="a moment ago"):
        client.status()
    time.sleep(0.5)
    with pytest.raises(IndexAway, match="No such file"):
        client.status()


def test_a_restarted_server_is_found_again(tmp_path, caller):
    methods = {"status": lambda _: {"documents": 1}}
    first = Server(tmp_path / "s", KEY, methods)
    first.start()
    client = caller(first.path)
    client.status()
    first.stop()
    second = Server(tmp_path / "s", KEY, methods)
    second.start()

    assert client.status() == {"documents": 1}
    second.stop()


def test_a_fork_makes_a_connection_of_its_own(served, monkeypatch):
    served.client.status()
    monkeypatch.setattr(os, "getpid", lambda: -1)

    assert served.client.status()["documents"] == 0


def test_a_fault_within_is_away_for_the_asker(serve, caller, caplog):
    def fails(_):
        raise RuntimeError("oh")

    client = caller(serve(status=fails).path)

    with pytest.raises(IndexAway) as away:
        client.status()

    assert away.value.why == Why.BROKEN
    assert "the index failed" in caplog.text


@pytest.mark.parametrize(
    "sent",
    [b"\xff\xff\xff\xff", b"\0\0\0\3abc", b"\0\0\0\2[]", b"\0\0\0\5ab", b"\0\0"],
    ids=["too long", "no JSON", "no object", "cut off", "cut off early"],
)
def test_garbage_ends_the_connection(sent):
    here, there = socket.socketpair()
    there.sendall(sent)
    there.close()

    with here, pytest.raises(frames.Garbled):
        frames.receive(here)


def test_rebuilding_and_optimising_are_done_by_the_follower(served):
    assert served.client.call("rebuild", {}) is True
    assert served.client.call("optimize", {}) is True
    assert served.standing.wanted == {"rebuild", "optimize"}


def test_a_snapshot_goes_into_a_new_folder(served, tmp_path):
    served.index.apply([BOAT])

    assert served.client.call("snapshot", {"path": str(tmp_path / "copy")})
    with pytest.raises(ValueError, match="exists"):
        served.client.call("snapshot", {"path": str(tmp_path / "copy")})


def test_a_deep_home_has_its_socket_elsewhere(tmp_path):
    deep = tmp_path / ("x" * 90)

    assert socket_path(tmp_path) == tmp_path / "index.sock"
    assert len(bytes(socket_path(deep))) < 100
    assert socket_path(deep) != socket_path(deep / "y")


def test_an_installation_may_do_without():
    with override_settings(SEARCH_INDEX="postgres"), pytest.raises(IndexAway) as away:
        searcher()
    assert away.value.why == Why.OFF
    with override_settings(SEARCH_INDEX="embedded"):
        assert searcher() is searcher()
