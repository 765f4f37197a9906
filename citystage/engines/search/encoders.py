"""Encoding beside while an index is filled: it is one core's work, and so is writing.

A single change is encoded at once. When documents come by the hundred a process beside this one
(`python -m citystage.engines.search.encoders`) encodes them, a part ahead of what is written. It
ends with the pipe to it; if it dies, this one does everything.
"""

import gc
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import batched, zip_longest
from typing import IO, Final

from citystage.engines.search.contract import Document
from citystage.engines.search.encoding import Encoded
from citystage.engines.search.weighing import Texts, encode_many
from citystage.engines.text.words import Lexicon

_MANY: Final = 300
_FILL: Final = 3
"""So many long batches in a row are a fill."""
_AT_ONCE: Final = 500
_PART: Final = 100
"""Of a fill: one part is written here while the next is encoded beside."""
_GONE: Final = (OSError, EOFError, pickle.UnpicklingError)

type Part = tuple[Sequence[Document], list[Encoded]]
"""Some of the documents, and each encoded."""


class Encoders:
    """Used by one thread at a time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._long = 0

    @property
    def helped(self) -> bool:
        """Whether there is a process beside."""
        return self.process is not None

    def encoded(self, documents: Sequence[Document], words: Lexicon) -> Iterator[Part]:
        """All of them in order, part by part."""
        self._long = self._long + 1 if len(documents) >= _MANY else 0
        done = 0
        if self._long >= _FILL:
            for part in self._beside(documents, words):
                done += len(part[0])
                yield part
        for some in batched(documents[done:], _AT_ONCE, strict=False):
            yield some, encode_many(_texts(some), words)

    def _beside(self, documents: Sequence[Document], words: Lexicon) -> Iterator[Part]:
        """As many as the other process encodes: all, unless it dies."""
        parts = list(batched(documents, _PART, strict=False))
        owed = True
        try:
            self._ask(parts[0], words)
            for part, following in zip_longest(parts, parts[1:]):
                encoded = pickle.load(_pipe(self._started().stdout))  # noqa: S301 -- our own process
                owed = following is not None
                if following is not None:
                    self._ask(following, words)
                yield part, encoded
        except _GONE:
            self.rest()
        finally:
            # Whoever stopped taking parts, an answer left over must not be taken for the next one.
            if owed:
                self.rest()

    def _ask(self, documents: Sequence[Document], words: Lexicon) -> None:
        pipe = _pipe(self._started().stdin)
        pickle.dump((_texts(documents), words), pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self.process is None:
            command = [sys.executable, "-m", __spec__.name]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe)
        return self.process

    def rest(self) -> None:
        """Let the process go; the next fill begins another."""
        self._long = 0
        if self.process is not None:
            self.process.kill()
            for pipe in (self.process.stdin, self.process.stdout):
                with suppress(OSError):
                    _pipe(pipe).close()
            self.process.wait()
            self.process = None


def _texts(documents: Sequence[Document]) -> list[Texts]:
    return [(one.title, one.names, one.body) for one in documents]


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError("no pipe to the process beside")
    return pipe


def main() -> None:
    """Encode what comes in until nothing comes any more."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    asked = sys.stdin.buffer
    gc.disable()
    with suppress(EOFError):
        while True:
            texts: tuple[list[Texts], Lexicon] = pickle.load(asked)  # noqa: S301 -- our parent's
            found = encode_many(*texts)
            pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


if __name__ == "__main__":
    # Ctrl-C is for the parent, whose end is the end of this process too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        main()
