"""Scenarios with what the last match found for them and what people decided: a list's rows."""

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from citystage.engines.matching.records import Verdict
from citystage.engines.text.folding import fold
from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Judgement, Suggestion
from citystage.stages.matchmaking.queries.reach import matchable
from citystage.stages.matchmaking.states import JudgementKind


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


def _number(rows: QuerySet[Suggestion] | QuerySet[Judgement]) -> Coalesce:
    counted = (
        rows.filter(scenario=OuterRef("pk"))
        .order_by()
        .values("scenario")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
