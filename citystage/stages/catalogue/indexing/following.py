"""Follow the search documents from outside: what changed after a cursor, nothing lost or early.

As with the ledger, rows of transactions younger than the oldest one still in flight are held back,
so a row that commits late is never skipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from citystage.stages.catalogue.models import SearchDocument, SearchRemoval

type Cursor = tuple[int, int]
"""Transaction and place of the last row seen."""

START: Cursor = (0, 0)


@dataclass(frozen=True, slots=True)
class Pulled:
    """Documents to (re)write, names to delete, where to go on, and whether more waits now."""

    documents: Sequence[SearchDocument]
    removed: Sequence[str]
    cursor: Cursor
    more: bool


def pull(cursor: Cursor = START, *, limit: int = 500) -> Pulled:
    """At most ``limit`` changes after ``cursor``, in commit-safe order; three queries."""
    mark = watermark()
    rows: list[SearchDocument | SearchRemoval] = []
    rows += _after(SearchDocument.objects.defer("vector"), cursor, mark, limit)
    rows += _after(SearchRemoval.objects.all(), cursor, mark, limit)
    taken = sorted(rows, key=_place)[:limit]
    return Pulled(
        documents=[one for one in taken if isinstance(one, SearchDocument)],
        removed=[one.identity for one in taken if isinstance(one, SearchRemoval)],
        cursor=_place(taken[-1]) if taken else cursor,
        more=len(taken) == limit,
    )


def _place(row: SearchDocument | SearchRemoval) -> Cursor:
    return row.transaction, row.place


def _after[R: (SearchDocument, SearchRemoval)](
    rows: QuerySet[R], cursor: Cursor, mark: int, limit: int
) -> list[R]:
    later = rows.filter(transaction__lt=mark).extra(
        where=["(transaction, place) > (%s, %s)"], params=list(cursor)
    )
    return list(later.order_by("transaction", "place")[:limit])


def watermark() -> int:
    """The oldest transaction still in flight: everything below it is decided."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (mark,) = cursor.fetchone() or (0,)
    return int(mark)


def origin() -> str:
    """Which database this is: numbers of transactions mean nothing in another or a restored one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.system_identifier || '/' || d.oid"
            " FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()"
        )
        (found,) = cursor.fetchone() or ("",)
    return str(found)


def waiting(cursor: Cursor) -> int:
    """How many changes a reader at ``cursor`` has not seen, those held back too; two queries."""
    where, params = ["(transaction, place) > (%s, %s)"], list(cursor)
    return (
        SearchDocument.objects.extra(where=where, params=params).count()  # noqa: S610 -- constant
        + SearchRemoval.objects.extra(where=where, params=params).count()  # noqa: S610 -- constant
    )
