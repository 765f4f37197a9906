"""indicators.toml: every fault at its file, line and key, with what to write."""

import pytest

from citystage.cities.packs.problems import BrokenPack
from citystage.cities.packs.reading import find_pack, read_pack

pytestmark = pytest.mark.usefixtures("english")
OWN = """
[plan]
from_year = 2026
until_year = 2028

[[indicators]]
code = "ours"
name = {zh = "示例", en = "Example"}
group = "docking"
meaning = {zh = "示例", en = "Example"}
formula = "count units of answer where district = north"
unit = {zh = "家", en = "firms"}
"""


def faults(write, text):
    folder = write()
    (folder / "indicators.toml").write_text(text)
    with pytest.raises(BrokenPack) as broken:
        read_pack(folder)
    return [
        (one.file.split("/")[1], one.line, one.key, one.reason) for one in broken.value.problems
    ]


@pytest.mark.parametrize("name", ["qingdao", "chengdu"])
def test_the_packs_that_come_along_count_the_same(name):
    pack = read_pack(find_pack(name))

    assert {"super-scenarios", "new-technologies", "firms-brought-in", "firms-served"} <= {
        one.code for one in pack.indicators.indicators
    }


def test_a_city_adds_replaces_and_says_who_answers(write):
    folder = write()
    text = OWN + OWN.partition("\n[[")[2].replace('"ours"', '"agreements"').join(["\n[[", ""])
    (folder / "indicators.toml").write_text(text + '\n[answers]\nfirms-served = "north"\n')

    known = {one.code: one for one in read_pack(folder).indicators.indicators}

    assert known["ours"].formula == "count units of answer where district = north"
    assert known["agreements"].name.en == "Example"
    assert known["firms-served"].answers_for == "north"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "units of answer",
            "units of answr",
            (
                11,
                "indicators[1].formula",
                "At sign 16, there is no source “answr”; is “answer” meant?",
            ),
        ),
        (
            "district = north",
            "district = nort",
            (11, "indicators[1].formula", "At sign 29: There is no “nort”; is “north” meant?"),
        ),
        (
            '"docking"',
            '"dock"',
            (
                9,
                "indicators[1].group",
                "“dock” is not one of 'plan', 'scenarios', 'docking', 'landing', 'labs'.",
            ),
        ),
        (
            "until_year = 2028",
            "until_year = 2025",
            (4, "plan.until_year", "A plan ends in the year it begins or later."),
        ),
        ("[plan]", "colour = 1\n[plan]", (2, "colour", "This key is not known here.")),
    ],
)
def test_a_fault_is_told_at_its_place(write, old, new, told):
    assert faults(write, OWN.replace(old, new)) == [("indicators.toml", *told)]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (
            '[answers]\nfirm-served = "north"\n',
            "There is no “firm-served”; is “firms-served” meant?",
        ),
        ('[answers]\nfirms-served = "nobody"\n', "There is no “nobody”."),
        ('[targets]\nfirms-served = "nothing-here"\n', "There is no “nothing-here”."),
    ],
)
def test_additions_name_what_exists(write, table, reason):
    ((file, _line, _key, told),) = faults(write, table)

    assert (file, told) == ("indicators.toml", reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            'kind = "merged"\non = 2026-07-01\n',
            "A unit that was merged, or whose border moved, names “into”.",
        ),
        ('kind = "renamed"\non = 2026-07-01\n', "A renamed unit gives the “name” it had before."),
        (
            'kind = "split"\non = 2026-07-01\nparts = ["north"]\n',
            "A unit that was split names its “parts”, two or more.",
        ),
    ],
)
def test_a_change_of_a_unit_says_all(write, change, reason):
    folder = write()
    units = folder / "units.toml"
    units.write_text(units.read_text() + f'\n[[changes]]\nunit = "north"\n{change}')

    with pytest.raises(BrokenPack) as broken:
        read_pack(folder)

    assert [one.reason for one in broken.value.problems] == [reason]
