"""Orders by outcomes: what was fitted, on what, how it did on later outcomes, and which is used."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from citystage.foundation.tenancy.models import Unit
from citystage.stages.matchmaking.states import RerankingState


class Reranking(models.Model):
    """One fit for a city: fitted on earlier outcomes, measured on later ones, never changed.

    Only its state moves. What is used is what was measured: it is not fitted again on all.
    """

    city = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RerankingState, default=RerankingState.READY)
    # {feature: weight in log odds for the whole way from 0 to 1}, none below zero.
    weights = models.JSONField()
    intercept = models.FloatField()
    # {"pairs", "good", "earlier", "later": numbers of pairs; "since", "split", "until": ISO times}.
    sample = models.JSONField()
    # Scenarios of later outcomes with good and other suppliers: both orders were tried on these.
    demands = models.PositiveIntegerField()
    # Mean reciprocal rank of the first good supplier, and how often chance gives such a gain.
    plain = models.FloatField()
    reranked = models.FloatField()
    p = models.FloatField()
    # Share of the scenarios with a good supplier among the first 1, 2, … places.
    plain_curve = models.JSONField(default=list)
    reranked_curve = models.JSONField(default=list)
    # The version of the engine whose parts it weighs: those of another one are other numbers.
    engine = models.CharField(max_length=20)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    # Of the last switch.
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    switched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(state=str(RerankingState.ON)),
                name="matchmaking_one_reranking_in_use",
            ),
        ]
        indexes = [models.Index(fields=["city", "-id"], name="matchmaking_rerankings")]

    def __str__(self) -> str:
        return f"reranking {self.pk} {self.state}"
