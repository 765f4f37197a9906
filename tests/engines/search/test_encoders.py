"""Encoding beside: the same whoever does it, also when the process dies."""

import gc
import pickle
import sys
from io import BytesIO
from types import SimpleNamespace

import pytest

from citystage.engines.search import encoders
from citystage.engines.search.encoders import Encoders
from citystage.engines.search.encoding import encode
from citystage.engines.text.words import EMPTY, Lexicon
from tests.engines.search.conftest import document

MANY = [document(f"list:{at}", f"第{at}号无人机清单", names=("海纳云",)) for at in range(300)]
WORDS = Lexicon(["无人机清单"])


@pytest.fixture
def filling():
    """Encoders that have seen so much that they take help."""
    made = Encoders()
    for _ in range(2):
        made.encoded(MANY, WORDS)
    yield made
    made.rest()


def test_two_processes_encode_as_one_does(filling):
    assert filling.encoded(MANY, WORDS) == [encode(one, WORDS) for one in MANY]
    assert filling.encoded(MANY, EMPTY) == [encode(one) for one in MANY]
    assert filling.helped


def test_a_process_that_dies_is_done_without(filling):
    filling.encoded(MANY, WORDS)
    filling.process.kill()
    filling.process.wait()

    found = filling.encoded(MANY, WORDS)

    assert found == [encode(one, WORDS) for one in MANY]
    assert not filling.helped


def test_a_few_documents_are_encoded_at_once():
    alone = Encoders()

    for _ in range(5):
        alone.encoded(MANY[:5], WORDS)

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
