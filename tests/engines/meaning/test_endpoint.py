"""An endpoint that is down, slow, talking nonsense, or dear."""

import base64
import logging
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import numpy as np
import pytest

from citystage.engines.meaning import asking
from citystage.engines.meaning import endpoint as module
from citystage.engines.meaning.asking import Line, Patience
from citystage.engines.meaning.choosing import Choice
from citystage.engines.meaning.contract import MeaningUnavailable, TextRefused
from citystage.engines.meaning.endpoint import Endpoint
from citystage.engines.meaning.opening import open_provider
from citystage.engines.meaning.spending import Spending, SpendLimitReached
from tests.engines.meaning.providers import Answer, Served, drip, endpoint, say, vectors, well

KEY = "sk-secret-4711"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same tries, shorter pauses."""
    monkeypatch.setattr(module, "OF_DOCUMENTS", Patience(seconds=0.4, tries=3, first_wait=0.01))
    monkeypatch.setattr(module, "OF_A_QUERY", Patience(seconds=0.4, tries=1))


def asked(served: Served, folder: Path, **limits: int) -> Endpoint:
    provider = open_provider(
        Choice(
            which="openai",
            address=served.address,
            key=KEY,
            model="bge",
            dim=4,
            query_prefix="q: ",
            book=folder / "spent.db",
            **limits,
        )
    )
    assert isinstance(provider, Endpoint)
    return provider


def answering(status: int, body: object = b"", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, request: dict) -> None:
        say(handler, status, body, **headers)

    return answer


def saying(**changed: object) -> Answer:
    """A good answer of two texts with something in it changed."""

    def answer(handler: BaseHTTPRequestHandler, request: dict) -> None:
        say(handler, 200, vectors(request) | changed)

    return answer


def test_vectors_come_in_the_order_asked_at_length_one(tmp_path: Path):
    with endpoint(well) as served:
        provider = asked(served, tmp_path)

        found = provider.documents(["aaa", "", "a"])

        assert provider.query("abc").shape == (4,)
    assert np.allclose(found[0], np.array([3, 1, 0, 0]) / 10**0.5)
    assert np.allclose(found[2], np.array([1, 1, 0, 0]) / 2**0.5)
    assert not found[1].any()
    assert [body["input"] for _, body in served.requests] == [["aaa", "a"], ["q: abc"]]
    assert provider.name == "bge@127.0.0.1/4"


def test_many_texts_are_several_calls(tmp_path: Path):
    with endpoint(well) as served:
        asked(served, tmp_path).documents([f"t{n}" for n in range(70)])

    assert [len(body["input"]) for _, body in served.requests] == [32, 32, 6]


def test_contact_data_does_not_leave(tmp_path: Path):
    with endpoint(well) as served:
        asked(served, tmp_path).documents(["巡检，张三 13800138000 zs@example.com"])

    assert served.requests[0][1]["input"] == ["巡检,张三"]


def test_the_key_is_sent_and_never_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with endpoint(answering(401, {"error": f"Incorrect API key: {KEY}"})) as served:
        provider = asked(served, tmp_path)

        with pytest.raises(MeaningUnavailable) as caught:
            provider.documents(["a"])

    assert served.requests[0][0]["Authorization"] == f"Bearer {KEY}"
    assert str(caught.value) == "the endpoint answered with status 401"
    assert KEY not in caplog.text + repr(provider) + repr(Line(served.address, KEY)) + repr(
        Choice(key=KEY)
    )


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_hiccup_is_tried_again(tmp_path: Path, status: int):
    with endpoint(answering(status, Retry_After="0"), well) as served:
        found = asked(served, tmp_path).documents(["a"])

    assert found.shape == (1, 4)
    assert len(served.requests) == 2


def test_an_endpoint_that_stays_ill_is_named(tmp_path: Path):
    with endpoint(answering(503)) as served:
        provider = asked(served, tmp_path)

        with pytest.raises(MeaningUnavailable, match="status 503"):
            provider.documents(["a"])
        with pytest.raises(MeaningUnavailable, match="status 503"):
            provider.query("a")

    assert len(served.requests) == 3 + 1


def test_a_refused_text_is_told_from_an_outage(tmp_path: Path):
    with endpoint(answering(400)) as served, pytest.raises(TextRefused):
        asked(served, tmp_path).documents(["a"])

    assert len(served.requests) == 1


def test_an_endpoint_that_is_down_is_named(tmp_path: Path):
    with endpoint(well) as served:
        pass

    with pytest.raises(MeaningUnavailable, match="cannot be reached"):
        asked(served, tmp_path).documents(["a"])


def test_a_slow_endpoint_is_not_waited_for(tmp_path: Path):
    with endpoint(drip) as served, pytest.raises(MeaningUnavailable, match=r"within 0\.4 s"):
        asked(served, tmp_path).query("a")


def test_a_redirect_is_not_followed(tmp_path: Path):
    with endpoint(well) as other:
        to = answering(307, Location=f"{other.address}/embeddings")
        with endpoint(to) as served, pytest.raises(MeaningUnavailable, match="status 307"):
            asked(served, tmp_path).documents(["a"])

    assert other.requests == []


def test_an_endless_answer_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(asking, "LARGEST", 1000)

    with (
        endpoint(answering(200, b" " * 5000)) as served,
        pytest.raises(MeaningUnavailable, match="far too long"),
    ):
        asked(served, tmp_path).documents(["a"])


ROW = {"index": 0, "embedding": [1, 0, 0, 0]}


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (answering(200, b"<html>"), "not a list of embeddings"),
        (answering(200, b"[" * 100_000), "not a list of embeddings"),
        (answering(200, b"[]"), "not a list of embeddings"),
        (saying(data=None), "not a list of embeddings"),
        (saying(data=[3, 4]), "not a list of embeddings"),
        (saying(data=[ROW]), "1 vectors for 2 texts"),
        (saying(data=[ROW, ROW]), "2 vectors for 2 texts"),
        (saying(data=[ROW, {"index": 1, "embedding": [1, 2]}]), "size 2, not 4"),
        (saying(data=[ROW, {"index": 1, "embedding": [[1], [2]]}]), r"size \(2, 1\), not 4"),
        (saying(data=[ROW, {"index": 1, "embedding": ["x"] * 4}]), "not of numbers"),
        (saying(data=[ROW, {"index": 1, "embedding": None}]), "not of numbers"),
        (saying(data=[ROW, {"index": 1, "embedding": "%"}]), "not of numbers"),
        (saying(data=[ROW, {"index": 1, "embedding": [0, 0, 0, 0]}]), "no direction"),
        (saying(data=[ROW, {"index": 1, "embedding": [1, 0, 0, 1e999]}]), "no direction"),
    ],
)
def test_nonsense_is_named(tmp_path: Path, answer: Answer, named: str):
    with endpoint(answer) as served, pytest.raises(MeaningUnavailable, match=named):
        asked(served, tmp_path).documents(["a", "b"])


def test_packed_numbers_are_read(tmp_path: Path):
    packed = base64.b64encode(np.array([0, 2, 0, 0], "<f4").tobytes()).decode()

    with endpoint(saying(data=[{"embedding": packed}], usage=None)) as served:
        found = asked(served, tmp_path).documents(["a"])

    assert found.tolist() == [[0, 1, 0, 0]]


def test_what_is_spent_is_kept_and_ends(tmp_path: Path):
    book = Spending(tmp_path / "spent.db")
    with endpoint(well) as served:
        asked(served, tmp_path, tokens_a_day=100).documents(["a" * 40])
        provider = asked(served, tmp_path, tokens_a_day=100)

        with pytest.raises(SpendLimitReached, match="limit of 100 tokens a day"):
            provider.documents(["a" * 95])

        assert book.today() == (10, 1)
        with pytest.raises(SpendLimitReached, match="limit of 1 calls"):
            asked(served, tmp_path, calls_a_day=1).query("a")
    assert len(served.requests) == 1


def test_every_try_is_booked(tmp_path: Path):
    with endpoint(answering(500)) as served:
        provider = asked(served, tmp_path, calls_a_day=2)

        with pytest.raises(SpendLimitReached):
            provider.documents(["a"])

    assert len(served.requests) == 2


def test_a_book_that_cannot_be_kept_stops_spending(tmp_path: Path):
    (tmp_path / "spent.db").write_bytes(b"no database" * 100)

    with endpoint(well) as served, pytest.raises(MeaningUnavailable, match="book of spending"):
        asked(served, tmp_path).documents(["a"])
    (tmp_path / "file").touch()
    with pytest.raises(MeaningUnavailable, match="book of spending"):
        Spending(tmp_path / "file" / "spent.db").today()

    assert served.requests == []


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        (Choice(which="none"), "left out by choice"),
        (Choice(which="openai"), "of the endpoint is not set: address, model, dim"),
        (
            Choice(which="openai", address="file:///etc/passwd", model="m", dim=4),
            "the address of the endpoint is not http(s)://…",
        ),
        (Choice(built=Path("/nowhere")), "the local model was not built yet: run `make setup`"),
        (Choice(which="/nowhere"), "/nowhere holds no model.onnx"),
    ],
)
def test_what_cannot_be_had_says_why(choice: Choice, why: str):
    provider = open_provider(choice)

    assert (provider.why_not, provider.dim) == (why, 0)
