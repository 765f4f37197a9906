"""What an endpoint answered, believed only as far as it was checked."""

import base64
import json
from typing import Any

import numpy as np

from citystage.engines.meaning.contract import MeaningUnavailable, Vectors, unit


def vectors_in(answer: bytes, *, count: int, dim: int) -> tuple[Vectors, int | None]:
    """The vectors in the order asked, unit length; and the tokens it says it took, if it does.

    Raises MeaningUnavailable that names what is wrong.
    """
    try:
        told = json.loads(answer)
        rows = told["data"]
        by_place = {int(row.get("index", place)): row for place, row in enumerate(rows)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MeaningUnavailable("the endpoint's answer is not a list of embeddings") from error
    if len(rows) != count or set(by_place) != set(range(count)):
        raise MeaningUnavailable(f"the endpoint gave {len(rows)} vectors for {count} texts")
    made = [_numbers(by_place[place].get("embedding")) for place in range(count)]
    for vector in made:
        if vector.shape != (dim,):
            size = vector.size if vector.ndim == 1 else str(vector.shape)
            raise MeaningUnavailable(f"the endpoint gave a vector of size {size}, not {dim}")
    vectors = np.stack(made)
    if not np.isfinite(vectors).all() or not vectors.any(axis=1).all():
        raise MeaningUnavailable("the endpoint gave a vector that is no direction")
    return unit(vectors), _used(told)


def _numbers(given: Any) -> Vectors:  # noqa: ANN401 -- whatever the endpoint sent
    try:
        if isinstance(given, str):
            return np.frombuffer(base64.b64decode(given, validate=True), "<f4")
        if not isinstance(given, list):
            raise TypeError("no list")  # noqa: TRY301
        return np.array(given, np.float32)
    except (ValueError, TypeError, OverflowError) as error:
        raise MeaningUnavailable("the endpoint gave a vector that is not of numbers") from error


def _used(told: dict[str, Any]) -> int | None:
    usage = told.get("usage")
    used = usage.get("total_tokens") if isinstance(usage, dict) else None
    return used if isinstance(used, int) and used >= 0 else None
