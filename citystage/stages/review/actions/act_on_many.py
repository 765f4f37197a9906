"""One act on many cases: each row succeeds or is refused for itself, and says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.review.locks import lock_cases
from citystage.stages.review.models import Case


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row; ``refusal`` is empty when it was done."""

    case_id: int
    title: str
    refusal: str | Promise = ""


class Step(Protocol):
    """What is done to each locked case: one of ``review.steps``, its other words given."""

    def __call__(self, case: Case, *, stamp: Stamp) -> None: ...


@transaction.atomic(durable=True)
def act_on_many(case_ids: Iterable[int], *, step: Step, stamp: Stamp) -> list[Outcome]:
    """Run ``step`` on each case, in the order given; what lies out of reach is not named.

    Rows are locked together, each runs in its own savepoint: a refusal undoes its own row only.
    """
    wanted = list(dict.fromkeys(case_ids))
    reach = Case.objects.reachable_by(stamp.actor, Permission.REVIEW_CASE_READ)
    locked = lock_cases(reach.filter(pk__in=wanted).values_list("pk", flat=True))
    outcomes = []
    for case_id in wanted:
        case = locked.get(case_id)
        if case is None:
            outcomes.append(Outcome(case_id, "", _("This case is not within your reach.")))
            continue
        try:
            with transaction.atomic():
                step(case, stamp=stamp)
        except Refusal as refusal:
            outcomes.append(Outcome(case_id, case.application.title, refusal.reason))
        else:
            outcomes.append(Outcome(case_id, case.application.title))
    return outcomes
