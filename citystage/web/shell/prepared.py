"""Statements of what waits, put together once a minute for a hat instead of on every page.

A question over a dozen stages costs more to put together than to answer. The rows are asked for
anew each time; only "now" in the conditions may be a minute old.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

# How long a statement is kept, and for how many hats: some tens of kilobytes each.
SECONDS: Final = 60.0
MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with its values."""

    sql: str
    values: tuple[Any, ...]

    def rows(self) -> list[tuple[Any, ...]]:
        """What it finds now."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


NOTHING: Final = Prepared("", ())


def prepare(rows: QuerySet[Any]) -> Prepared:
    """The statement of ``rows``; of rows that can never be any, an empty one.

    The columns must be such as PostgreSQL gives by itself: words, numbers, moments.
    """
    try:
        sql, values = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return NOTHING
    return Prepared(sql, tuple(values))


def minute(moment: datetime) -> datetime:
    """For the key of what is kept: the minute in which it was asked."""
    return moment.replace(second=0, microsecond=0)
