"""A folder that holds a model: what is in it, and whether it can be read here.

`model.onnx`, with `sentencepiece.model` or `tokenizer.json` beside it, and optionally
`meaning.json` with any of: name, dim, tokens, pooling ("mean" or "cls"), document_prefix,
query_prefix.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from citystage.engines.meaning.contract import MeaningUnavailable

GRAPH, PIECES, TOKENIZER, CARD = (
    "model.onnx",
    "sentencepiece.model",
    "tokenizer.json",
    "meaning.json",
)


@dataclass(frozen=True, slots=True)
class Card:
    """What one must know of a model beside its numbers."""

    name: str = ""
    dim: int = 0
    tokens: int = 512
    pooling: str = "mean"
    document_prefix: str = ""
    query_prefix: str = ""


def read_card(folder: Path) -> Card:
    """What `meaning.json` says; the name, where it says none, is the folder's and its content's.

    Raises MeaningUnavailable, in words, when something is missing.
    """
    graph = folder / GRAPH
    if not graph.is_file():
        raise MeaningUnavailable(f"{folder} holds no {GRAPH}")
    reader = _reader(folder)
    for package in ("onnxruntime", reader):
        if find_spec(package) is None:
            raise MeaningUnavailable(f"the Python package {package} is missing")
    given = _given(folder / CARD)
    name = given.get("name") or f"{folder.name}/{_digest(graph)}"
    card = Card(**{**given, "name": name})
    if card.pooling not in {"mean", "cls"} or not 2 < card.tokens <= 8192:  # noqa: PLR2004 -- as read
        raise MeaningUnavailable(f"{folder / CARD}: pooling or tokens cannot be")
    return card


def _reader(folder: Path) -> str:
    if (folder / PIECES).is_file():
        return "sentencepiece"
    if (folder / TOKENIZER).is_file():
        return "tokenizers"
    raise MeaningUnavailable(f"{folder} holds neither {PIECES} nor {TOKENIZER}")


def _given(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        known = {field.name: field.type for field in fields(Card)}
        if not isinstance(given, dict) or any(
            not isinstance(given[key], type(getattr(Card(), key))) for key in given if key in known
        ):
            raise ValueError("not the values it should have")  # noqa: TRY301
    except (OSError, ValueError) as error:
        raise MeaningUnavailable(f"{path} cannot be read: {error}") from error
    return {key: value for key, value in given.items() if key in known}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
