"""Vectors for a run over files: from the local model, kept in a folder if one is given."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np

from citystage.engines.matching.records import Vector
from citystage.engines.meaning.caching import Cached
from citystage.engines.meaning.choosing import Choice
from citystage.engines.meaning.contract import MeaningUnavailable, Provider, Vectors
from citystage.engines.meaning.opening import open_provider

_BUILT = Path(__file__).resolve().parents[3] / "build" / "meaning"
_LONGEST = 1_000
"""Characters of a record that are embedded; the model reads no more."""


class Hearer(Protocol):
    """Where is said what is done."""

    def say(self, words: str) -> None: ...

    def count(self, what: str, done: int, of: int) -> None: ...


class _Queries:
    """The same model asked by the words of a demand, so that they are kept as documents are."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.name = f"{provider.name} (queries)"
        self.dim, self.why_not = provider.dim, provider.why_not

    def documents(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._provider.query(text) for text in texts])

    def query(self, text: str) -> Vectors:
        return self._provider.query(text)


class Meaning:
    """Vectors of demands, supplies and sentences; None where the model gives up, and says so."""

    def __init__(
        self, provider: Provider, folder: Path | TemporaryDirectory[str], hearer: Hearer
    ) -> None:
        # A folder for the time being lives as long as what uses it.
        self._kept = folder
        folder = folder if isinstance(folder, Path) else Path(folder.name)
        self.name = provider.name
        self._hearer = hearer
        self._documents = Cached(
            provider, folder, told=lambda done, of: hearer.count("embedded", done, of)
        )
        self._queries = Cached(
            _Queries(provider), folder, told=lambda done, of: hearer.count("read", done, of)
        )
        self._sentences = Cached(provider, folder)
        self._well = True

    def documents(self, texts: Sequence[str]) -> Vectors | None:
        return self._asked(self._documents, texts)

    def queries(self, texts: Sequence[str]) -> Vectors | None:
        return self._asked(self._queries, texts)

    def pieces(self, texts: Sequence[str]) -> dict[str, Vector]:
        found = self._asked(self._sentences, texts)
        return {} if found is None else dict(zip(texts, found, strict=True))

    def _asked(self, cached: Cached, texts: Sequence[str]) -> Vectors | None:
        if not self._well or not texts:
            return None
        try:
            return cached.documents([text[:_LONGEST] for text in texts])
        except MeaningUnavailable as error:
            self._well = False
            self._hearer.say(f"no vectors ({error}); going by words")
            return None


def open_meaning(model: str, cache: Path | None, hearer: Hearer) -> Meaning | None:
    """None for `none`, and where there is no model. Raises OSError for an unusable folder."""
    provider = open_provider(Choice(which=model, built=_BUILT))
    if not provider.dim:
        if model != "none":
            hearer.say(f"going by words: {provider.why_not}")
        return None
    if cache is not None:
        return Meaning(provider, cache, hearer)
    return Meaning(provider, TemporaryDirectory(prefix="citystage-vectors-"), hearer)
