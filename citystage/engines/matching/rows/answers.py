"""Answers: rankings as lines of a file that can be broken off and gone on with."""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from citystage.engines.matching.records import Match, Missing, Quote, Ranking, Reason, Verdict
from citystage.engines.matching.rows.reading import Number

type Json = dict[str, Any]


def line_of(ranking: Ranking) -> Json:
    """One output line of `citystage match-file`."""
    line: Json = {
        "demand": _id(ranking.subject),
        "matches": [_match(match) for match in ranking.matches],
        "verdict": ranking.verdict.value,
    }
    if ranking.verdict is not Verdict.MATCH:
        line["shortfalls"] = [_missing(lack) for lack in ranking.shortfalls]
    if ranking.excluded:
        line["excluded"] = [
            {
                "supply": _id(match.supply),
                "conditions": [one.condition.value for one in match.failed],
            }
            for match in ranking.excluded
        ]
    return line


def _id(known: str) -> str | int:
    """As the file had it."""
    return int(known) if isinstance(known, Number) else known


def _match(match: Match) -> Json:
    return {
        "supply": _id(match.supply),
        "score": match.score,
        "parts": {part.part.value: part.value for part in match.parts},
        "weights": {part.part.value: part.weight for part in match.parts if part.weight},
        "reasons": [_reason(reason) for reason in match.reasons],
        "missing": [_missing(lack) for lack in match.missing],
    }


def _reason(reason: Reason) -> Json:
    return {
        "part": reason.part.value,
        "demand_text": reason.demand.text,
        "supply_text": reason.supply.text,
        "how": reason.how.value,
        "words": list(reason.words),
        "strength": reason.strength,
        "demand_at": _at(reason.demand),
        "supply_at": _at(reason.supply),
    }


def _at(quote: Quote) -> list[str | int]:
    return [quote.label, quote.start, quote.end]


def _missing(lack: Missing) -> Json:
    found: Json = {"part": lack.part.value, "advice": lack.advice.value}
    if lack.quote is not None:
        found["demand_text"] = lack.quote.text
    return found


class Output:
    """The file of answers: whole lines only; what a killed run wrote is kept.

    Beside it lies a small file that says from what it was made; made from something else, it is
    begun anew (`anew`). Only one run at a time writes it.
    """

    def __init__(self, path: Path, made_from: str) -> None:
        self._path = path
        self._mark = path.with_name(f"{path.name}.made-from")
        self._made_from = made_from
        self._file: BinaryIO | None = None
        self.done: set[str] = set()
        self.anew = False

    def __enter__(self) -> Self:
        """Raises OSError when the place cannot be written or another run writes there."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab")
        try:
            self._own(file)
        except BaseException:
            file.close()
            raise
        self._file = file
        return self

    def _own(self, file: BinaryIO) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BlockingIOError(f"{self._path}: another run is writing it") from None
        known = self._mark.read_text("utf-8", "replace") if self._mark.exists() else ""
        if known == self._made_from:
            self._keep_whole_lines()
            return
        self.anew = self._path.stat().st_size > 0
        file.truncate(0)
        self._mark.write_text(self._made_from, encoding="utf-8")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, ranking: Ranking) -> None:
        """One line in one go, so that a kill leaves at most its last line unfinished."""
        if self._file is None:
            raise ValueError("the output is not open")
        line = json.dumps(line_of(ranking), ensure_ascii=False, separators=(",", ":"))
        # Half a character, which an id may hold, is written as JSON writes it.
        self._file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        self._file.flush()
        self.done.add(ranking.subject)

    def _keep_whole_lines(self) -> None:
        whole = 0
        with self._path.open("rb") as lines:
            for line in lines:
                demand = _demand_of(line)
                if demand is None:
                    break
                self.done.add(demand)
                whole += len(line)
        if whole < self._path.stat().st_size:
            os.truncate(self._path, whole)


def _demand_of(line: bytes) -> str | None:
    """The demand that a whole line answers; None for a broken one."""
    if not line.endswith(b"\n"):
        return None
    try:
        demand = json.loads(line)["demand"]
    except (ValueError, KeyError, TypeError):
        return None
    return str(demand) if isinstance(demand, str | int) else None


def made_from(paths: Iterable[Path], choices: Iterable[str]) -> str:
    """A mark of what an output depends on: the bytes of the files and the choices made."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    for choice in choices:
        digest.update(choice.encode() + b"\0")
    return digest.hexdigest()


type Progress = Callable[[str, int, int], None]
"""Hears what is being done, how many of how many."""
