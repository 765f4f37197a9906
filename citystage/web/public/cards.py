"""Scenarios and other records as the cards and marks of public pages."""

from collections.abc import Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from citystage.engines.text.marking import mark, snippet
from citystage.foundation.taxonomy.models import Side, Tier
from citystage.kernel.texts import said
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.events.models import Event
from citystage.stages.events.printing import when
from citystage.stages.events.states.events import EventState
from citystage.web.shell import formats
from citystage.web.shell.components import Badge, Card, Text, Tone

# The floor of the house a state stands on (1 to 5).
FLOOR_OF = {
    ScenarioState.RESERVE: 2,
    ScenarioState.OPEN: 3,
    ScenarioState.MATCHED: 3,
    ScenarioState.LANDED: 4,
    ScenarioState.CLOSED: 3,
    ScenarioState.WITHDRAWN: 3,
}
_LOOK: dict[str, tuple[Tone, str]] = {
    ScenarioState.RESERVE: ("plain", "layers"),
    ScenarioState.OPEN: ("good", "send"),
    ScenarioState.MATCHED: ("info", "handshake"),
    ScenarioState.LANDED: ("good", "award"),
    ScenarioState.CLOSED: ("plain", "minus"),
    ScenarioState.WITHDRAWN: ("bad", "x"),
}
# Short words for cards; the full ones stand in the taxonomy.
_TIERS: dict[str, Text] = {
    Tier.SUPER: gettext_lazy("super scenario"),
    Tier.MAJOR: gettext_lazy("major"),
    Tier.INTEGRATED: gettext_lazy("integrated"),
    Tier.NARROW: gettext_lazy("narrow entry"),
}
_SIDES = dict(Side.choices)
_EXCERPT = 110


def state_badge(scenario: Scenario) -> Badge:
    """How it stands, in a mark."""
    if is_direction(scenario):
        return _direction()
    tone, icon = _LOOK[scenario.state]
    return Badge(label=ScenarioState(scenario.state).label, tone=tone, icon=icon)


def floor_of(scenario: Scenario) -> int:
    """The floor a record stands on; 0 for a direction, which has not entered the house."""
    return 0 if is_direction(scenario) else FLOOR_OF[ScenarioState(scenario.state)]


def is_direction(scenario: Scenario) -> bool:
    """Whether the source names it as a direction of a policy, without an owner's need behind it."""
    return bool(scenario.source.get("level") == "policy_direction")


def _direction() -> Badge:
    return Badge(label=_("policy direction"), icon="landmark")


def badges(scenario: Scenario) -> list[Badge]:
    """State, tier and side."""
    found = [state_badge(scenario)]
    if scenario.tier:
        tone: Tone = "accent" if scenario.tier == Tier.SUPER else "plain"
        found.append(Badge(label=_TIERS[scenario.tier], tone=tone))
    if scenario.side:
        found.append(Badge(label=_SIDES[scenario.side]))
    return found


def money_of(scenario: Scenario) -> str:
    """The amount, what the source wrote, or that it is to be agreed."""
    if scenario.budget is not None:
        return formats.money(scenario.budget)
    if is_direction(scenario):
        return scenario.budget_text
    return scenario.budget_text or _("to be agreed")


def need_of(scenario: Scenario) -> str:
    """The need in one paragraph."""
    return scenario.summary or str(scenario.answers.get("need") or "")


def _notes(scenario: Scenario, now: datetime) -> list[Text]:
    notes: list[Text] = []
    if scenario.valid_until and scenario.state == ScenarioState.OPEN:
        until = datetime.combine(
            scenario.valid_until, time(0), tzinfo=timezone.get_current_timezone()
        )
        notes.append(formats.days_left(until, now=now))
    if scenario.published_on:
        notes.append(formats.day(scenario.published_on))
    elif scenario.year:
        notes.append(pgettext("a year", "%d") % scenario.year)
    return notes


def scenario_card(
    scenario: Scenario, *, now: datetime, words: Sequence[str] = (), city: bool = False
) -> Card:
    """A card; with ``words`` the found ones are marked, with ``city`` the place says which city."""
    title = scenario.label
    places = [scenario.city.label] if city else []
    if scenario.district:
        places.append(scenario.district.label)
    excerpt = snippet(need_of(scenario), words, length=_EXCERPT) if words else None
    return Card(
        title=title,
        url=reverse("public:scenario", args=[scenario.number]),
        code=scenario.number,
        summary=need_of(scenario),
        owner=scenario.owner_name,
        place=" · ".join(places),
        field=scenario.field.label if scenario.field else "",
        money=money_of(scenario),
        floor=floor_of(scenario),
        badges=badges(scenario),
        notes=_notes(scenario, now),
        title_spans=mark(title, words) if words else (),
        excerpt=excerpt.text if excerpt else "",
        excerpt_spans=excerpt.spans if excerpt else (),
    )


def capability_card(capability: Capability, *, words: Sequence[str] = ()) -> Card:
    """A capability as a card."""
    organisation = capability.organisation
    excerpt = snippet(capability.description, words, length=_EXCERPT) if words else None
    title = capability.label
    return Card(
        title=title,
        url=reverse("public:capability", args=[capability.pk]),
        summary=capability.description,
        owner=organisation.label,
        place=organisation.district.label if organisation.district else "",
        field=capability.field.label if capability.field else "",
        badges=[Badge(label=_("is looking for partners"), tone="accent", icon="handshake")]
        if capability.seeking
        else [],
        title_spans=mark(title, words) if words else (),
        excerpt=excerpt.text if excerpt else "",
        excerpt_spans=excerpt.spans if excerpt else (),
    )


_EVENT_LOOK: dict[str, tuple[Tone, str]] = {
    EventState.DRAFT: ("plain", "pencil"),
    EventState.POSTPONED: ("warn", "clock"),
    EventState.HELD: ("plain", "check"),
    EventState.CANCELLED: ("bad", "x"),
}


def event_card(event: Event, *, now: datetime, words: Sequence[str] = ()) -> Card:
    """An event as a card: what it is, how it stands, when, where, and who holds it."""
    text = event.text or " ".join(said(one) for one in event.statements)
    excerpt = snippet(text, words, length=_EXCERPT) if words and text else None
    language = get_language() or ""
    day = when(event, "en" if language.startswith("en") else "zh-hans")
    return Card(
        title=event.label,
        url=reverse("events:event", args=[event.number]),
        code=event.number,
        summary=text,
        owner=event.organiser.label,
        place=event.place,
        badges=_event_badges(event, now),
        notes=[day] if day else [],
        title_spans=mark(event.label, words) if words else (),
        excerpt=excerpt.text if excerpt else "",
        excerpt_spans=excerpt.spans if excerpt else (),
    )


def _event_badges(event: Event, now: datetime) -> list[Badge]:
    kind = Badge(label=event.get_kind_display(), tone="accent", icon="calendar")
    if event.state in _EVENT_LOOK:
        tone, icon = _EVENT_LOOK[event.state]
        state = [Badge(label=event.get_state_display(), tone=tone, icon=icon)]
    elif event.takes_registrations(now):
        state = [Badge(label=_("registration is open"), tone="good", icon="check")]
    else:
        state = []
    if event.audience == Event.Audience.INVITED:
        state.append(Badge(label=event.get_audience_display(), icon="mail"))
    return [kind, *state]
