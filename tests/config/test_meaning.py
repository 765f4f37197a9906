"""Which model the environment chooses, and what the doctor says of it."""

from pathlib import Path

import pytest

from citystage.config.commands import doctor
from citystage.config.meaning import chosen
from citystage.engines.meaning.choosing import Choice

CHECKOUT, HOME = Path("/checkout"), Path("/home")


def choice(**environ: str) -> Choice:
    return chosen(environ, checkout=CHECKOUT, home=HOME)


def test_local_is_what_is_meant_by_nothing():
    assert choice() == choice(CITYSTAGE_MODEL="") == choice(CITYSTAGE_MODEL="local")
    assert choice().built == CHECKOUT / "build" / "meaning"


def test_an_endpoint_is_named_by_the_environment():
    found = choice(
        CITYSTAGE_MODEL="openai",
        CITYSTAGE_MODEL_URL="https://model.invalid/v1",
        CITYSTAGE_MODEL_NAME="bge-m3",
        CITYSTAGE_MODEL_DIM="1024",
        CITYSTAGE_MODEL_CALLS_A_DAY="9",
    )

    assert (found.which, found.address, found.model) == (
        "openai",
        "https://model.invalid/v1",
        "bge-m3",
    )
    assert (found.dim, found.calls_a_day, found.book) == (1024, 9, HOME / "meaning" / "spent.db")


def test_the_doctor_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CITYSTAGE_MODEL", str(tmp_path))

    reading = doctor._meaning()  # noqa: SLF001 -- one look of many

    assert (reading.good, reading.needed) == (False, False)
    assert reading.found == f"{tmp_path}: {tmp_path} holds no model.onnx"


def test_the_doctor_is_content_with_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CITYSTAGE_MODEL", "none")

    assert doctor._meaning().good  # noqa: SLF001 -- one look of many
