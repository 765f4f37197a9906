"""`citystage index`: what it says with and without the index process."""

import json

import pytest

from citystage.config import cli
from citystage.foundation.index import asking
from citystage.foundation.index.places import key_of, socket_path
from citystage.foundation.index.server import Server


@pytest.fixture
def at_home(settings, tmp_path):
    settings.HOME, settings.SEARCH_INDEX = tmp_path, "embedded"
    yield tmp_path
    asking.searcher().forget()


@pytest.fixture
def served(at_home, settings):
    asked = []

    def act(name):
        def answer(given):
            if given.get("path", "").endswith("taken"):
                raise ValueError("taken exists already")
            asked.append((name, given))
            return {"documents": 3} if name == "status" else given.get("path", True)

        return answer

    methods = {name: act(name) for name in ("status", "rebuild", "optimize", "snapshot")}
    server = Server(socket_path(at_home), key_of(settings.SECRET_KEY), methods)
    server.start()
    yield asked
    server.stop()


def test_without_the_process_it_says_so(at_home, capsys):
    assert cli.run_within(["index", "status"]) == 1
    assert "does not answer (gone)" in capsys.readouterr().out


def test_status_is_told(served, capsys):
    assert cli.run_within(["index", "status"]) == 0
    assert json.loads(capsys.readouterr().out) == {"documents": 3}


@pytest.mark.parametrize("act", ["rebuild", "optimize"])
def test_long_acts_are_begun(served, capsys, act):
    assert cli.run_within(["index", act]) == 0
    assert served == [(act, {})]
    assert "Begun" in capsys.readouterr().out


def test_a_snapshot_goes_where_it_was_asked_for(served, capsys, tmp_path):
    assert cli.run_within(["index", "snapshot", str(tmp_path / "copy")]) == 0
    assert cli.run_within(["index", "snapshot", str(tmp_path / "taken")]) == 1

    said = capsys.readouterr()
    assert (f"Copied into {tmp_path / 'copy'}." in said.out, "exists" in said.err) == (True, True)
