"""One run from files to a file; the platform's own matching is in stages/matchmaking."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.resources import files as resources
from pathlib import Path
from typing import Protocol

import numpy as np

from citystage.config.matching.vectors import Meaning, open_meaning
from citystage.engines.matching.batch.runs import Batch, Embedded
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Supply
from citystage.engines.matching.rows.answers import Output, made_from
from citystage.engines.matching.rows.files import demands_in, supplies_in
from citystage.engines.matching.rows.lines import demand_file
from citystage.engines.matching.settings import load
from citystage.engines.meaning.contract import Vectors, unit

# Goes up when the same files would give other answers.
EDITION = "3"
_MOST_WAYS = 3
_MOST_PAST = 12


class Progress(Protocol):
    """Where a run says what it does."""

    def say(self, words: str) -> None: ...

    def count(self, what: str, done: int, of: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Files:
    """What goes in, and where the answers go."""

    demands: Path
    supplies: Path
    history: Path | None
    out: Path


def match(files: Files, *, model: str, cache: Path | None, limit: int, progress: Progress) -> None:
    """Writes one line for each demand. Raises OSError for files that cannot be read or written."""
    given = [path for path in (files.demands, files.supplies, files.history) if path]
    for path in given:
        demand_file(path)
    if any(path.exists() and files.out.exists() and path.samefile(files.out) for path in given):
        raise FileExistsError(f"{files.out} is read; the answers need a file of their own")
    meaning = open_meaning(model, cache, progress)
    name = meaning.name if meaning else ""
    mark = made_from(given, (EDITION, name, str(limit), str(bool(files.history)), _weights()))
    with _uncollected():
        demands = demands_in(files.demands, progress.say)
        supplies = supplies_in(files.supplies, files.history, progress.say)
        for path, records in ((files.demands, demands), (files.supplies, supplies)):
            _say_what_is_empty(path, records, progress)
        progress.say(f"{len(demands)} demands, {len(supplies)} supplies")
        with Output(files.out, mark) as output:
            if output.anew:
                progress.say(f"{files.out} was made from something else; begun anew")
            made = partial(_batch, meaning, demands, supplies)
            _answer(output, [one.id for one in demands], made, limit, progress)
    progress.say(f"{len(demands)} demands are in {files.out}")


def _weights() -> str:
    calibration = resources("citystage.engines.matching").joinpath("calibration.toml")
    return calibration.read_text("utf-8")


def _batch(meaning: Meaning | None, demands: Sequence[Demand], supplies: Sequence[Supply]) -> Batch:
    return Batch(demands, supplies, load({}), vectors=_embedded(meaning, demands, supplies))


def _answer(
    output: Output, ids: Sequence[str], made: Callable[[], Batch], limit: int, progress: Progress
) -> None:
    """The demands that have no answer yet, one by one."""
    left = [at for at, name in enumerate(ids) if name not in output.done]
    done = len(ids) - len(left)
    if done:
        progress.say(f"{done} of {len(ids)} demands were matched before")
    if not left:
        return
    for ranking in made().forward(limit, only=left):
        output.write(ranking)
        done += 1
        progress.count("matched", done, len(ids))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Millions of records that nothing refers to in circles need nobody to look for circles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _say_what_is_empty(
    path: Path, records: Sequence[Demand] | Sequence[Supply], progress: Progress
) -> None:
    if not records:
        progress.say(f"{path}: no rows")
    elif silent := sum(not one.texts for one in records):
        progress.say(f"{path}: {silent} of {len(records)} rows have no text")


def of_demands(meaning: Meaning, demands: Sequence[Demand]) -> Vectors | None:
    """One vector each: the mean of the whole text and of its first fields by themselves.

    A title and a description say the same need in two ways; together they find what one misses.
    """
    spoken = [_ways(Reading(one)) for one in demands]
    every = list(dict.fromkeys(text for ways in spoken for text in ways))
    vectors = meaning.queries(every)
    if vectors is None:
        return None
    place = {text: at for at, text in enumerate(every)}
    return unit(np.stack([vectors[[place[text] for text in ways]].mean(axis=0) for ways in spoken]))


def told_by(supply: Supply, *, before: date | None) -> str:
    """What is embedded of a supply: its text, and the latest that it won before this day."""
    known = [
        one.title for one in supply.past if before is None or one.on is None or one.on <= before
    ]
    return "。".join([Reading(supply).text, *known[: -_MOST_PAST - 1 : -1]])


def _ways(reading: Reading[Demand]) -> list[str]:
    texts = [part.text for part in reading.record.texts[:_MOST_WAYS]]
    return [reading.text, *texts] if len(texts) > 1 else [reading.text]


def _embedded(
    meaning: Meaning | None, demands: Sequence[Demand], supplies: Sequence[Supply]
) -> Embedded | None:
    if meaning is None or not demands or not supplies:
        return None
    wanted = of_demands(meaning, demands)
    earliest = min((one.updated for one in demands if one.updated), default=None)
    offered = meaning.documents([told_by(one, before=earliest) for one in supplies])
    if wanted is None or offered is None:
        return None
    return Embedded(wanted, offered, partial(meaning.pieces))
