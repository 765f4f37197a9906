"""Every implementation of the contract, empty, one after the other."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from qdrant_client import QdrantClient

from citystage.engines.search.cluster.opening import open_cluster
from citystage.engines.search.contract import Document
from citystage.engines.search.embedded.opening import open_embedded
from citystage.engines.search.index import StoreIndex

PUBLIC = frozenset({"public"})
DIM = 4


def vector(*numbers: float) -> np.ndarray:
    """A unit-length vector."""
    made = np.array(numbers, dtype=np.float32)
    return made / np.linalg.norm(made)


def document(reference: str, title: str, **more) -> Document:
    """A public document, unless said otherwise."""
    kind = reference.partition(":")[0]
    return Document(reference, kind, title, **({"audience": PUBLIC} | more))


@pytest.fixture(params=["embedded", "server"])
def new_index(request, tmp_path) -> Iterator[Callable[..., StoreIndex]]:
    """Make an empty index of the kind at hand."""
    made = []

    def new(**options) -> StoreIndex:
        options = {"dim": DIM} | options
        if request.param == "embedded":
            index = open_embedded(tmp_path / f"index{len(made)}", **options)
        else:
            index = open_cluster(QdrantClient(":memory:"), **options)
        made.append(index)
        return index

    yield new
    for each in made:
        each.close()


@pytest.fixture
def index(new_index) -> StoreIndex:
    return new_index()
