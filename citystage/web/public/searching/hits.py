"""Answers as cards and lines, with the found words marked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from citystage.engines.text.folding import Span
from citystage.engines.text.marking import mark, snippet
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.audience import SHOWN
from citystage.stages.catalogue.queries import found
from citystage.stages.catalogue.queries.asking.answer import Found
from citystage.stages.catalogue.states import ReleaseState
from citystage.stages.events.models import Event
from citystage.stages.events.queries import events
from citystage.stages.events.searchable import KIND as EVENT
from citystage.stages.events.states.events import SHOWN as ANNOUNCED
from citystage.web.public.cards import capability_card, event_card, scenario_card
from citystage.web.public.labs.families import FAMILIES
from citystage.web.public.searching import landing
from citystage.web.public.searching.landed_cards import card_of
from citystage.web.shell.components import Badge, Card, Text

type _Thing = found.Thing | Event | landing.Thing


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: a card, or a plain line for organisations, lists and what was recognised."""

    kind: str
    card: Card | None = None
    title: str = ""
    spans: Sequence[Span] = ()
    url: str = ""
    note: str = ""
    note_spans: Sequence[Span] = ()
    marks: Sequence[Badge] = ()
    # What it is, of a line.
    what: Text = ""
    icon: str = ""


def hits(answers: Sequence[Found], forms: Sequence[str], stamp: Stamp) -> list[Hit]:
    """The answers in their order; one query for each kind on the page."""
    things: dict[tuple[str, int], _Thing] = {**found.behind(answers, stamp.actor)}
    wanted: dict[str, list[int]] = {}
    for one in answers:
        wanted.setdefault(one.kind, []).append(one.object_id)
    held = events.found(stamp.actor, wanted.get(EVENT, []))
    things |= {(EVENT, pk): event for pk, event in held.items()}
    things |= landing.behind(wanted, stamp.actor)
    shown = []
    for one in answers:
        thing = things.get((one.kind, one.object_id))
        if thing is not None:
            shown.append(_hit(one, thing, forms, stamp))
    return shown


def _hit(one: Found, thing: _Thing, forms: Sequence[str], stamp: Stamp) -> Hit:
    marks = [Badge(label=_("by meaning"), tone="info", icon="search")] if one.by_meaning else []
    if _hidden(thing):
        marks.append(Badge(label=_("not public"), tone="warn", icon="eye-off"))
    if isinstance(thing, found.Scenario):
        card = scenario_card(thing, now=stamp.at, words=forms, city=True)
    elif isinstance(thing, found.Capability):
        card = capability_card(thing, words=forms)
    elif isinstance(thing, Event):
        card = event_card(thing, now=stamp.at, words=forms)
    elif isinstance(thing, landing.THINGS):
        card = card_of(thing, forms)
    else:
        return _line(one.kind, thing, forms, marks)
    return Hit(one.kind, replace(card, badges=[*card.badges, *marks]))


def _hidden(thing: _Thing) -> bool:
    if isinstance(thing, Event):
        return thing.state not in ANNOUNCED
    if isinstance(thing, landing.THINGS):
        return landing.is_hidden(thing)
    if isinstance(thing, found.Capability):
        return not thing.public
    if isinstance(thing, Organisation):
        return thing.standing not in SHOWN
    # A scenario's own mark says that it is in reserve or withdrawn.
    return isinstance(thing, found.Release) and thing.state != ReleaseState.RELEASED


def _line(
    kind: str,
    thing: Organisation | found.Release | found.Lab,
    forms: Sequence[str],
    marks: Sequence[Badge],
) -> Hit:
    what: Text
    if isinstance(thing, Organisation):
        url, said = reverse("public:organisation", args=[thing.pk]), thing.introduction
        what, icon = _("organisation"), "building-2"
    elif isinstance(thing, found.Lab):
        url, said = reverse("public:lab", args=[thing.pk]), thing.direction or thing.builder_name
        what, icon = thing.get_kind_display(), FAMILIES[thing.family].icon
    else:
        url = reverse("public:list", args=[thing.city.code, thing.code])
        said, what, icon = thing.introduction, _("list"), "list-checks"
    part, title = snippet(said, forms, length=140), thing.label
    return Hit(kind, None, title, mark(title, forms), url, part.text, part.spans, marks, what, icon)
