"""Suggestions as options of a list box: where each leads, and what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.folding import Span
from citystage.engines.text.marking import mark
from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries.addresses import paths_of
from citystage.stages.catalogue.queries.asking.suggestions import Suggestion
from citystage.stages.events.queries import events
from citystage.stages.events.searchable import KIND as EVENT
from citystage.web.public.searching import landing
from citystage.web.shell.components import Text

_KIND = SearchDocument.Kind
_LOOK: dict[str, tuple[Text, str]] = {
    "field": (_("field"), "tag"),
    "chain": (_("industry chain"), "link"),
    "district": (_("district"), "map-pin"),
    "city": (_("city"), "map-pin"),
    _KIND.SCENARIO: (_("scenario"), "target"),
    _KIND.CAPABILITY: (_("capability"), "layers"),
    _KIND.ORGANISATION: (_("organisation"), "building-2"),
    _KIND.LIST: (_("list"), "list-checks"),
    _KIND.LAB: (_("recognised"), "flask-conical"),
    EVENT: (_("event"), "calendar"),
    **landing.LOOK,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One option."""

    text: str
    spans: Sequence[Span]
    what: Text
    icon: str
    url: str


def offers(found: Sequence[Suggestion], typed: str, actor: Actor) -> list[Offer]:
    """The options in their order; one query for each kind, of trials and projects some more."""
    paths = paths_of([(one.kind, one.object_id) for one in found if one.object_id])
    if keys := [one.object_id for one in found if one.kind == EVENT]:
        paths |= {(EVENT, pk): (number,) for pk, number in events.numbers_of(keys).items()}
    wanted: dict[str, list[int]] = {}
    for one in found:
        wanted.setdefault(one.kind, []).append(one.object_id)
    known = landing.addresses(wanted, actor)
    offered = []
    for one in found:
        what, icon = _LOOK[one.kind]
        text = str(one.text)
        url = known.get((one.kind, one.object_id), "")
        if one.kind not in landing.LOOK:
            url = _url(one, paths)
        if url:
            offered.append(Offer(text, mark(text, [typed]), what, icon, url))
    return offered


def _url(one: Suggestion, paths: dict[tuple[str, int], tuple[str, ...]]) -> str:
    if not one.object_id:
        return f"{reverse('public:search')}?{urlencode({'q': str(one.text)})}"
    if one.kind in (_KIND.CAPABILITY, _KIND.ORGANISATION, _KIND.LAB):
        return reverse(f"public:{one.kind}", args=[one.object_id])
    path = paths.get((one.kind, one.object_id))
    wing = "events" if one.kind == EVENT else "public"
    return reverse(f"{wing}:{one.kind}", args=path) if path else ""
