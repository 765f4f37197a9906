"""A served index of its own for each test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from citystage.engines.search.embedded.opening import open_embedded
from citystage.foundation.index.client import Client
from citystage.foundation.index.places import key_of, socket_path
from citystage.foundation.index.server import Server
from citystage.foundation.index.serving import Service, Standing

KEY = key_of("a secret")


class Two:
    """Meaning in two dimensions: is it about boats."""

    name = "two"
    dim = 2

    def query(self, text):
        return np.array([1, 0] if "船" in text else [0, 1], dtype=np.float32)


@dataclass
class Served:
    index: object
    standing: Standing
    server: Server
    client: Client
    meaning: Two


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    index = open_embedded(tmp_path / "index", dim=2)
    standing = Standing()
    standing.in_step()
    meaning = Two()
    service = Service(lambda: index, meaning, standing)
    server = Server(socket_path(tmp_path), KEY, service.methods())
    server.start()
    client = Client(server.path, KEY, seconds=5)
    yield Served(index, standing, server, client, meaning)
    client.forget()
    server.stop()
    index.close()


@pytest.fixture
def caller() -> Iterator[Callable[..., Client]]:
    """Make clients that hang up when the test is over."""
    made = []

    def make(path, key=KEY, **options) -> Client:
        made.append(Client(path, key, **({"seconds": 5} | options)))
        return made[-1]

    yield make
    for each in made:
        each.forget()


@pytest.fixture
def serve(tmp_path) -> Iterator[Callable[..., Server]]:
    """Start servers that stop when the test is over."""
    made = []

    def start(key=KEY, **methods) -> Server:
        made.append(Server(tmp_path / f"{len(made)}.sock", key, methods))
        made[-1].start()
        return made[-1]

    yield start
    for each in made:
        each.stop()
