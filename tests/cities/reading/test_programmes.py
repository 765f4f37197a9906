"""Selections in packs: every fault at its file, line and key; our own packs are sound."""

import pytest

from citystage.cities.packs.problems import BrokenPack
from citystage.cities.packs.programmes import terms_of
from citystage.cities.packs.reading import find_pack, read_pack
from tests.conftest import NOON

OWN = """
[[programmes]]
code = "ours"
template = "labs"
title = {zh = "示例", en = "Example"}
purpose = {zh = "示例", en = "Example"}
opens_at = 2027-01-01T09:00:00+08:00
"""


def faults(write, text):
    folder = write()
    (folder / "programmes.toml").write_text(text)
    with pytest.raises(BrokenPack) as broken:
        read_pack(folder)
    return [(one.file.split("/")[1], one.line, one.key) for one in broken.value.problems]


def test_the_packs_that_come_along_have_sound_templates():
    base = ["labs", "demonstrations", "challenges", "takers", "funds"]
    for name, codes in (("qingdao", base), ("chengdu", [*base, "future-scene-labs"])):
        pack = read_pack(find_pack(name))

        assert [one.code for one in pack.templates] == codes
        for one in pack.programmes:
            terms = terms_of(one, pack.templates, opens_at=NOON)
            assert terms.phases[0].since == NOON


def test_a_template_nobody_knows_is_blamed_on_its_line(write):
    found = faults(write, OWN.replace('template = "labs"', 'template = "lbas"'))

    assert found == [("programmes.toml", 4, "programmes[1].template")]


def test_a_fault_inside_the_terms_is_blamed_where_it_stands(write):
    found = faults(
        write,
        OWN + '\n[programmes.terms.panel]\nseats = 1\nbenches = [{kind = "science", least = 2}]\n',
    )

    assert found == [("programmes.toml", 9, "programmes[1].terms.panel")]


def test_a_selection_opens_once(write):
    found = faults(write, OWN + "opened_days_ago = 3\n")

    assert [(file, key) for file, _line, key in found] == [("programmes.toml", "programmes[1]")]
