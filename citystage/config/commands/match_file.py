"""`citystage match-file`: matches any demands with any supplies, file to file, no database."""

import argparse
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import Final

from citystage.config.commands import Subparsers
from citystage.config.matching import run_files
from citystage.config.matching.run_files import Files

PREPARES_ITSELF = True
_SECONDS: Final = 2.0
_MINUTE: Final = 60
_HOUR: Final = 3600
_MOST_MATCHES: Final = 10_000


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "match-file", help="match the demands of one file with the supplies of another"
    )
    parser.add_argument("--demands", type=Path, required=True, metavar="D.jsonl")
    parser.add_argument("--supplies", type=Path, required=True, metavar="S.jsonl")
    parser.add_argument("--history", type=Path, metavar="H.jsonl", help="who won what, and when")
    parser.add_argument("--model", choices=("none", "local"), default="local")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep vectors here")
    parser.add_argument("-k", type=_matches, default=50, metavar="N", help="matches for a demand")
    parser.add_argument("--out", type=Path, required=True, metavar="run.jsonl")


def _matches(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= _MOST_MATCHES:
        return int(text)
    raise argparse.ArgumentTypeError(f"a whole number from 1 to {_MOST_MATCHES}")


def run(options: Namespace) -> int:
    files = Files(options.demands, options.supplies, options.history, options.out)
    progress = Progress()
    try:
        run_files.match(
            files, model=options.model, cache=options.cache, limit=options.k, progress=progress
        )
    except OSError as error:
        print(f"citystage match-file: {_said(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        progress.say(f"stopped; the same command goes on where {options.out} ends")
        return 130
    return 0


def _said(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


class Progress:
    """What a person sees on the error stream: a line now and then, the last one always."""

    def __init__(self) -> None:
        self._told_at = 0.0
        self._what = ""
        self._before = 0
        self._began = 0.0

    def say(self, words: str) -> None:
        print(f"match-file: {words}", file=sys.stderr, flush=True)

    def count(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if what != self._what:
            self._what, self._before, self._began = what, done, now
        if done >= of or now - self._told_at >= _SECONDS:
            self._told_at = now
            self.say(f"{what} {done} of {of}{self._left(done, of, now)}")

    def _left(self, done: int, of: int, now: float) -> str:
        """How long the rest takes at the speed so far, once there is one."""
        made, spent = done - self._before, now - self._began
        if done >= of or made <= 0 or spent < _SECONDS:
            return ""
        return f", about {_in_words((of - done) * spent / made)} left"


def _in_words(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"{seconds / _HOUR:.1f} h"
