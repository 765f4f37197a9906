"""Events as the public, participants and organisers read them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db.models import FETCH_RAISE, Case, Count, F, Q, QuerySet, When

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.events.models import Event, Material, Room, Session
from citystage.stages.events.states.events import SHOWN, EventState
from citystage.stages.events.states.places import LIVE, InvitationState, PlaceState
from citystage.stages.events.terms import REMIND_AT_MOST_DAYS

_ALONG = ("organiser", "city")


def managed(actor: Actor) -> QuerySet[Event]:
    """The events an officer prepares, the next to come on top, with how many come."""
    reach = subtree(actor.reach(Permission.EVENTS_EVENT_MANAGE), "organiser__path")
    found = Event.objects.filter(reach).select_related(*_ALONG)
    counted = found.annotate(
        taken=Count("places", filter=Q(places__state=PlaceState.CONFIRMED), distinct=True),
        asked=Count("places", filter=Q(places__state=PlaceState.ASKED), distinct=True),
        queued=Count("places", filter=Q(places__state=PlaceState.QUEUED), distinct=True),
    )
    ordered = counted.order_by(F("starts_at").desc(nulls_last=True), "-pk")
    return ordered.fetch_mode(FETCH_RAISE)


def reach_event(
    actor: Actor, pk: int, permission: Permission = Permission.EVENTS_EVENT_MANAGE
) -> Event:
    """One event this officer prepares, or serves. Raises ``NotFound``."""
    reach = subtree(actor.reach(permission), "organiser__path")
    event = Event.objects.filter(reach, pk=pk).select_related(*_ALONG).first()
    if event is None:
        raise NotFound("")
    return event


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What a visitor asks of the list; unknown values are no filter."""

    when: str = ""
    kind: str = ""
    city: str = ""
    q: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """The filter of an address."""
        when, kind = asked.get("when", ""), asked.get("kind", "")
        return cls(
            when=when if when in {"coming", "past"} else "",
            kind=kind if kind in Event.Kind.values else "",
            city=asked.get("city", ""),
            q=asked.get("q", "").strip(),
        )

    def narrow(self, found: QuerySet[Event], at: datetime) -> QuerySet[Event]:
        """The events that fit."""
        if self.when:
            found = found.filter(_over(at)) if self.when == "past" else found.exclude(_over(at))
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.city:
            found = found.filter(city__code=self.city)
        if self.q:
            found = found.filter(Q(title__icontains=self.q) | Q(title_en__icontains=self.q))
        return found


def shown(actor: Actor, wanted: EventFilter, *, at: datetime) -> QuerySet[Event]:
    """What the visitor may see: what is to come first, the nearest on top, then what is past."""
    found = Event.objects.filter(_visible(actor), state__in=SHOWN).select_related(*_ALONG)
    past = Case(When(_over(at), then=1), default=0)
    nearest = Case(When(~_over(at), then=F("starts_at")))
    latest = F("starts_at").desc(nulls_last=True)
    return wanted.narrow(found, at).order_by(past, nearest, latest, "-pk")


def coming_soon(at: datetime) -> QuerySet[Event]:
    """Announced events of the coming weeks: a city reminds of none earlier."""
    until = at + timedelta(days=REMIND_AT_MOST_DAYS + 1)
    return Event.objects.filter(
        state=EventState.PUBLISHED, starts_at__gt=at, starts_at__lte=until
    ).order_by("starts_at", "pk")


def _over(at: datetime) -> Q:
    return Q(state__in=(EventState.HELD, EventState.CANCELLED)) | Q(
        ends_at__isnull=False, ends_at__lte=at
    )


def reach_shown(actor: Actor, number: str) -> Event:
    """One announced event the visitor may see, or any its officers prepare."""
    event = _reachable(actor).filter(number=number).first()
    if event is None:
        raise NotFound("")
    return event


def found(actor: Actor, pks: Collection[int]) -> dict[int, Event]:
    """Of these the ones the visitor may see, by key; one query, none for none."""
    return {one.pk: one for one in _reachable(actor).filter(pk__in=pks)} if pks else {}


def _reachable(actor: Actor) -> QuerySet[Event]:
    hosting = subtree(actor.reach(Permission.EVENTS_EVENT_MANAGE), "organiser__path")
    seen = Q(state__in=SHOWN) & _visible(actor)
    return Event.objects.filter(seen | hosting).select_related(*_ALONG)


def _visible(actor: Actor) -> Q:
    """Public events; those by invitation for who is invited, comes, or prepares them."""
    seen = Q(audience=Event.Audience.PUBLIC)
    if actor.user_id is None:
        return seen
    hosting = subtree(actor.reach(Permission.EVENTS_EVENT_MANAGE), "organiser__path")
    return seen | hosting | Q(pk__in=asked_to(actor).values("pk"))


def asked_to(actor: Actor) -> QuerySet[Event]:
    """The events this person is invited to, through their organisation, or has a place at."""
    own = [unit.pk for _role, unit in actor.grants]
    # Lists of their own: joined in, one event would come as often as it has places.
    invited = Event.objects.filter(
        invitations__organisation__seat__in=own,
        invitations__state__in=[one for one in InvitationState if one != "withdrawn"],
    )
    coming = Event.objects.filter(places__person=actor.user_id)
    return Event.objects.filter(Q(pk__in=invited.values("pk")) | Q(pk__in=coming.values("pk")))


def agenda(event: Event) -> list[Session]:
    """The items by time, with their rooms; one query."""
    return list(event.sessions.select_related("room").order_by("starts_at", "room__ordinal", "pk"))


def rooms(event: Event) -> list[Room]:
    """The rooms in their order."""
    return list(event.rooms.all())


def scenarios_of(event: Event) -> list[Scenario]:
    """What is shown or talked about, by number."""
    return list(event.scenarios.select_related("field").order_by("number"))


def materials(event: Event, *, all_of_them: bool) -> list[Material]:
    """The papers; those that are not public only for participants and organisers."""
    found = event.materials.all()
    return list(found if all_of_them else found.filter(public=True))


def reach_material(actor: Actor, event: Event, pk: int) -> Material:
    """One paper the visitor may read. Raises ``NotFound``."""
    found = event.materials.filter(pk=pk).first()
    if found is None or not (found.public or reads_all(actor, event)):
        raise NotFound("")
    return found


def reads_all(actor: Actor, event: Event) -> bool:
    """Whether the visitor reads what is for participants."""
    if actor.holds(Permission.EVENTS_EVENT_MANAGE, event.organiser):
        return True
    comes = event.places.filter(person=actor.user_id, state=PlaceState.CONFIRMED)
    return actor.user_id is not None and comes.exists()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand where at one event."""

    asked: int = 0
    queued: int = 0
    confirmed: int = 0
    arrived: int = 0
    pages: int = 0

    @property
    def live(self) -> int:
        """Who still wants to come."""
        return self.asked + self.queued + self.confirmed


def counts(event: Event) -> Counts:
    """One query."""
    row = event.places.aggregate(
        asked=Count("pk", filter=Q(state=PlaceState.ASKED, reachable_at__isnull=False)),
        queued=Count("pk", filter=Q(state=PlaceState.QUEUED)),
        confirmed=Count("pk", filter=Q(state=PlaceState.CONFIRMED)),
        arrived=Count("pk", filter=Q(arrived_at__isnull=False)),
        pages=Count("pk", filter=Q(state__in=LIVE, in_brochure=True)),
    )
    return Counts(**row)


def to_prepare(actor: Actor) -> QuerySet[Event]:
    """Drafts and events with registrations to answer, of the officer's own unit."""
    own = [unit.pk for unit in actor.reach(Permission.EVENTS_EVENT_MANAGE)]
    waiting = Event.objects.filter(
        places__state=PlaceState.ASKED, places__reachable_at__isnull=False
    )
    open_ones = Q(state=EventState.DRAFT) | Q(
        pk__in=waiting.values("pk"), state=EventState.PUBLISHED
    )
    return Event.objects.filter(open_ones, organiser__in=own).order_by("starts_at", "pk")


def to_close(actor: Actor, at: datetime) -> QuerySet[Event]:
    """Events that are over and not noted as held."""
    own = [unit.pk for unit in actor.reach(Permission.EVENTS_EVENT_MANAGE)]
    return Event.objects.filter(
        state=EventState.PUBLISHED, ends_at__lte=at, organiser__in=own
    ).order_by("ends_at", "pk")


def organisers(actor: Actor) -> list[Unit]:
    """The units for which this officer may prepare events."""
    return list(dict.fromkeys(actor.reach(Permission.EVENTS_EVENT_MANAGE)))


def numbers_of(pks: Sequence[int]) -> dict[int, str]:
    """Public numbers by key."""
    return dict(Event.objects.filter(pk__in=pks).values_list("pk", "number"))
