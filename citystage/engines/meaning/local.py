"""A model in a folder, run by ONNX Runtime on this machine's processors."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np

from citystage.engines.meaning.contract import MeaningUnavailable, Vectors, unit
from citystage.engines.meaning.folder import GRAPH, Card, read_card
from citystage.engines.meaning.texts import normal, scatter
from citystage.engines.meaning.tokens import Block, Encode, batches, block, reader

# Tokens of one run: so many stay in the processor's caches.
MOST_TOKENS = 1024


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
    """The session and its tokenizer."""

    def __init__(self, folder: Path, card: Card, threads: int) -> None:
        import onnxruntime  # noqa: PLC0415 -- not installed everywhere

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Threads that wait do not burn the processor the web workers need.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
            )
            found = reader(folder, longest=card.tokens)
        except Exception as error:  # the libraries raise whatever they like
            raise MeaningUnavailable(f"{folder} cannot be read: {error}") from error
        self._encode: Encode = found[0]
        self._filler: int = found[1]
        self._by_first = card.pooling == "cls"
        self._inputs = {each.name for each in self._session.get_inputs()}

    def width(self) -> int:
        """How many numbers a vector has, by trying."""
        return int(self.embed(["a"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        ids = self._encode(texts)
        parts = batches(ids, most=MOST_TOKENS)
        found = [self._run(*block([ids[i] for i in part], filler=self._filler)) for part in parts]
        vectors = np.empty((len(texts), found[0].shape[1]), np.float32)
        vectors[[place for part in parts for place in part]] = np.concatenate(found)
        return vectors

    def _run(self, ids: Block, mask: Block) -> Vectors:
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {name: given[name] for name in self._inputs}
        out: Vectors = self._session.run(None, wanted)[0]
        if out.ndim == 3:  # noqa: PLR2004 -- (texts, tokens, dim): not pooled yet
            out = out[:, 0] if self._by_first else (out * mask[..., None]).sum(1)
        return unit(out.astype(np.float32, copy=False))
