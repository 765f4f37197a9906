"""Helping: further processes that judge a share of the pairs each.

Run as `python -m citystage.engines.matching.batch.helping`; it is told what to do by its parent
through its standard input. One that dies is done without: the parent then judges everything.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, Final, Self

from citystage.engines.matching.batch.judging import Case, Judge, share_of
from citystage.engines.matching.batch.parcels import packed, unpacked
from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.records import Match, Vectors

MOST_PROCESSES: Final = 4
LEAST_PAIRS: Final = 10_000
"""A process takes a second to begin: fewer pairs are not worth it."""
_GONE: Final = (OSError, EOFError, pickle.UnpicklingError)


def processes_for(pairs: int) -> int:
    """How many processes should share so many pairs."""
    if pairs < LEAST_PAIRS:
        return 1
    return min(MOST_PROCESSES, os.cpu_count() or 1)


class Helper:
    """One process beside this one, with the supplies of its share."""

    def __init__(self, judge: Judge, share: int, shares: int) -> None:
        command = [sys.executable, "-m", __spec__.name]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        places = range(len(judge.supplies))
        mine = {at: judge.supplies[at] for at in places if share_of(at, shares) == share}
        self.send((judge.demands, mine, judge.settings, _plain(judge.rarity), judge.today))

    def send(self, what: object) -> None:
        into = _pipe(self.process.stdin)
        pickle.dump(what, into, pickle.HIGHEST_PROTOCOL)
        into.flush()

    def answer(self) -> list[list[Match]]:
        """What it found for the cases it was sent last."""
        found = pickle.load(_pipe(self.process.stdout))  # noqa: S301 -- our own process
        return [[unpacked(one) for one in matches] for matches in found]

    def stop(self) -> None:
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                _pipe(pipe).close()
        self.process.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError("the helper has no pipe")
    return pipe


def _plain(rarity: Rarity) -> Rarity:
    return Rarity(rarity.documents, rarity.counts, rarity.length)


class Judges:
    """The judge of this process and its helpers; they end with the `with` they are used in."""

    def __init__(self, judge: Judge, processes: int) -> None:
        self._judge = judge
        self._shares = processes
        self.helpers: list[Helper] = []

    def __enter__(self) -> Self:
        if self._shares > 1:
            with suppress(*_GONE):
                for share in range(1, self._shares):
                    self.helpers.append(Helper(self._judge, share, self._shares))
        if len(self.helpers) < self._shares - 1:
            self._dismiss()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._dismiss()

    def _dismiss(self) -> None:
        for helper in self.helpers:
            helper.stop()
        self.helpers.clear()
        self._shares = 1

    def judged(self, cases: Sequence[Case], pieces: Vectors) -> list[list[Match]]:
        """The matches of each case, in the order of its supplies, whoever judged them."""
        if self.helpers:
            with suppress(*_GONE):
                return self._together(cases, pieces)
            self._dismiss()
        return self._judge.judged(cases, pieces)

    def _together(self, cases: Sequence[Case], pieces: Vectors) -> list[list[Match]]:
        parts = [[case.of(share, self._shares) for case in cases] for share in range(self._shares)]
        for helper, part in zip(self.helpers, parts[1:], strict=True):
            helper.send((part, pieces))
        found = [self._judge.judged(parts[0], pieces)]
        found += [helper.answer() for helper in self.helpers]
        return [self._merged(case, [one[at] for one in found]) for at, case in enumerate(cases)]

    def _merged(self, case: Case, found: Sequence[Sequence[Match]]) -> list[Match]:
        shares = [iter(one) for one in found]
        return [next(shares[share_of(at, self._shares)]) for at in case.supplies]


def main() -> None:
    """Judge what comes in until nothing comes any more."""
    # What a library prints must not get between the answers.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    tasks = sys.stdin.buffer
    demands, supplies, settings, rarity, today = pickle.load(tasks)  # noqa: S301 -- our parent's
    judge = Judge(demands, supplies, settings, rarity, today)
    # Nothing that is made here is circular, and looking for it took a third of the time.
    gc.disable()
    while True:
        try:
            cases, pieces = pickle.load(tasks)  # noqa: S301
        except EOFError:
            return
        found = [[packed(one) for one in matches] for matches in judge.judged(cases, pieces)]
        pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    # Ctrl-C is for the parent, which ends this process too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        main()
    except BrokenPipeError:
        # The parent was killed: nobody is left to tell.
        os._exit(1)
