"""The faults of a pack, as its reader is told them."""

import pytest

from citystage.cities.packs.problems import BrokenPack
from citystage.cities.packs.reading import read_pack


def problems(folder) -> list[tuple[str, int, str, str]]:
    with pytest.raises(BrokenPack) as broken:
        read_pack(folder)
    return [(p.file, p.line, p.key, p.reason) for p in broken.value.problems]
