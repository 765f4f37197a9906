"""Encoding beside: the same whoever does it, also when the process dies."""

import gc
import pickle
import sys
from io import BytesIO
from types import SimpleNamespace

import pytest

from citystage.engines.search import encoders
from citystage.engines.search.encoders import Encoders
from citystage.engines.search.weighing import encode
from citystage.engines.text.words import EMPTY, Lexicon
from tests.engines.search.conftest import document

MANY = [document(f"list:{at}", f"第{at}号无人机清单", names=("海纳云",)) for at in range(300)]
WORDS = Lexicon(["无人机清单"])


def encoded(encoders, documents, words):
    """All parts together, each with the documents it is of."""
    parts = list(encoders.encoded(documents, words))
    assert [one for some, _ in parts for one in some] == documents
    return [one for _, some in parts for one in some]


@pytest.fixture
def filling():
    """Encoders that have seen so much that they take help."""
    made = Encoders()
    for _ in range(2):
        encoded(made, MANY, WORDS)
    yield made
    made.rest()


def test_two_processes_encode_as_one_does(filling):
    assert encoded(filling, MANY, WORDS) == [encode(one, WORDS) for one in MANY]
    assert encoded(filling, MANY, EMPTY) == [encode(one) for one in MANY]
    assert filling.helped


def test_a_process_that_dies_is_done_without(filling):
    encoded(filling, MANY, WORDS)
    filling.process.kill()
    filling.process.wait()

    found = encoded(filling, MANY, WORDS)

    assert found == [encode(one, WORDS) for one in MANY]
    assert not filling.helped


def test_whoever_stops_taking_parts_gets_the_right_ones_next(filling):
    parts = filling.encoded(MANY, WORDS)
    next(parts)
    parts.close()

    later = [document(f"list:{at}", f"另一批{at}") for at in range(300)]
    found = encoded(filling, later, WORDS)

    assert found == [encode(one, WORDS) for one in later]


def test_a_few_documents_are_encoded_at_once():
    alone = Encoders()

    for _ in range(5):
        encoded(alone, MANY[:5], WORDS)

    assert not alone.helped


def test_the_process_beside_encodes_until_nothing_comes(monkeypatch):
    texts = [(one.title, one.names, one.body) for one in MANY[:3]]
    answers = BytesIO()
    asked = BytesIO(pickle.dumps((texts, WORDS)))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=asked))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answers))

    try:
        encoders.main()
    finally:
        gc.enable()

    found = pickle.loads(answers.getvalue())  # noqa: S301 -- made above
    assert found == [encode(one, WORDS) for one in MANY[:3]]
