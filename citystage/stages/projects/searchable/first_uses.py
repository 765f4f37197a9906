"""A first use 首试首用 in the search: proven ones for everybody, claims for who may read them."""

from collections.abc import Iterable
from typing import Final

from django.utils import timezone
from django.utils.translation import override

from citystage.engines.text.words import Lexicon
from citystage.stages.catalogue import audience
from citystage.stages.catalogue.bands import band_of
from citystage.stages.catalogue.indexing import documents, facets, filling
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.projects.models import FirstUse
from citystage.stages.projects.searchable import reading
from citystage.stages.projects.states.claims import ClaimState, FirstUseKind

KIND: Final = "first_use"
TYPES: Final = tuple((f"use_{code}", label) for code, label in FirstUseKind.choices)
_ALONG: Final = (
    *("city", "district", "department", "chain", "claimed_for", "product__maker"),
    *("user_organisation", "user_unit", "scenario__field"),
)


def found_by(use: FirstUse) -> list[str]:
    """Everybody; a claim that is not proven its reporter and the offices over it."""
    if use.state == ClaimState.PROVEN:
        return [audience.PUBLIC]
    found = reading.of_reporter(use.claimed_for_id)
    found += reading.of_offices((use.city, use.district, use.department))
    return list(dict.fromkeys(found))


def fill_first_uses(uses: Iterable[FirstUse]) -> None:
    """(Re)write the documents of ``uses``; two queries and one for the vocabulary."""
    words = filling.lexicon()
    wanted = FirstUse.objects.filter(pk__in=[use.pk for use in uses])
    found = wanted.select_related(*_ALONG).prefetch_related("product__merged")
    filling.write([document(use, words) for use in found])


def document(use: FirstUse, words: Lexicon) -> SearchDocument:
    """Found by product (also as it was entered before), maker, user, place, certificate, kind."""
    changed = max(filter(None, (use.claimed_at, use.proven_at, use.ended_at)))
    made = documents.begun(KIND, use.pk, found_by(use), changed)
    product = use.product
    user = use.user_organisation or use.user_unit
    made.city_id = use.city_id
    made.title, made.owner_name, made.body = str(product), product.maker_name, use.words
    made.names = reading.named(
        product.maker_name,
        user.name if user else use.user_name,
        use.district.name if use.district else "",
    )
    before = [f"{one.maker_name} {one}" for one in product.merged.all()]
    about = [use.scenario.title] if use.scenario else []
    said = " ".join([use.place, _kind_in_both(use), *before, *about])
    documents.weigh(made, use.number, said, words)
    made.facets = _facets(use)
    proven = timezone.localdate(use.proven_at) if use.proven_at else None
    made.numbers = facets.numbers(changed, money=use.amount, published=proven, held=use.used_on)
    made.latitude, made.longitude = facets.centre(use.district, use.city)
    return made


def _kind_in_both(use: FirstUse) -> str:
    found = []
    for language in ("zh-hans", "en"):
        with override(language):
            found.append(str(use.get_kind_display()))
    return " ".join(found)


def _facets(use: FirstUse) -> facets.Facets:
    scenario = use.scenario
    found = facets.kept(
        type=f"use_{use.kind}",
        city=use.city.code,
        district=use.district.code if use.district else "",
        field=scenario.field.code if scenario and scenario.field else "",
        chain=use.chain.code if use.chain else "",
        money=band_of(use.amount) if use.amount is not None else "",
        year=str(use.used_on.year),
    )
    sides = dict.fromkeys(str(pk) for pk in (use.product.maker_id, use.user_organisation_id) if pk)
    return found | {"owner": list(sides)}
