"""Instances as JSON: what is wrong is named with key and place; the command writes an answer."""

import json
import os
import subprocess
import sys
from argparse import Namespace

import pytest

from citystage.config.commands import assign as command
from citystage.engines.assignment.assigning import assign
from citystage.engines.assignment.instances import read, write
from citystage.engines.assignment.problem import Aim, BadProblem, Seats

GOOD = {
    "cases": 2,
    "experts": 3,
    "k": 1,
    "max_load": 1,
    "affinity": [[0.9, 0.5, 0.1], [0.8, 0.2, 0.3]],
    "conflicts": [[0, 2]],
}
SPARSE = {"rows": [0, 1], "cols": [0, 2], "values": [0.9, 0.3]}


def test_an_instance_is_read_and_its_answer_written():
    answer = write(assign(read({**GOOD, "thorough": True})))

    assert answer["assignment"] == [[1], [0]]
    assert (answer["status"], answer["why_infeasible"]) == ("optimal", None)
    assert (answer["total"], answer["worst"]) == pytest.approx((1.3, 0.5))


def test_optional_keys_are_read():
    problem = read(
        {
            **GOOD,
            "affinity": SPARSE,
            "k": [1, 2],
            "max_load": [1, 2, 3],
            "min_load": 1,
            "forbidden": [[1, 1]],
            "pinned": [[0, 0]],
            "kinds": ["a", "b", "b"],
            "shape": {"a": 0, "b": {"least": 1, "most": 2, "cases": [1]}},
            "preference": {"rows": [0], "cols": [0], "values": [-1]},
            "alternates": 2,
            "seed": 7,
            "cap": 0.5,
            "objective": "total",
            "thorough": True,
            "note": "left aside",
        }
    )

    assert problem.seats == [1, 2]
    assert problem.shape == [Seats("a", 0), Seats("b", 1, 2, (1,))]
    assert (problem.aim, problem.cap, problem.thorough) == (Aim.TOTAL, 0.5, True)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"cases": None}, "cases"),
        ({"cases": True}, "cases"),
        ({"cases": 10**12}, "cases"),
        ({"k": -1}, "k"),
        ({"k": [1]}, "k"),
        ({"k": [1, 1.5]}, "k[1]"),
        ({"k": 2_000_000}, "k"),
        ({"max_load": [1, 1]}, "max_load"),
        ({"min_load": "1"}, "min_load"),
        ({"affinity": [[0.1, 0.2, 0.3]]}, "affinity"),
        ({"affinity": [[0.1, 0.2, 0.3], [0.1]]}, "affinity[1]"),
        ({"affinity": [[0.1, 0.2, 0.3], [0.1, float("nan"), 0]]}, "affinity[1][1]"),
        ({"affinity": [[0.1, 0.2, 0.3], [0.1, -0.5, 0]]}, "affinity[1][1]"),
        ({"affinity": [[0.1, 0.2, 0.3], [0.1, "x", 0]]}, "affinity[1][1]"),
        ({"affinity": [[0.1, 0.2, 0.3], [0.1, 10**400, 0]]}, "affinity[1][1]"),
        ({"affinity": 3}, "affinity"),
        ({"affinity": {"rows": [0]}}, "affinity.cols"),
        ({"affinity": {**SPARSE, "cols": [0]}}, "affinity.cols"),
        ({"affinity": {**SPARSE, "rows": [0, 2]}}, "affinity.rows[1]"),
        ({"affinity": {**SPARSE, "rows": [0, 0.5]}}, "affinity.rows[1]"),
        ({"affinity": {**SPARSE, "rows": [0, 10**30]}}, "affinity.rows[1]"),
        ({"affinity": {**SPARSE, "values": [1, float("inf")]}}, "affinity.values[1]"),
        ({"conflicts": [[0, 3]]}, "conflicts[0][1]"),
        ({"conflicts": [[0]]}, "conflicts[0]"),
        ({"conflicts": [[0, True]]}, "conflicts[0][1]"),
        ({"conflicts": {}}, "conflicts"),
        ({"shape": {"a": 1}}, "kinds"),
        ({"shape": {"a": {"most": 0, "least": 1}}, "kinds": ["a"] * 3}, "shape.a.most"),
        ({"shape": {"a": {"lest": 1}}, "kinds": ["a"] * 3}, "shape.a.lest"),
        ({"shape": {"": 1}, "kinds": ["a"] * 3}, "shape."),
        ({"shape": [{"least": 1}], "kinds": ["a"] * 3}, "shape[0]"),
        ({"shape": [{"kind": "a", "cases": [2]}], "kinds": ["a"] * 3}, "shape[0].cases[0]"),
        ({"kinds": ["a"]}, "kinds"),
        ({"kinds": ["a", "b", 3]}, "kinds[2]"),
        ({"cap": 0}, "cap"),
        ({"cap": 1.5}, "cap"),
        ({"preference_weight": float("inf")}, "preference_weight"),
        ({"preference_weight": -1}, "preference_weight"),
        ({"preference_weight": "much"}, "preference_weight"),
        ({"preference": [[2, 0, 0], [0, 0, 0]]}, "preference[0][0]"),
        ({"objective": "best"}, "objective"),
        ({"thorough": 1}, "thorough"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(changes, place):
    with pytest.raises(BadProblem) as caught:
        read({**GOOD, **changes})

    assert caught.value.place == place


@pytest.mark.parametrize("key", ["cases", "experts", "k", "max_load", "affinity"])
def test_a_missing_key_is_named(key):
    with pytest.raises(BadProblem, match=f"^{key}: is missing$"):
        read({name: value for name, value in GOOD.items() if name != key})


def test_a_dense_table_of_billions_is_refused_before_it_is_made():
    huge = {**GOOD, "cases": 100_000, "experts": 100_000, "affinity": [[]] * 100_000}

    with pytest.raises(BadProblem, match="more than 40000000 pairs"):
        read(huge)


def test_an_instance_is_an_object():
    with pytest.raises(BadProblem, match="not a JSON object"):
        read([1])


def answer(tmp_path, instance):
    source, target = tmp_path / "instance.json", tmp_path / "result.json"
    source.write_text(instance if isinstance(instance, str) else json.dumps(instance))
    options = Namespace(source=source, out=target, thorough=True)
    status = command.run(options)
    return status, json.loads(target.read_text()) if target.exists() else None


def test_the_command_writes_the_reasons_of_an_impossible_instance(tmp_path, capsys):
    status, result = answer(tmp_path, {**GOOD, "k": 3, "note": "x"})

    assert (status, result["status"], result["assignment"]) == (0, "infeasible", [])
    assert result["why_infeasible"][0]["code"] == "total_short"
    assert "left aside: note" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("instance", "words"),
    [("{", "is not JSON"), ({**GOOD, "k": -1}, "k: is -1"), ("[" * 100_000, "is not JSON")],
)
def test_the_command_says_what_is_wrong_and_writes_nothing(tmp_path, capsys, instance, words):
    assert answer(tmp_path, instance) == (2, None)

    assert words in capsys.readouterr().err


def test_the_command_refuses_a_file_too_large_to_be_meant(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "LARGEST", 10)

    assert answer(tmp_path, GOOD) == (2, None)
    assert "more than 10" in capsys.readouterr().err


def test_the_command_says_which_file_cannot_be_read(tmp_path, capsys):
    options = Namespace(source=tmp_path / "none.json", out=tmp_path / "r.json", thorough=False)

    assert command.run(options) == 1
    assert "none.json" in capsys.readouterr().err


def test_the_command_needs_neither_key_nor_database(tmp_path):
    source, target = tmp_path / "instance.json", tmp_path / "result.json"
    source.write_text(json.dumps(GOOD))
    environment = {"PATH": os.environ["PATH"]}

    done = subprocess.run(
        [sys.executable, "-m", "citystage.config.cli", "assign", "--in", source, "--out", target],
        check=False,
        env=environment,
        capture_output=True,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(target.read_text())["assignment"] == [[1], [0]]
