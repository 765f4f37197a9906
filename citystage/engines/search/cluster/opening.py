"""Open an index on a Qdrant server."""

from typing import Final

from qdrant_client import QdrantClient

from citystage.engines.search.cluster.collection import Collection
from citystage.engines.search.index import StoreIndex
from citystage.engines.search.store import Settings
from citystage.engines.text.words import EMPTY, Lexicon

NAME: Final = "citystage"
_SECONDS: Final = 10


def open_cluster(  # noqa: PLR0913 (all but the first two have a usual value)
    server: str | QdrantClient,
    *,
    dim: int,
    key: str | None = None,
    name: str = NAME,
    origin: str = "",
    settings: Settings | None = None,
    words: Lexicon = EMPTY,
) -> StoreIndex:
    """The index in a collection of a server (`http(s)://…`, or a client), made if it is missing.

    Raises IndexBroken if the server cannot be asked.
    """
    client = server
    if isinstance(client, str):
        client = QdrantClient(url=client, api_key=key, timeout=_SECONDS)
    store = Collection(client, f"{name}-{dim}", dim, settings or Settings())
    return StoreIndex(store, origin=origin, settings=settings, words=words)
