"""How a city runs trials: the base says it for all, a city its own; every fault is named."""

from decimal import Decimal

import pytest

from citystage.cities.packs.reading import CITIES, find_pack, read_pack
from citystage.stages.trials.terms import frame_of
from tests.cities.reading.faults import problems

BASE = (CITIES / "base/trials.toml").read_text(encoding="utf-8")

OWN = """\
[watching]
tolerance_remind_days = 45

[[measures]]
code = "flights"
name = { zh = "飞行架次", en = "flights" }
unit = { zh = "架次", en = "flights" }
measured = "sum"

[[numbers]]
code = "flights-100"
name = { zh = "不少于100架次", en = "at least 100 flights" }
lines = [{ any = [{ all = [{ measure = "flights", at_least = 100 }] }] }]

[[ladders]]
code = "air"
name = { zh = "试飞—运营", en = "Test flights, operation" }

[[ladders.steps]]
code = "test"
name = { zh = "试飞", en = "Test flights" }
allows = { zh = "限定空域试飞。", en = "Test flights in the agreed air space." }
bodies = ["district"]

[[ladders.steps]]
code = "operation"
name = { zh = "运营", en = "Operation" }
allows = { zh = "常态运行。", en = "In regular operation." }
numbers = "flights-100"
units = ["office"]
"""


@pytest.mark.parametrize("name", ["qingdao", "chengdu"])
def test_every_step_of_the_packs_that_come_along_can_be_reached(name):
    terms = read_pack(find_pack(name)).trials

    frames = [frame_of(terms, ladder) for ladder in terms.ladders]

    assert [one.code for one in frames] == ["standard", "road", "single"]
    for frame in frames:
        needs = [need for step in frame.steps for line in step.lines
                 for choice in line.any for need in choice.all]  # fmt: skip
        assert all(frame.measure(need.measure) for need in needs)


def test_numbers_follow_the_rules_they_name():
    terms = read_pack(find_pack("qingdao")).trials

    def bounds(code):
        lines = terms.template(code).lines
        return [[{n.measure: n.at_least if n.at_least is not None else n.at_most for n in c.all}
                 for c in line.any] for line in lines]  # fmt: skip

    assert bounds("months-sites-and-sets") == [[{"months": 6, "sites": 20, "sets": 20}]]
    assert bounds("households-and-sets") == [[{"months": 6, "households": 200, "sets": 200}]]
    assert bounds("hours-or-kilometres") == [
        [{"hours": 240}, {"kilometres": 1000}],
        [{"at-fault": 0}],
    ]


def test_a_city_lays_its_own_entries_over_those_of_the_base(write):
    folder = write()
    (folder / "trials.toml").write_text(OWN, encoding="utf-8")

    terms = read_pack(folder).trials

    assert terms.watching.tolerance_remind_days == 45
    assert terms.feeding.calls_per_minute == 60
    assert [one.code for one in terms.ladders] == ["standard", "road", "single", "air"]
    assert terms.template("flights-100").lines[0].any[0].all[0].at_least == Decimal(100)


def test_an_entry_of_the_same_code_takes_the_place_of_the_base(write):
    folder = write()
    (folder / "trials.toml").write_text(OWN.replace('"air"', '"standard"'), encoding="utf-8")

    ladder = read_pack(folder).trials.ladder("standard")

    assert [one.code for one in ladder.steps] == ["test", "operation"]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[watching]", "[watchin]", (1, "watchin", "This key is not known here.")),
        (
            "tolerance_remind_days = 45",
            "tolerance_remind = 45",
            (2, "watching.tolerance_remind", "This key is not known here."),
        ),
        (
            "= 45",
            '= "45 days"',
            (2, "watching.tolerance_remind_days", "This must be a whole number, not text."),
        ),
        ("= 45", "= -1", (2, "watching.tolerance_remind_days", "This must be at least 0.")),
        (
            '"sum"',
            '"total"',
            (
                8,
                "measures[1].measured",
                "“total” is not one of 'sum', 'latest', 'sites', 'devices', 'months', 'at_fault'.",
            ),
        ),
        (
            'code = "air"',
            'code = "Air"',
            (16, "ladders[1].code", "This does not have the form ^[a-z0-9]+(-[a-z0-9]+)*$."),
        ),
        (
            'unit = { zh = "架次", en = "flights" }\n',
            "",
            (4, "measures[1].unit", "This key is missing."),
        ),
        (
            "at_least = 100",
            "at_least = 0",
            (13, "numbers[1].lines[1].any[1].all[1].at_least", "This must be more than 0."),
        ),
        (
            ", at_least = 100",
            "",
            (
                13,
                "numbers[1].lines[1].any[1].all[1]",
                "No bound is given: add “at_least” or “at_most”.",
            ),
        ),
        (
            "at_least = 100",
            "at_least = 100, at_most = 200",
            (
                13,
                "numbers[1].lines[1].any[1].all[1]",
                "Both “at_least” and “at_most” are given: write a line of its own for each.",
            ),
        ),
        (
            'measure = "flights"',
            'measure = "flight"',
            (
                13,
                "numbers[1].lines[1].any[1].all[1].measure",
                "There is no “flight”; is “flights” meant?",
            ),
        ),
        (
            '[{ any = [{ all = [{ measure = "flights", at_least = 100 }] }] }]',
            "[]",
            (13, "numbers[1].lines", "This must not be empty."),
        ),
        (
            'numbers = "flights-100"',
            'numbers = "flights-10"',
            (
                29,
                "ladders[1].steps[2].numbers",
                "There is no “flights-10”; is “flights-100” meant?",
            ),
        ),
        (
            'units = ["office"]',
            'units = ["ofice"]',
            (30, "ladders[1].steps[2].units[1]", "There is no “ofice”; is “office” meant?"),
        ),
        (
            'bodies = ["district"]',
            'bodies = ["mayor"]',
            (
                23,
                "ladders[1].steps[1].bodies[1]",
                "“mayor” is not one of 'owner', 'district', 'department', 'city'.",
            ),
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_to_do(write, old, new, told):
    folder = write()
    assert old in OWN
    (folder / "trials.toml").write_text(OWN.replace(old, new, 1), encoding="utf-8")

    assert [
        (number, where, why) for file, number, where, why in problems(folder) if "trials" in file
    ] == [told]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            'bodies = ["district"]',
            'bodies = ["district", "district"]',
            "“district” is to agree twice to one step; name each body once.",
        ),
        (
            'code = "operation"',
            'code = "test"',
            "Two steps of the ladder have the code “test”; give each a code of its own.",
        ),
    ],
)
def test_what_does_not_hold_together_is_a_fault(write, old, new, reason):
    folder = write()
    assert old in OWN
    (folder / "trials.toml").write_text(OWN.replace(old, new, 1), encoding="utf-8")

    assert any(reason in why for _file, _line, _key, why in problems(folder))


@pytest.mark.usefixtures("english")
def test_a_measure_given_twice_says_where_it_stands_already(write):
    folder = write()
    again = OWN[OWN.index("[[measures]]") : OWN.index("[[numbers]]")]
    (folder / "trials.toml").write_text(OWN + "\n" + again, encoding="utf-8")

    (told,) = [one for one in problems(folder) if "trials" in one[0]]

    assert told[3] == "“flights” is given twice; it stands on line 5 already."


def test_the_base_is_sound_by_itself(write):
    assert "measured" in BASE
    assert read_pack(write()).trials.ladder("road") is not None
