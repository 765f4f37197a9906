"""Prepared decisions, for the office alone."""

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the decision sheet: the recommender's place beside the city's order."""

    prepared: PreparedDecision
    their_place: int | None
    our_place: int | None
    # The city ranks the needs of this recommender otherwise than the recommender did.
    differs: bool


def lines(prepared: Iterable[PreparedDecision]) -> list[Line]:
    """The sheet in the order given, with each place and whether the two orders disagree."""
    rows = list(prepared)
    piles: dict[int, list[PreparedDecision]] = {}
    for one in rows:
        if _their_place(one) is not None and one.case.city_place is not None:
            piles.setdefault(one.case.application.recommender_id, []).append(one)
    differing: set[int] = set()
    for pile in piles.values():
        theirs = sorted(pile, key=lambda one: (_their_place(one) or 0, one.pk))
        ours = sorted(pile, key=lambda one: (one.case.city_place or 0, one.pk))
        differing |= {one.pk for one, other in zip(theirs, ours, strict=True) if one != other}
    return [Line(one, _their_place(one), one.case.city_place, one.pk in differing) for one in rows]


def _their_place(one: PreparedDecision) -> int | None:
    recommendation = getattr(one.case.application, "recommendation", None)
    return recommendation.place if recommendation else None


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
