"""A model in a folder, run by ONNX Runtime on this machine's processors."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import numpy as np

from citystage.engines.meaning.contract import MeaningUnavailable, Vectors, unit
from citystage.engines.meaning.folder import GRAPH, Card, read_card
from citystage.engines.meaning.texts import normal, scatter
from citystage.engines.meaning.tokens import Encode, Ids, reader


class Local:
    """Loads the model when it is first asked; may be asked by several threads."""

    why_not = ""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        """Read the card only. 0 threads: as many as there are processors.

        Raises MeaningUnavailable when the folder or a package is not as it must be.
        """
        self._folder, self._threads = folder, threads
        self._card: Card = read_card(folder)
        self._loading = Lock()
        self._model: _Model | None = None
        self.name = self._card.name
        self.dim = self._card.dim or self._loaded().width()

    def documents(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._card.document_prefix, texts)

    def query(self, text: str) -> Vectors:
        vector: Vectors = self._embed(self._card.query_prefix, [text])[0]
        return vector

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        cleaned = [normal(text) for text in texts]
        spoken, vectors = scatter(cleaned, self.dim)
        if spoken:
            vectors[spoken] = self._loaded().embed([prefix + cleaned[place] for place in spoken])
        return vectors

    def _loaded(self) -> "_Model":
        with self._loading:
            if self._model is None:
                self._model = _Model(self._folder, self._card, self._threads)
            return self._model


class _Model:
    """The session and its tokenizer.

    One text is one run. Several in one would share the scales their numbers are rounded by, and a
    vector would depend on its neighbours; the threads are kept busy by several runs instead.
    """

    def __init__(self, folder: Path, card: Card, threads: int) -> None:
        import onnxruntime  # noqa: PLC0415 -- not installed everywhere

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
            )
            self._encode: Encode = reader(folder, longest=card.tokens)
        except Exception as error:  # the libraries raise whatever they like
            raise MeaningUnavailable(f"{folder} cannot be read: {error}") from error
        self._threads = threads or os.cpu_count() or 1
        self._by_first = card.pooling == "cls"
        self._inputs = {each.name for each in self._session.get_inputs()}

    def width(self) -> int:
        """How many numbers a vector has, by trying."""
        return int(self.embed(["a"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        ids = [self._encode(text) for text in texts]
        if len(ids) == 1 or self._threads == 1:
            return np.stack([self._run(each) for each in ids])
        with ThreadPoolExecutor(min(self._threads, len(ids))) as pool:
            return np.stack(list(pool.map(self._run, ids)))

    def _run(self, ids: Ids) -> Vectors:
        row = np.array([ids], np.int64)
        given = {
            "input_ids": row,
            "attention_mask": np.ones_like(row),
            "token_type_ids": np.zeros_like(row),
        }
        wanted = {name: given[name] for name in self._inputs}
        out: Vectors = self._session.run(None, wanted)[0][0]
        if out.ndim == 2:  # noqa: PLR2004 -- (tokens, dim): not pooled yet
            out = out[0] if self._by_first else out.mean(axis=0)
        return unit(out.astype(np.float32, copy=False))
