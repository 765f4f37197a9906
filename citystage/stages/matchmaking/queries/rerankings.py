"""Orders by outcomes: which is used, which were fitted, and on how much."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.engines.matching.reranking import Reranker
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.matchmaking import wording
from citystage.stages.matchmaking.finding.knowledge import ENGINE, knowledge_of
from citystage.stages.matchmaking.models import Reranking
from citystage.stages.matchmaking.sampling import Sample, sample_of
from citystage.stages.matchmaking.states import RerankingState

WHOLE: Final = "score"


def in_use(city: Unit) -> Reranking | None:
    """What suppliers of the city's scenarios are ordered by besides the score; one query.

    One that was fitted for another version of the engine weighs other numbers: it is not used.
    """
    found = Reranking.objects.filter(city=city, state=RerankingState.ON, engine=ENGINE)
    return found.select_related("city").first()


def reranker_of(fitted: Reranking) -> Reranker:
    """Its weights, as the engine uses them."""
    return Reranker(fitted.weights, fitted.intercept)


def engine_in_use() -> str:
    """The version of the engine that makes the parts by now."""
    return ENGINE


def is_of_this_engine(fitted: Reranking) -> bool:
    """Whether the parts it weighs are still made in the same way."""
    return fitted.engine == ENGINE


def reach_city(actor: Actor, code: str) -> Unit:
    """A city whose order by outcomes the actor may fit and switch. Raises ``NotFound``."""
    permission = Permission.MATCHMAKING_RERANKING_SWITCH
    reach = {(unit.city or unit).pk: unit.city or unit for unit in actor.reach(permission)}
    for city in reach.values():
        if city.code == code and actor.holds(permission, city):
            return city
    raise NotFound(_("There is no such city within your reach."))


def fits(city: Unit) -> QuerySet[Reranking]:
    """All that were fitted for a city that was reached, the newest first."""
    found = Reranking.objects.filter(city=city).select_related("city", "made_by", "switched_by")
    return found.order_by("-pk")


def reach_fit(city: Unit, pk: int) -> Reranking:
    """One of them."""
    found = fits(city).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such fit."))
    return found


@dataclass(frozen=True, slots=True)
class FeatureWeight:
    """What one feature adds to the log odds on its whole way from 0 to 1."""

    code: str
    name: str
    why: str
    weight: float


def weights_of(fitted: Reranking) -> list[FeatureWeight]:
    """The weights in words, the heaviest first; the pack names the parts."""
    pack = knowledge_of(fitted.city).pack
    found = [
        FeatureWeight(
            code,
            _("Score as a whole") if code == WHOLE else wording.part_name(code, pack),
            "" if code == WHOLE else wording.part_reason(code, pack),
            weight,
        )
        for code, weight in fitted.weights.items()
    ]
    return sorted(found, key=lambda one: -one.weight)


def known_so_far(city: Unit) -> Sample:
    """What became of shown pairs by now."""
    return sample_of(city)
