"""What is like a need: by its words, and listed scenarios that mean the same in another place."""

from collections.abc import Sequence
from typing import Final

from citystage.engines.search.contract import Query, SearchFault
from citystage.foundation.access.stamps import Actor
from citystage.foundation.index.asking import searcher
from citystage.foundation.index.away import IndexAway
from citystage.foundation.meaning.queries import vectors_of
from citystage.stages.catalogue.audience import own_tokens_of
from citystage.stages.catalogue.models import Scenario, SearchDocument
from citystage.stages.intake.models import Application
from citystage.stages.review import fingerprints
from citystage.stages.review.queries import Like, likes, likes_by_meaning

SAME_FROM: Final = 0.95
"""The cosine from which two bare texts are the same need; see `engines.similarity.same_need`."""
_NEAREST = 20
_MOST = 5


def alike(application: Application, actor: Actor, *, most: int = 10) -> list[Like]:
    """Twins by their words, then the same needs found by meaning."""
    found = likes(application, actor, most=most)
    return [*found, *same_needs(application, actor, besides=found)]


def same_needs(
    application: Application, actor: Actor, *, besides: Sequence[Like] = ()
) -> list[Like]:
    """Listed scenarios within reach that mean the same; none while meaning is not to be had."""
    near = _near(application, actor)
    return likes_by_meaning(application, actor, near, besides=besides)[:_MOST] if near else []


def _near(application: Application, actor: Actor) -> dict[str, float]:
    """Cosines by the ledger's names of scenarios, as the index knows them for this reader."""
    try:
        asked = searcher()
        text = fingerprints.spoken(application)
        vector = vectors_of([text]).found.get(text)
        if vector is None:
            return {}
        query = Query(
            audience=own_tokens_of(actor),
            kinds=frozenset({SearchDocument.Kind.SCENARIO.value}),
            vector=vector,
            reach=_NEAREST,
            limit=_NEAREST,
        )
        hits = asked.search(query).hits
    # Where the index still speaks another model, it has nothing to say of this vector.
    except (IndexAway, SearchFault):
        return {}
    label = Scenario._meta.label_lower
    return {
        f"{label}:{hit.reference.partition(':')[2]}": min(hit.dense, 1.0)
        for hit in hits
        if hit.dense is not None and hit.dense >= SAME_FROM
    }
