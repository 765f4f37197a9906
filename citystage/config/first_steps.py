"""What a new database is filled with, and again when the packs of an update differ."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path

from django.conf import settings
from django.db import connection

from citystage.cities.packs.reading import demonstration_packs
from citystage.config import environment

# Commands of `citystage`; each may run again without doubling anything.
ALWAYS: tuple[tuple[str, ...], ...] = ()
DEMONSTRATION: tuple[tuple[str, ...], ...] = (
    *(("load-city", name) for name in demonstration_packs()),
    ("demo",),
)


class FirstStepError(RuntimeError):
    """A command that fills a new database failed; it is run again at the next start."""


def steps() -> tuple[tuple[str, ...], ...]:
    return ALWAYS + DEMONSTRATION if settings.DEMO else ALWAYS


def take(run: Callable[[tuple[str, ...]], int]) -> Iterator[str]:
    """Run the steps unless this very database has had them; yields each before it is run."""
    stamp = environment.home() / "first_steps"
    done = _digest()
    if stamp.exists() and stamp.read_text() == done:
        return
    stamp.parent.mkdir(parents=True, exist_ok=True)
    for step in steps():
        yield " ".join(step)
        _quietly(run, step)
    stamp.write_text(done)


def _quietly(run: Callable[[tuple[str, ...]], int], step: tuple[str, ...]) -> None:
    """What the command says line by line goes into a file: hundreds of lines say nothing here."""
    said = environment.home() / "first_steps.log"
    with said.open("a", encoding="utf-8") as file, redirect_stdout(file):
        failed = run(step)
    if failed:
        raise FirstStepError(f"`citystage {' '.join(step)}` failed; see {said}")


def _digest() -> str:
    total = hashlib.sha256(repr((steps(), _database())).encode())
    cities = Path(environment.CHECKOUT) / "citystage" / "cities"
    for path in sorted([*cities.rglob("*.toml"), *cities.rglob("*.jsonl")]):
        total.update(os.fsencode(path.name) + path.read_bytes())
    return total.hexdigest()


def _database() -> tuple[object, ...]:
    """Tells this database from another of the same name, made after it was dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid, datname, (SELECT system_identifier FROM pg_control_system())"
            " FROM pg_database WHERE datname = current_database()"
        )
        return tuple(cursor.fetchone() or ())
