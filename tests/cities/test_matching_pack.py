"""matching.toml: every fault is told with its line, the base lies under the city's own."""

import pytest

from citystage.cities.packs.problems import BrokenPack
from citystage.cities.packs.reading import find_pack, read_pack


@pytest.fixture
def matching(write):
    """A pack whose matching.toml says so."""

    def written(text):
        folder = write()
        (folder / "matching.toml").write_text(text)
        return folder

    return written


@pytest.mark.parametrize("name", ["qingdao", "chengdu"])
def test_both_cities_weigh_every_part(name):
    pack = read_pack(find_pack(name))

    assert [part.code for part in pack.matching_parts] == [
        "need",
        "field",
        "maturity",
        "place",
        "evidence",
        "capacity",
        "freshness",
        "history",
    ]
    assert sum(part.weight for part in pack.matching_parts) == 100


def test_a_city_weighs_a_part_differently(matching):
    folder = matching(
        "[[parts]]\ncode = 'place'\nweight = 40\n"
        "name = {zh = '地点', en = 'Place'}\nwhy = {zh = '近', en = 'Near'}\n"
    )

    weights = {part.code: part.weight for part in read_pack(folder).matching_parts}

    assert weights["place"] == 40
    assert weights["need"] == 60


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[matching]\nlevels = {match = 0.3, weak = 0.5}\n", "weak level"),
        ("[matching]\nnear = 3\n", "not known here"),
        ("[matching]\nnear_km = -3\n", "at least 0"),
        (
            (
                "[[parts]]\ncode = 'luck'\nweight = 1\n"
                "name = {zh = '运气', en = 'Luck'}\nwhy = {zh = '?', en = '?'}\n"
            ),
            "“luck” is not one of",
        ),
        (
            (
                "[[parts]]\ncode = 'need'\nweight = 0\n"
                "name = {zh = '需求', en = 'Need'}\nwhy = {zh = '?', en = '?'}\n"
            ),
            "must weigh something",
        ),
    ],
)
def test_a_fault_is_told(matching, english, text, fault):
    folder = matching(text)

    with pytest.raises(BrokenPack) as broken:
        read_pack(folder)

    assert fault in str(broken.value)
