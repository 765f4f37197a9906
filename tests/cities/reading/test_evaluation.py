"""How a city follows its labs: the base says it for all, a city replaces it whole, faults stand."""

import pytest

from citystage.cities.packs.problems import BrokenPack
from citystage.cities.packs.reading import CITIES, find_pack, read_pack

BASE = (CITIES / "base/evaluation.toml").read_text(encoding="utf-8")


def test_the_packs_that_come_along_follow_their_labs():
    for name in ("qingdao", "chengdu"):
        told = read_pack(find_pack(name)).evaluation

        assert told.assessing.suggested(60) == "keep"
        assert told.assessing.suggested(59.9) == "improve"
        assert told.assessing.suggested(39.9) == "withdraw"
        assert told.basis.zh


def test_a_city_may_say_it_differently(write):
    folder = write()
    (folder / "evaluation.toml").write_text(BASE.replace("due_days = 90", "due_days = 60"))

    assert read_pack(folder).evaluation.reporting.due_days == 60


@pytest.mark.parametrize(
    ("instead", "by", "reason"),
    [
        ('keep_from = "60"', 'keep_from = "30"', "lies above the one for keeping"),
        ('code = "use"', 'code = "proof"', "Two criteria"),
        ('{code = "goals"', '{code = "done"', "Two questions"),
        ("a_year = 1", "a_year = 13", ""),
        ("due_days = 90", "dew_days = 90", ""),
    ],
)
@pytest.mark.usefixtures("english")
def test_what_does_not_hold_together_is_a_fault(write, instead, by, reason):
    folder = write()
    (folder / "evaluation.toml").write_text(BASE.replace(instead, by))

    with pytest.raises(BrokenPack) as broken:
        read_pack(folder)

    assert all(one.file.endswith("evaluation.toml") for one in broken.value.problems)
    assert any(reason in one.reason for one in broken.value.problems)
