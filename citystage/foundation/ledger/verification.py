"""Whether the ledger is whole: every row as written, every chain unbroken."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction

from citystage.foundation.ledger.chain import FIRST_BROKEN, FIRST_SHORT_LANE


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What the check found. ``seal`` sums up all chains: kept elsewhere, it proves the tail too."""

    rows: int
    seal: str
    bad_row: int | None = None
    bad_lane: int | None = None
    reason: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.reason


def verify() -> ChainReport:
    """Recompute every digest inside one snapshot and name the first bad row.

    Reasons: ``changed`` (the row is not as it was written), ``unlinked`` (its predecessor is not
    the one it was chained to), ``missing`` (a row before it is gone), ``tail`` (rows at the end of
    a chain are gone).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT count(*) FROM ledger_entry")
        (rows,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(digest, '' ORDER BY id) FROM ledger_lane")
        seal = sha256((cursor.fetchone()[0] or "").encode()).hexdigest()
        cursor.execute(FIRST_BROKEN)
        if broken := cursor.fetchone():
            return ChainReport(rows, seal, bad_row=broken[0], bad_lane=broken[1], reason=broken[3])
        cursor.execute(FIRST_SHORT_LANE)
        if short := cursor.fetchone():
            return ChainReport(rows, seal, bad_lane=short[0], reason="tail")
    return ChainReport(rows, seal)
