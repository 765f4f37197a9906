"""Encoding by two processes while an index is filled: it is pure Python and one core's work.

A single change is encoded at once. When documents come by the hundred a process beside this one
(`python -m citystage.engines.search.encoders`) takes a share of them. It ends with the pipe to
it; if it dies, this one does everything.
"""

import gc
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Final

from citystage.engines.search.contract import Document
from citystage.engines.search.encoding import Encoded, Texts, encode, encode_texts
from citystage.engines.text.words import Lexicon

_MANY: Final = 300
_FILL: Final = 3
"""So many long batches in a row are a fill."""
_SHARE: Final = 0.6
"""Of a batch; this process writes as well."""
_GONE: Final = (OSError, EOFError, pickle.UnpicklingError)


class Encoders:
    """Used by one thread at a time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._long = 0

    @property
    def helped(self) -> bool:
        """Whether there is a process beside."""
        return self.process is not None

    def encoded(self, documents: Sequence[Document], words: Lexicon) -> list[Encoded]:
        """One for each document, in order."""
        self._long = self._long + 1 if len(documents) >= _MANY else 0
        if self._long >= _FILL:
            with suppress(*_GONE):
                return self._shared(documents, words)
            self.rest()
        return [encode(one, words) for one in documents]

    def _shared(self, documents: Sequence[Document], words: Lexicon) -> list[Encoded]:
        cut = len(documents) - int(len(documents) * _SHARE)
        texts = [(one.title, one.names, one.body) for one in documents[cut:]]
        process = self._started()
        pipe = _pipe(process.stdin)
        pickle.dump((texts, words), pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()
        own = [encode(one, words) for one in documents[:cut]]
        theirs = pickle.load(_pipe(process.stdout))  # noqa: S301 -- our own process
        return [*own, *theirs]

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
            found = [encode_texts(one, texts[1]) for one in texts[0]]
            pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


if __name__ == "__main__":
    # Ctrl-C is for the parent, whose end is the end of this process too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):
        main()
