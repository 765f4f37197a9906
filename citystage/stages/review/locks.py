"""Locks, always in one order: applications by number, then their cases by number.

Intake locks an application before its follower here locks the case; whoever in review touches
both keeps the same order, so that two acts that meet wait for each other and never deadlock.
"""

from collections.abc import Iterable

from citystage.stages.intake.models import Application
from citystage.stages.review.models import Case

_WITH = (
    "application__call",
    "application__recommender",
    "application__city",
    "application__owner_unit",
    "application__form",
)


def lock_cases(case_ids: Iterable[int]) -> dict[int, Case]:
    """Lock the cases of these numbers with their applications; what is not there is left out."""
    wanted = set(case_ids)
    applications = Application.objects.select_for_update().filter(
        pk__in=Case.objects.filter(pk__in=wanted).values("application_id")
    )
    list(applications.order_by("pk").values_list("pk"))
    cases = Case.objects.select_for_update(of=("self",)).select_related(*_WITH)
    return {case.pk: case for case in cases.filter(pk__in=wanted).order_by("pk")}


def lock_case(case: Case) -> Case:
    """Lock one case with its application and read both afresh."""
    return lock_cases([case.pk])[case.pk]
