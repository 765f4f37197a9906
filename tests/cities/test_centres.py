"""Where distances are measured from."""

import pytest

from citystage.cities.packs.reading import find_pack, read_pack


@pytest.mark.parametrize("name", ["qingdao", "chengdu"])
def test_every_district_of_a_shipped_city_lies_near_its_middle(name):
    pack = read_pack(find_pack(name))

    middle = pack.city.centre
    districts = {unit.code: unit.centre for unit in pack.units if unit.kind == "district"}
    far = [
        code
        for code, centre in districts.items()
        if not centre or max(abs(centre[0] - middle[0]), abs(centre[1] - middle[1])) >= 1
    ]

    assert districts
    assert far == []
