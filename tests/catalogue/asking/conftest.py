"""A running index over what the tests' database holds: the real one, in a folder of the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from citystage.engines.search.embedded.opening import open_embedded
from citystage.foundation.index.places import key_of, socket_path
from citystage.foundation.index.server import Server
from citystage.foundation.index.serving import Service, Standing
from citystage.stages.catalogue.indexing.batches import document
from citystage.stages.catalogue.models import SearchDocument


class Water:
    """Meaning in two dimensions: does it speak of the water or of something on it."""

    name = "water"
    dim = 2

    def query(self, text):
        return np.array([1, 0] if set(text) & set("船舶艇海水") else [0, 1], dtype=np.float32)


def _meant(row):
    """As in life, names of organisations and headings of lists have no meaning."""
    return Water().query(row.title) if row.meaning else None


@pytest.fixture
def index(tmp_path: Path, settings) -> Iterator[Callable[[], Standing]]:
    """Call it to index all documents as they are now; gives the standing of the process."""
    settings.HOME, settings.SEARCH_INDEX = tmp_path, "embedded"
    opened = open_embedded(tmp_path / "index", dim=2)
    standing = Standing()
    service = Service(lambda: opened, Water(), standing)
    server = Server(socket_path(tmp_path), key_of(settings.SECRET_KEY), service.methods())
    server.start()

    def fill() -> Standing:
        rows = SearchDocument.objects.exclude(audience=[])
        opened.apply([document(row, _meant(row)) for row in rows], cursor=[1, 1])
        opened.ready()
        standing.in_step()
        return standing

    yield fill
    server.stop()
    opened.close()
