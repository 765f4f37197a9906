"""Scenarios with what the last match found for them and what people decided: a list's rows."""

from collections.abc import Iterable

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from citystage.engines.matching.records import Verdict
from citystage.engines.text.folding import fold
from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Judgement, Run, Suggestion
from citystage.stages.matchmaking.queries.reach import matchable
from citystage.stages.matchmaking.states import JudgementKind, RunState


def overview(actor: Actor, *, words: str = "") -> QuerySet[Scenario]:
    """What the actor may match, the newest first, with ``good``, ``near`` and ``decided``."""
    found = matchable(actor)
    if words:
        found = found.filter(
            Q(title__icontains=words)
            | Q(title_en__icontains=words)
            | Q(owner_name__icontains=words)
            | Q(number__iexact=words)
            | Q(title__icontains=fold(words))
        )
    standing = Suggestion.objects.filter(current=True)
    said = Judgement.objects.filter(current=True).exclude(kind=JudgementKind.WITHDRAW)
    return found.annotate(
        good=_number(standing.filter(verdict=Verdict.MATCH.value)),
        near=_number(standing.filter(verdict=Verdict.WEAK.value)),
        decided=_number(said),
    )


def able_among(scenarios: Iterable[int]) -> dict[int, int]:
    """How many suppliers are a match for each, by id; those of cities never matched are left out.

    One query; the numbers are those of the last match of the whole city.
    """
    matched = Run.objects.filter(city=OuterRef("city"), state=RunState.DONE)
    good = Suggestion.objects.filter(current=True, verdict=Verdict.MATCH.value)
    found = Scenario.objects.filter(Exists(matched), pk__in=list(scenarios))
    return dict(found.annotate(good=_number(good)).values_list("pk", "good"))


def _number(rows: QuerySet[Suggestion] | QuerySet[Judgement]) -> Coalesce:
    counted = (
        rows.filter(scenario=OuterRef("pk"))
        .order_by()
        .values("scenario")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
