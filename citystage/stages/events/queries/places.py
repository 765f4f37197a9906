"""Places as their participants, the organisers and the desk read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import FETCH_RAISE, Q, QuerySet

from citystage.engines.text.folding import fold
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.events.codes import typed
from citystage.stages.events.models import DeskPass, Event, Place
from citystage.stages.events.states.events import SHOWN, EventState
from citystage.stages.events.states.places import LIVE, PlaceState

_ALONG = ("event__organiser", "event__city", "organisation", "field", "person")
MOST_FOUND = 12
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """What the organisers ask of the list of participants."""

    state: str = ""
    came: str = ""
    # "yes": a page in the brochure, of those who still have a place.
    printed: str = ""
    # "yes": the address for mails is confirmed.
    reached: str = ""
    q: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """The filter of an address; unknown values are no filter."""
        state, came = asked.get("state", ""), asked.get("came", "")
        return cls(
            state=state if state in PlaceState.values else "",
            came=came if came in {"yes", "no"} else "",
            printed="yes" if asked.get("printed") == "yes" else "",
            reached="yes" if asked.get("reached") == "yes" else "",
            q=asked.get("q", "").strip(),
        )


def participants(event: Event, wanted: PlaceFilter) -> QuerySet[Place]:
    """The places of an event by their number."""
    found = event.places.select_related("organisation", "field", "person").order_by("number")
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.came:
        found = found.filter(arrived_at__isnull=wanted.came == "no")
    if wanted.printed:
        found = found.filter(state__in=LIVE, in_brochure=True)
    if wanted.reached:
        found = found.filter(reachable_at__isnull=False)
    if wanted.q:
        found = found.filter(_named(wanted.q))
    return found.fetch_mode(FETCH_RAISE)


def _named(words: str) -> Q:
    return Q(folded__contains=fold(words)) | Q(code=typed(words))


def at_the_desk(event: Event, words: str) -> list[Place]:
    """Who could be meant: confirmed places by part of a name, organisation, code or number."""
    if not words.strip():
        return []
    known = words.isascii() and words.isdecimal() and len(words) <= _LONGEST_NUMBER
    number = Q(number=int(words)) if known else Q(pk__in=[])
    found = event.places.filter(_named(words) | number, state=PlaceState.CONFIRMED)
    return list(found.order_by("number")[:MOST_FOUND])


def lately(event: Event) -> list[Place]:
    """Who arrived last."""
    return list(event.places.filter(arrived_at__isnull=False).order_by("-arrived_at", "-pk")[:8])


def noted_by(helper: DeskPass) -> list[Place]:
    """Whom a helper noted last."""
    found = helper.event.places.filter(arrived_pass=helper)
    return list(found.order_by("-arrived_at", "-pk")[:MOST_FOUND])


def reach_place(event: Event, pk: int) -> Place:
    """One place of an event that was reached. Raises ``NotFound``."""
    return _one(Place.objects.filter(event=event, pk=pk))


def reach_own(actor: Actor, pk: int) -> Place:
    """The participant's own. Raises ``NotFound``."""
    if actor.user_id is None:
        raise NotFound("")
    return _one(Place.objects.filter(person=actor.user_id, pk=pk))


def own_at(actor: Actor, event: Event) -> Place | None:
    """The own place at an event, the live one first."""
    if actor.user_id is None:
        return None
    rows = event.places.filter(person=actor.user_id).select_related(*_ALONG).order_by("-number")
    found = list(rows)
    return next((one for one in found if one.state in LIVE), found[0] if found else None)


def mine(actor: Actor) -> QuerySet[Place]:
    """All places of a person, the next event on top."""
    found = Place.objects.filter(person=actor.user_id, event__state__in=SHOWN)
    return found.select_related(*_ALONG).order_by("-event__starts_at", "-pk")


def by_guest_token(token: str) -> Place:
    """A guest's own. Raises ``NotFound``."""
    return _one(Place.objects.filter(token=token, person=None))


def of_token(token: str) -> Place:
    """The place of a scanned link, whoever scanned it. Raises ``NotFound``."""
    return _one(Place.objects.filter(token=token))


def by_code(event: Event, text: str) -> Place | None:
    """The place of a typed code, or of a scanned link that was typed or pasted."""
    wanted = text.strip().rstrip("/")
    token = wanted.rsplit("/", 1)[-1] if "/" in wanted else ""
    known = Q(token=token) if token else Q(code=typed(wanted))
    return event.places.filter(known).select_related("event__organiser").first()


def page_of(event: Event, number: int) -> Place:
    """A participant's public page, as consented now. Raises ``NotFound``."""
    found = event.places.filter(number=number, in_brochure=True, state=PlaceState.CONFIRMED)
    return _one(found)


def shown_pages(event: Event) -> QuerySet[Place]:
    """Who agreed to be shown, by organisation."""
    found = event.places.filter(in_brochure=True, state=PlaceState.CONFIRMED)
    return found.select_related("field", "organisation").order_by("organisation_name", "number")


def for_door(event: Event) -> list[Place]:
    """Everybody with a confirmed place, by folded name."""
    return list(event.places.filter(state=PlaceState.CONFIRMED).order_by("folded", "number"))


def to_answer(actor: Actor) -> QuerySet[Place]:
    """Registrations that wait for the organisers."""
    reach = subtree(actor.reach(Permission.EVENTS_EVENT_MANAGE), "event__organiser__path")
    waiting = Place.objects.filter(reach, state=PlaceState.ASKED, reachable_at__isnull=False)
    return waiting.filter(event__state=EventState.PUBLISHED)


def _one(rows: QuerySet[Place]) -> Place:
    found = rows.select_related(*_ALONG).first()
    if found is None:
        raise NotFound("")
    return found
