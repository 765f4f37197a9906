"""What happened to a case and all that belongs to it, from the ledger."""

from collections.abc import Iterable

from django.db.models import QuerySet

from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.stages.review.models import Case, Opinion


def happened(case: Case, opinions: Iterable[Opinion]) -> QuerySet[Entry]:
    """Every fact of the case, its application and its opinions, newest first; for officers.

    Comments tell their audience only, and prepared decisions are told of their batch: neither
    stands here.
    """
    records = [case, case.application, *opinions]
    return timeline(*records).order_by("-id")
