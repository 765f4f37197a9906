"""Any endpoint that speaks /v1/embeddings: asked with patience, trusted with nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from citystage.engines.meaning.answers import vectors_in
from citystage.engines.meaning.asking import Line, Patience
from citystage.engines.meaning.contract import Vectors
from citystage.engines.meaning.redaction import redacted
from citystage.engines.meaning.spending import Spending
from citystage.engines.meaning.texts import normal, scatter

# Texts of one call; endpoints commonly take many more.
MOST_TEXTS = 32
OF_DOCUMENTS = Patience(seconds=60, tries=4)
# A person waits for this one; better to answer by words alone.
OF_A_QUERY = Patience(seconds=2, tries=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which model, what it gives, and what it wants before the text."""

    model: str
    dim: int
    document_prefix: str = ""
    query_prefix: str = ""


class Endpoint:
    """Contact data is taken out of every text before it leaves."""

    why_not = ""

    def __init__(self, line: Line, asked: Asked, spending: Spending) -> None:
        self._line, self._asked, self._spending = line, asked, spending
        self.name = f"{asked.model}@{line.host}/{asked.dim}"
        self.dim = asked.dim

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Raises SpendLimitReached, TextRefused, MeaningUnavailable."""
        return self._embed(self._asked.document_prefix, texts, OF_DOCUMENTS)

    def query(self, text: str) -> Vectors:
        """Raises as `documents`, and soon."""
        vector: Vectors = self._embed(self._asked.query_prefix, [text], OF_A_QUERY)[0]
        return vector

    def _embed(self, prefix: str, texts: Sequence[str], patience: Patience) -> Vectors:
        cleaned = [normal(redacted(normal(text))) for text in texts]
        spoken, vectors = scatter(cleaned, self.dim)
        for start in range(0, len(spoken), MOST_TEXTS):
            part = spoken[start : start + MOST_TEXTS]
            vectors[part] = self._call([prefix + cleaned[place] for place in part], patience)
        return vectors

    def _call(self, texts: list[str], patience: Patience) -> Vectors:
        # Of Chinese, a sign is about a token, of anything else less.
        guessed = sum(map(len, texts))

        def reserve() -> None:
            days.append(self._spending.reserve(guessed))

        days: list[str] = []
        body = {"model": self._asked.model, "input": texts, "encoding_format": "float"}
        answer = self._line.ask(body, patience, before=reserve)
        vectors, used = vectors_in(answer, count=len(texts), dim=self.dim)
        if used is not None:
            self._spending.correct(days[-1], reserved=guessed, used=used)
        return vectors
