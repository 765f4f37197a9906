"""How much was asked of an endpoint today, kept for all processes together, and where it ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from citystage.engines.meaning.contract import MeaningUnavailable

_TABLE = "CREATE TABLE IF NOT EXISTS spent (day TEXT PRIMARY KEY, tokens INTEGER, calls INTEGER)"
_BOOK = (
    "INSERT INTO spent VALUES (?, ?, ?) ON CONFLICT (day)"
    " DO UPDATE SET tokens = tokens + excluded.tokens, calls = calls + excluded.calls"
)
_PATIENCE = 10  # seconds for another process to write


class SpendLimitReached(MeaningUnavailable):
    """What may be spent today is spent; from midnight UTC on one may ask again."""


class Spending:
    """The book of one endpoint; 0 means no limit."""

    def __init__(self, path: Path, *, tokens_a_day: int = 0, calls_a_day: int = 0) -> None:
        self._path = path
        self._tokens, self._calls = tokens_a_day, calls_a_day

    def reserve(self, tokens: int) -> str:
        """Book a call before it is made; gives the day it is booked on.

        Raises SpendLimitReached, and then nothing is booked.
        """
        day = datetime.now(UTC).date().isoformat()
        with self._book() as book:
            spent = self._spent(book, day)
            self._check(spent[0] + tokens, self._tokens, "tokens")
            self._check(spent[1] + 1, self._calls, "calls")
            book.execute(_BOOK, (day, tokens, 1))
        return day

    def correct(self, day: str, *, reserved: int, used: int) -> None:
        """The endpoint says what the call took."""
        with self._book() as book:
            book.execute(_BOOK, (day, used - reserved, 0))

    def today(self) -> tuple[int, int]:
        """Tokens and calls since midnight UTC."""
        with self._book() as book:
            return self._spent(book, datetime.now(UTC).date().isoformat())

    @contextmanager
    def _book(self) -> Iterator[sqlite3.Connection]:
        """One transaction that no other process comes between."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            book = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise MeaningUnavailable(f"the book of spending cannot be kept: {error}") from error
        try:
            book.execute("BEGIN IMMEDIATE")
            book.execute(_TABLE)
            yield book
            book.execute("COMMIT")
        except sqlite3.Error as error:
            raise MeaningUnavailable(f"the book of spending cannot be kept: {error}") from error
        finally:
            book.close()

    @staticmethod
    def _spent(book: sqlite3.Connection, day: str) -> tuple[int, int]:
        row = book.execute("SELECT tokens, calls FROM spent WHERE day = ?", (day,)).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    @staticmethod
    def _check(wanted: int, most: int, what: str) -> None:
        if most and wanted > most:
            raise SpendLimitReached(f"the limit of {most} {what} a day is reached")
