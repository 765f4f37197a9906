"""Prepared decisions, for the office alone."""

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.review.models import Case, DecisionBatch, PreparedDecision
from citystage.stages.review.queries.cases import reachable
from citystage.stages.review.states import CaseState

_DECISION_WITH = (
    "case__application__call",
    "case__application__recommender",
    "case__application__recommendation",
    "case__application__owner_unit",
    "case__application__filed_by",
)


def batches(actor: Actor) -> QuerySet[DecisionBatch]:
    """Batches of the cities whose decisions this actor prepares, newest first."""
    seen = subtree(actor.reach(Permission.REVIEW_DECISION_PREPARE), "city__path")
    chosen = Q(decisions__outcome=PreparedDecision.Outcome.CHOSEN)
    return (
        DecisionBatch.objects.filter(seen)
        .select_related("city", "made_by", "applied_by")
        .annotate(total=Count("decisions"), chosen=Count("decisions", filter=chosen))
    )


def reach_batch(actor: Actor, batch_id: int) -> DecisionBatch:
    """One batch by its number; outside the office there is none."""
    found = batches(actor).filter(pk=batch_id).first()
    if found is None:
        raise NotFound(_("No such batch of decisions is within your reach."))
    return found


def decisions(batch: DecisionBatch) -> QuerySet[PreparedDecision]:
    """What is prepared, in the city's order; what has no place comes last."""
    return batch.decisions.select_related(*_DECISION_WITH).order_by(
        F("case__city_place").asc(nulls_last=True),
        F("case__application__recommendation__place").asc(nulls_last=True),
        "pk",
    )


def reach_prepared(batch: DecisionBatch, prepared_id: int) -> PreparedDecision:
    """One line of a batch."""
    found = batch.decisions.filter(pk=prepared_id).first()
    if found is None:
        raise NotFound(_("This decision is no longer in the batch."))
    return found


def candidates(actor: Actor, batch: DecisionBatch) -> QuerySet[Case]:
    """Ready cases of the batch's city that are in no open batch, by recommender and place."""
    prepared = PreparedDecision.objects.filter(batch__applied_at__isnull=True)
    return (
        reachable(actor)
        .filter(application__city=batch.city, state=CaseState.READY)
        .exclude(pk__in=prepared.values("case_id"))
        .order_by(
            "application__recommender__ordinal",
            F("application__recommendation__place").asc(nulls_last=True),
            "pk",
        )
    )
