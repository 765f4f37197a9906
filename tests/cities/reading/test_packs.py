"""The packs that come with the product."""

import re

import pytest

from citystage.cities.packs.reading import NoSuchPack, find_pack, pack_names, read_pack

pytestmark = pytest.mark.usefixtures("english")


def test_find_pack_takes_a_name_or_a_folder(write) -> None:
    folder = write()

    assert find_pack(str(folder)) == folder
    assert find_pack("qingdao").name == "qingdao"


def test_find_pack_names_the_packs_there_are() -> None:
    with pytest.raises(NoSuchPack, match=re.escape("chengdu, qingdao")):
        find_pack("atlantis")


@pytest.mark.parametrize("name", ["chengdu", "qingdao"])
def test_every_pack_of_the_product_reads(name: str) -> None:
    pack = read_pack(find_pack(name))

    assert name in pack_names()
    tiles = [unit.tile for unit in pack.units if unit.tile]
    assert len(tiles) == len(set(tiles)) == sum(u.kind == "district" for u in pack.units)
    coded = [unit.area_code for unit in pack.units if unit.area_code]
    assert all(code.startswith(pack.city.area_code[:4]) for code in coded)
    assert len(coded) == len(set(coded))
    for released in pack.lists:
        assert len(released.items) <= released.stated_count


def test_the_packs_hold_what_the_articles_state() -> None:
    qingdao, chengdu = (read_pack(find_pack(name)) for name in ("qingdao", "chengdu"))

    assert sum(unit.kind == "district" for unit in qingdao.units) == 10
    assert {t.code: t.at_least for t in qingdao.targets if t.period == "whole"} == {
        "super-scenarios": 10,
        "new-technologies": 100,
        "firms-brought-in": 100,
        "firms-served": 1000,
    }
    assert sum(record.tier == "super" for record in qingdao.records) == 8
    assert [term.code for term in qingdao.terms if term.scheme == "action"].__len__() == 6
    assert {r.code: r.stated_count for r in chengdu.lists} == {
        "opportunity-2019": 1500,
        "state-firms-2025": 48,
    }
    assert len(chengdu.records) == 11


def test_the_scenario_form_asks_six_questions_at_intake() -> None:
    form = read_pack(find_pack("qingdao")).forms[0]

    intake = [field.key for field in form.fields if field.stage == "intake"]
    assert intake == ["title", "owner_unit", "side", "district", "need", "contact"]
    assert all(field.help.zh and field.example.en for field in form.fields)
