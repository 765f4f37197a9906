"""What is told of one place at an event."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAsked(Fact):
    """Somebody registered."""

    verb = "events.place.asked"
    label = _("registered for the event")

    event_id: int
    place_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class GuestReached(Fact):
    """A guest confirmed the mail address."""

    verb = "events.place.guest_reached"
    label = _("mail address confirmed")

    event_id: int
    place_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceConfirmed(Fact):
    """The place is sure."""

    verb = "events.place.confirmed"
    label = _("place confirmed")

    event_id: int
    place_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceQueued(Fact):
    """All places are taken: waiting list."""

    verb = "events.place.queued"
    label = _("put on the waiting list")

    event_id: int
    place_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMovedUp(Fact):
    """A place became free for the one who waited longest."""

    verb = "events.place.moved_up"
    label = _("moved up from the waiting list")

    event_id: int
    place_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDeclined(Fact):
    """The organisers do not admit it, with the reason."""

    verb = "events.place.declined"
    label = pgettext_lazy("place", "not admitted")

    event_id: int
    place_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGivenBack(Fact):
    """The participant will not come."""

    verb = "events.place.given_back"
    label = _("place given back")

    event_id: int
    place_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(Fact):
    """The participant is there."""

    verb = "events.place.arrived"
    label = _("arrived")

    event_id: int
    place_id: int
    way: str
    pass_id: int | None = None


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantsReminded(Fact):
    """Those who are confirmed were reminded of the event."""

    verb = "events.event.reminded"
    label = _("participants reminded")

    event_id: int
    places: list[int]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalUndone(Fact):
    """The arrival was noted by mistake."""

    verb = "events.place.arrival_undone"
    label = _("arrival undone")

    event_id: int
    place_id: int
    was_at: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PageChanged(Fact):
    """What the brochure may show of a participant is another now."""

    verb = "events.place.page_changed"
    label = _("page in the brochure changed")

    event_id: int
    place_id: int
    in_brochure: bool
    shows_contact: bool
