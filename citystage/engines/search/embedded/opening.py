"""Open the embedded index."""

from pathlib import Path
from typing import Final

from citystage.engines.search.embedded.folder import Folder
from citystage.engines.search.embedded.generations import Generations
from citystage.engines.search.index import StoreIndex
from citystage.engines.search.store import Settings
from citystage.engines.text.words import EMPTY, Lexicon

RESERVE: Final = 256 << 20
"""Bytes of disk that stay free: less, and the index refuses to write."""


def open_embedded(  # noqa: PLR0913 (all but the first two have a usual value)
    folder: Path,
    *,
    dim: int,
    origin: str = "",
    settings: Settings | None = None,
    words: Lexicon = EMPTY,
    reserve: int = RESERVE,
) -> StoreIndex:
    """The index in a folder, made if there is none; emptied if it is of another origin or kind.

    `dim` 0 keeps no vectors. Raises IndexBusy if another process has it, IndexFull without room.
    """
    owned = Folder(folder, reserve=reserve)
    try:
        store = Generations(owned, dim, settings or Settings())
        return StoreIndex(store, origin=origin, settings=settings, words=words)
    except BaseException:
        owned.close()
        raise
