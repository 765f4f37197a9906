"""The asker's end: a connection per thread, short time-outs, and a pause after failures."""

import os
import socket
import threading
import time
from pathlib import Path
from typing import Any, Final

from citystage.engines.search.contract import (
    Answer,
    NoAudience,
    Query,
    Suggestion,
    Vector,
    Wish,
    WrongVector,
)
from citystage.foundation.index import wire
from citystage.foundation.index.away import IndexAway, Why
from citystage.foundation.index.frames import Garbled, prove_client, receive, send

SECONDS: Final = 0.5
PAUSE: Final = 2.0
FAILURES: Final = 3
_REFUSALS: Final = {"WrongVector": WrongVector, "NoAudience": NoAudience}


class _Connection(threading.local):
    """A thread's connection, and the process that made it: a fork must not share it."""

    link: socket.socket | None = None
    process: int = 0


class Client:
    """Safe for all threads of a process. Every method raises IndexAway when it gets no answer.

    After `FAILURES` in a row nobody waits any more: for `pause` seconds it is away at once.
    """

    def __init__(
        self, path: Path, key: bytes, *, seconds: float = SECONDS, pause: float = PAUSE
    ) -> None:
        self._path = path
        self._key = key
        self._seconds = seconds
        self._pause = pause
        self._own = _Connection()
        self._lock = threading.Lock()
        self._failed = 0
        self._away_until = 0.0

    def search(self, query: Query) -> Answer:
        return wire.answer_in(self.call("search", wire.query_out(query)))

    def suggest(self, wish: Wish) -> tuple[Suggestion, ...]:
        found = self.call("suggest", wire.wish_out(wish))
        return tuple(wire.suggestion_in(each) for each in found)

    def embed(self, text: str) -> Vector | None:
        """The meaning of a query; None when there is no model, or none in time."""
        try:
            return wire.vector_in(self.call("embed", {"text": text}))
        except IndexAway:
            return None

    def status(self) -> dict[str, Any]:
        """How the index stands: documents, lag, model, ready and more."""
        return dict(self.call("status", {}))

    def call(self, method: str, given: dict[str, Any], *, seconds: float | None = None) -> Any:  # noqa: ANN401
        """Ask; a connection that went stale between two questions is made anew once."""
        if time.monotonic() < self._away_until:
            raise IndexAway(Why.GONE, "it did not answer a moment ago")
        message = {"method": method, "with": given}
        try:
            answer = self._asked(message, seconds or self._seconds)
        except TimeoutError:
            self._failure()
            raise IndexAway(Why.SLOW) from None
        except OSError as error:
            self._failure()
            raise IndexAway(Why.GONE, str(error)) from None
        self._failed = 0
        return _result(answer)

    def _asked(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        kept = self._kept()
        if kept is not None:
            try:
                return self._exchange(kept, message, seconds)
            except TimeoutError:
                raise
            except OSError:
                self.forget()
        return self._exchange(self._connect(), message, seconds)

    def _exchange(
        self, connection: socket.socket, message: dict[str, Any], seconds: float
    ) -> dict[str, Any]:
        try:
            connection.settimeout(seconds)
            send(connection, message)
            answer = receive(connection)
        except OSError:
            # An answer that comes later must not be taken for that of another question.
            self.forget()
            raise
        if answer is None:
            self.forget()
            raise Garbled("hung up")
        return answer

    def _kept(self) -> socket.socket | None:
        return self._own.link if self._own.process == os.getpid() else None

    def _connect(self) -> socket.socket:
        self.forget()
        made = socket.socket(socket.AF_UNIX)
        try:
            made.settimeout(self._seconds)
            made.connect(str(self._path))
            prove_client(made, self._key)
        except OSError:
            made.close()
            raise
        self._own.link, self._own.process = made, os.getpid()
        return made

    def forget(self) -> None:
        """Close this thread's connection; after a fork that closes our copy of it only."""
        if self._own.link is not None:
            self._own.link.close()
        self._own.link = None

    def _failure(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= FAILURES:
                self._away_until = time.monotonic() + self._pause


def _result(answer: dict[str, Any]) -> Any:  # noqa: ANN401
    if "result" in answer:
        return answer["result"]
    says = str(answer.get("says", ""))
    if "away" in answer:
        raise IndexAway(Why(answer["away"]), says)
    raise _REFUSALS.get(str(answer.get("refused")), ValueError)(says)
