"""What is told of an event itself."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EventPrepared(Fact):
    """An officer began to prepare an event."""

    verb = "events.event.prepared"
    label = _("event prepared")

    event_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanged(Fact):
    """What the event says is another now: field -> [before, after] in plain words."""

    verb = "events.event.changed"
    label = _("event changed")

    event_id: int
    changes: dict[str, list[str]]


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EventPublished(Fact):
    """It is announced."""

    verb = "events.event.published"
    label = _("event announced")
    public = True

    event_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EventPostponed(Fact):
    """It is put off; the new time is open."""

    verb = "events.event.postponed"
    label = _("event postponed")
    public = True

    event_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EventRescheduled(Fact):
    """It has a new time."""

    verb = "events.event.rescheduled"
    label = _("new time set")
    public = True

    event_id: int
    reason: str
    starts_at: str
    ends_at: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EventCancelled(Fact):
    """It will not be held."""

    verb = "events.event.cancelled"
    label = _("event called off")
    public = True

    event_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EventHeld(Fact):
    """It was held; so many came."""

    verb = "events.event.held"
    label = _("event held")
    public = True

    event_id: int
    came: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaChanged(Fact):
    """A room or an item of the agenda was added, changed or removed."""

    verb = "events.agenda.changed"
    label = _("agenda changed")

    event_id: int
    what: str
    name: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialAdded(Fact):
    """A paper of the event was added."""

    verb = "events.material.added"
    label = _("material added")

    event_id: int
    material_id: int
    sha256: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRemoved(Fact):
    """A paper of the event was taken away."""

    verb = "events.material.removed"
    label = _("material removed")

    event_id: int
    name: str
    sha256: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperListRead(Fact):
    """What was noted on paper was handed in later."""

    verb = "events.desk.paper_list_read"
    label = _("paper list read")

    event_id: int
    sha256: str
    arrived: int
    known: int
    unknown: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class EventEntered(Fact):
    """A source tells of an event that was held; it is entered with what the source says."""

    verb = "events.event.entered"
    label = _("entered from a source")
    public = True

    event_id: int
