"""Cases within reach: one by its number, what it absorbed, its revisions, the officers."""

from django.db.models import FETCH_RAISE, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.models import Application, Revision
from citystage.stages.review.models import Case

_WITH = (
    "application__call",
    "application__city",
    "application__form",
    "application__owner_unit",
    "application__recommender",
    "application__recommendation",
    "application__filed_by",
    "officer",
    "merged_into__application",
)


def reachable(actor: Actor) -> QuerySet[Case]:
    """Cases this actor may read, with all that a page shows of them."""
    return (
        Case.objects.reachable_by(actor, Permission.REVIEW_CASE_READ)
        .select_related(*_WITH)
        .annotate(has_absorbed=Exists(Case.objects.filter(merged_into=OuterRef("pk"))))
        .fetch_mode(FETCH_RAISE)
    )


def reach_case(actor: Actor, case_id: int) -> Case:
    """One of them by its number; what lies out of reach is not found."""
    found = reachable(actor).filter(pk=case_id).first()
    if found is None:
        raise NotFound(_("No such case is within your reach."))
    return found


def case_of(actor: Actor, application_id: int | None) -> Case | None:
    """The case of an application, if there is one within reach."""
    return reachable(actor).filter(application=application_id).first() if application_id else None


def absorbed(case: Case) -> list[Case]:
    """Every case that was merged into this one, directly or through another."""
    found: list[Case] = []
    level = [case.pk] if getattr(case, "has_absorbed", True) else []
    while level:
        rows = Case.objects.filter(merged_into__in=level).select_related(
            "application__owner_unit", "application__form"
        )
        new = list(rows.order_by("pk"))
        found += new
        level = [one.pk for one in new]
    return found


def revisions(application: Application) -> QuerySet[Revision]:
    """Every revision, newest first, with who made it."""
    return application.revisions.select_related("made_by", "made_for").order_by("-number")


def reach_revision(application: Application, number: int) -> Revision:
    """One revision by its number."""
    found = application.revisions.filter(number=number).first()
    if found is None:
        raise NotFound(_("There is no such revision."))
    return found


def officers(case: Case, stamp: Stamp) -> list[User]:
    """Who may be given the case."""
    return wearers(Permission.REVIEW_CASE_POLISH, case.application.recommender, at=stamp.at)
