"""Files: what a day says, what is wrong with it, and what comes out."""

import json
import subprocess
import sys

import pytest

from citystage.engines.scheduling import instances
from citystage.engines.scheduling.planning import plan
from citystage.engines.scheduling.problem import BadProblem
from citystage.engines.scheduling.replanning import replan


def day(**changes):
    return {
        "slots": 3,
        "tables": 2,
        "left": [{"id": "F1", "available": [0, 1, 2], "max": 2}, {"id": "F2", "available": [0]}],
        "right": [{"id": "B1", "available": [0, 1], "max": 2}],
        "wishes": [["F1", "B1", 2], ["F2", "B1", 1.5]],
        "fixed": [["F1", "B1", 1]],
    } | changes


def test_a_day_is_planned_as_the_contract_says():
    instance = instances.read(day())

    result = instances.write(instance, plan(instance.problem))

    assert result["status"] == "optimal"
    assert sorted(result["meetings"]) == [["F1", "B1", 1, 0], ["F2", "B1", 0, 0]]
    assert (result["objective"], result["bound"]) == (3.5, 3.5)
    assert result["why_infeasible"] is None
    assert result["unmet"] == []
    assert json.loads(json.dumps(result)) == result


def test_contradictions_are_told_in_words_with_names():
    instance = instances.read(day(fixed=[["F1", "B1", 0], ["F2", "B1", 0], ["F2", "B1", 1]]))

    result = instances.write(instance, plan(instance.problem))

    assert result["status"] == "infeasible"
    assert [one["words"] for one in result["why_infeasible"]] == [
        "fixed[1] and fixed[2]: the same two meet in each of them",
        "fixed[2]: left F2 is not available in slot 1",
        "fixed[0] and fixed[1] and fixed[2]: right B1 would have 3, and 2 is the most",
        "fixed[0] and fixed[1]: right B1 would be in two meetings in slot 0",
    ]
    assert (result["objective"], result["bound"], result["meetings"]) == (None, None, [])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slots": "3"}, "slots: is '3', a whole number is needed"),
        ({"slots": -1}, "slots: is -1, it must be from 0 to 1000"),
        ({"tables": True}, "tables: is True, a whole number is needed"),
        ({"left": {}}, "left: is {}, a list is needed"),
        ({"left": [{"available": []}]}, "left[0].id: is missing"),
        ({"left": [{"id": "F1", "availible": []}]}, "left[0].availible: is not known"),
        ({"left": [{"id": "F1"}, {"id": "F1"}]}, "left[1].id: 'F1' stands there twice"),
        (
            {"left": [{"id": "F1", "available": [3]}]},
            "left[0].available[0]: is 3, there are 3 slots",
        ),
        ({"left": [{"id": "F1", "max": -1}]}, "left[0].max: is -1"),
        ({"left": [{"id": 1.5}]}, "left[0].id: is 1.5, an id is a text or a whole number"),
        ({"left": [{"id": "F1", "room": "A"}]}, "left[0].room: is 'A', there is no such room"),
        ({"left": [{"id": "F1", "max_of": 3}]}, "left[0].max_of: is not an object"),
        ({"wishes": [["F1", "B9", 1]]}, "wishes[0][1]: 'B9' is no id of the right"),
        (
            {"wishes": [["B1", "F1", 1]]},
            "wishes[0][0]: 'B1' is no id of the left; it is",
        ),
        ({"wishes": [["F1", "B1"]]}, "wishes[0]: is ['F1', 'B1'], [left, right, weight] is needed"),
        ({"wishes": [["F1", "B1", float("nan")]]}, "wishes[0][2]: is nan, a finite number"),
        ({"wishes": [["F1", "B1", -1]]}, "wishes[0][2]: is -1, it must be from 0"),
        ({"wishes": [["F1", "B1", "x"]]}, "wishes[0][2]: is 'x', a number is needed"),
        ({"wishes": [["F1", "B1", 1], ["F1", "B1", 2]]}, "wishes[1]: F1 and B1 stand there twice"),
        ({"fixed": [["F1", "B1", 3]]}, "fixed[0][2]: is 3, there are 3 slots, counted from 0"),
        ({"fixed": [["F1", "B1", 0, 2]]}, "fixed[0][3]: is 2, there are 2 tables"),
        ({"fixed": [["F7", "B1", 0]]}, "fixed[0][0]: 'F7' is no id of the left"),
        ({"breaks": [5]}, "breaks[0]: is 5, there are 3 slots"),
        ({"rooms": []}, "rooms: has no room"),
        ({"rooms": [{"id": "A", "tables": 3}]}, "tables: is 2, the rooms have 3"),
        ({"thorough": 1}, "thorough: is 1, true or false is needed"),
        ({"fair_from": 0}, "fair_from: is 0, it must be from 1"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(changes, words):
    with pytest.raises(BadProblem) as caught:
        instances.read(day(**changes))

    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("missing", ["slots", "tables", "left", "right", "wishes"])
def test_what_is_missing_is_named(missing):
    said = day()
    del said[missing]

    with pytest.raises(BadProblem, match=f"{missing}: is missing"):
        instances.read(said)


def test_a_list_is_no_day():
    with pytest.raises(BadProblem, match="is not a JSON object"):
        instances.read([])


def test_rooms_kinds_and_numbers_as_ids_are_read():
    said = day(
        tables=3,
        rooms=[{"id": "A", "tables": 1}, {"id": "B", "tables": 2}],
        left=[{"id": 1, "kind": "bank", "room": "B", "max_of": {"fund": 1}}],
        right=[{"id": 1, "kind": "fund"}],
        wishes=[[1, 1, 1]],
        fixed=[],
        spacing=1,
        travel=1,
        fair_from=None,
        seed=7,
        patience=5,
    )

    problem = instances.read(said).problem

    assert (problem.rooms, problem.left[0].room, problem.fair_from) == ((1, 2), 1, None)
    assert problem.left[0].most_of == (("fund", 1),)
    assert plan(problem).meetings[0].table in {1, 2}


def test_an_earlier_plan_is_replanned_without_those_who_are_gone():
    before = instances.read(day(fixed=[]))
    old = instances.write(before, plan(before.problem))
    now = instances.read(
        day(left=[{"id": "F1", "available": [0, 1, 2]}], wishes=[["F1", "B1", 2]], fixed=[])
    )

    meetings = instances.read_plan(now, old)
    result = instances.write_replan(now, replan(now.problem, meetings))

    assert [row[:2] for row in result["meetings"]] == [["F1", "B1"]]
    assert (result["kept"], result["moved"], result["dropped"]) == (1, [], [])


@pytest.mark.parametrize("plan", [[], {"meetings": 3}, {"meetings": [["F1", "B1", 0]]}])
def test_a_plan_that_is_none_is_refused(plan):
    with pytest.raises(BadProblem):
        instances.read_plan(instances.read(day()), plan)


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "citystage.config.cli", "schedule", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_writes_a_plan_and_replans_it(tmp_path):
    source, target, again = tmp_path / "day.json", tmp_path / "plan.json", tmp_path / "again.json"
    source.write_text(json.dumps(day(colour="blue")), "utf-8")

    done = command("--in", source, "--out", target)

    assert (done.returncode, done.stderr) == (
        0,
        "citystage schedule: not known, left aside: colour\n",
    )
    assert json.loads(target.read_text("utf-8"))["objective"] == 3.5
    source.write_text(json.dumps(day(left=day()["left"][:1], wishes=[["F1", "B1", 2]])), "utf-8")
    assert command("--in", source, "--out", again, "--replan", target).returncode == 0
    assert json.loads(again.read_text("utf-8"))["kept"] == 1


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("[", 2, "(the file): is not JSON"),
        ('{"slots": 1}', 2, "left: is missing"),
        (None, 1, "No such file or directory"),
    ],
)
def test_the_command_says_what_is_wrong_and_writes_nothing(tmp_path, content, code, words):
    source, target = tmp_path / "day.json", tmp_path / "plan.json"
    if content is not None:
        source.write_text(content, "utf-8")

    done = command("--in", source, "--out", target)

    assert done.returncode == code
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not target.exists()
