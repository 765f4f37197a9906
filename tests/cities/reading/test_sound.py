"""A sound pack reads into frozen values."""

from datetime import date

import pytest
from pydantic import ValidationError

from citystage.cities.packs.reading import read_pack

pytestmark = pytest.mark.usefixtures("english")


def test_read_pack_reads_a_sound_pack(write) -> None:
    pack = read_pack(write())

    assert pack.city.name.en == "Exampleton"
    assert [unit.code for unit in pack.units] == ["north", "office"]
    assert pack.sources[0].published == date(2026, 4, 16)
    assert [record.id for record in pack.records] == ["S1", "C1"]
    forms = {"scenario", "lab", "demonstration", "challenge", "taker", "fund"}
    assert {form.code for form in pack.forms} == forms
    assert sum(part.weight for part in pack.parts) == 100


def test_read_pack_gives_frozen_values(write) -> None:
    pack = read_pack(write())

    with pytest.raises(ValidationError):
        pack.city.code = "other"
