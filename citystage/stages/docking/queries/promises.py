"""Promises for pages: one's own, those of an event or scenario, how many were kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import timeline
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.deadlines import promise_terms
from citystage.stages.docking.models import Promise, PromiseVersion, Proof
from citystage.stages.docking.states.promises import COUNTED, PromiseState
from citystage.stages.events.models import Event

ALONG: Final = ("city", "event", "scenario", "giver", "taker", "owner")
ORDERS: Final = {"due": ("due_on", "pk"), "new": ("-noted_at", "-pk")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a list of promises is cut to; empty values cut nothing."""

    box: str = ""
    states: tuple[str, ...] = ()
    words: str = ""
    event: int | None = None
    scenario: str = ""
    sort: str = "due"


def promises(actor: Actor, cut: Cut, *, today: date) -> QuerySet[Promise]:
    """Those the actor may see: given, taken, noted, or steered."""
    found = Promise.objects.visible_to(actor)
    own = [unit.pk for unit in actor.reach(Permission.DOCKING_PROMISE_MAKE)]
    if cut.box == "given":
        found = found.filter(giver_id__in=own)
    elif cut.box == "taken":
        found = found.filter(taker_id__in=own)
    elif cut.box == "overdue":
        found = found.overdue(today)
    if cut.states:
        found = found.filter(state__in=cut.states)
    if cut.event:
        found = found.filter(event_id=cut.event)
    if cut.scenario:
        found = found.filter(scenario__number=cut.scenario)
    if cut.words:
        words = cut.words
        named = Q(giver__name__icontains=words) | Q(taker__name__icontains=words)
        found = found.filter(named | Q(what__icontains=words))
    return found.select_related(*ALONG).order_by(*ORDERS.get(cut.sort, ORDERS["due"]))


def tally(actor: Actor, cut: Cut, *, today: date) -> dict[str, int]:
    """State -> how many, without the filter by state."""
    rest = Cut(box=cut.box, words=cut.words, event=cut.event, scenario=cut.scenario)
    found = promises(actor, rest, today=today).order_by()
    return dict(found.values_list("state").annotate(number=Count("pk")))


def reach_promise(actor: Actor, pk: int) -> Promise:
    """One promise. Raises ``NotFound`` out of reach."""
    found = Promise.objects.visible_to(actor).filter(pk=pk)
    if promise := found.select_related(*ALONG, "noted_by").first():
        return promise
    raise NotFound(_("There is no such promise within your reach."))


def versions_of(promise: Promise) -> list[PromiseVersion]:
    """How it was written, the newest first."""
    return list(promise.versions.select_related("made_by", "made_for").order_by("-number"))


def proofs_of(promise: Promise) -> list[Proof]:
    """The files given as evidence."""
    return list(promise.proofs.select_related("added_by"))


def proof_of(promise: Promise, pk: int) -> Proof:
    """One file. Raises ``NotFound``."""
    if found := promise.proofs.filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such file."))


def events_of(promise: Promise) -> QuerySet[Entry]:
    """What happened to it, newest first."""
    return timeline(promise).order_by("-id")


def waiting(actor: Actor) -> QuerySet[Promise]:
    """Those that wait for this side: to confirm, to do, to accept."""
    own = [unit.pk for unit in actor.reach(Permission.DOCKING_PROMISE_MAKE)]
    confirm = Q(state=PromiseState.NOTED) & (
        Q(giver_id__in=own, giver_agreed_at__isnull=True)
        | Q(taker_id__in=own, taker_agreed_at__isnull=True)
    )
    accept = Q(state=PromiseState.REPORTED, taker_id__in=own)
    do = Q(state=PromiseState.STANDING, giver_id__in=own)
    return Promise.objects.filter(confirm | accept | do)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of promises both sides confirmed, within the days that are shown."""

    days: int
    kept: int
    owed: int
    overdue: int
    dropped: int

    @property
    def total(self) -> int:
        """All that were confirmed."""
        return self.kept + self.owed + self.dropped


def kept_of_event(event: Event, *, today: date) -> Kept:
    """For the page of an event, a year from its promises on."""
    return _kept(Promise.objects.filter(event=event), event.city_id, today)


def kept_of_scenario(scenario: Scenario, *, today: date) -> Kept:
    """For the page of a scenario."""
    return _kept(Promise.objects.filter(scenario=scenario), scenario.city_id, today)


def _kept(found: QuerySet[Promise], city_id: int, today: date) -> Kept:
    days = promise_terms(city_id).shown_days
    since = today - timedelta(days=days)
    late = Q(state=PromiseState.STANDING, due_on__lt=today)
    ended = (PromiseState.KEPT, PromiseState.DROPPED)
    numbers = found.filter(state__in=COUNTED, noted_at__date__gte=since).aggregate(
        kept=Count("pk", filter=Q(state=PromiseState.KEPT)),
        owed=Count("pk", filter=~Q(state__in=ended)),
        overdue=Count("pk", filter=late),
        dropped=Count("pk", filter=Q(state=PromiseState.DROPPED)),
    )
    return Kept(days=days, **numbers)


def notes(actor: Actor) -> bool:
    """Whether the actor sits at a table where promises are noted, and reads its minutes."""
    return actor.may(Permission.DOCKING_PROMISE_MAKE)


def minutes_of(actor: Actor, *, event: Event | None, scenario: Scenario | None) -> list[Promise]:
    """Every promise of an event or scenario that the actor may read, in order of noting."""
    found = Promise.objects.visible_to(actor).exclude(state=PromiseState.DENIED)
    found = found.filter(event=event) if event else found.filter(scenario=scenario)
    return list(found.select_related(*ALONG).order_by("noted_at", "pk"))


def reach_event(actor: Actor, pk: int) -> Event:
    """An event one may note promises at. Raises ``NotFound`` while it is a draft of others."""
    found = Event.objects.filter(pk=pk).select_related("city", "organiser")
    event = found.first()
    if event is None or (event.state == "draft" and not _organises(actor, event)):
        raise NotFound(_("There is no such event."))
    return event


def _organises(actor: Actor, event: Event) -> bool:
    return actor.holds(Permission.EVENTS_EVENT_MANAGE, event.organiser)


def recent_events(city: Unit | None) -> list[Event]:
    """Events a promise may have been made at: the newest published ones."""
    found = Event.objects.exclude(state="draft")
    if city is not None:
        found = found.filter(city=city)
    return list(found.order_by("-starts_at", "-pk")[:30])


def events_among(events: Iterable[Event]) -> QuerySet[Event]:
    """These events as a form chooses among them."""
    return Event.objects.filter(pk__in=[one.pk for one in events]).order_by("-starts_at", "-pk")


def person(pk: int) -> User:
    """The person of this number. Raises ``NotFound``."""
    if found := User.objects.filter(pk=pk, is_active=True).first():
        return found
    raise NotFound(_("Nobody has this user name or address."))


def party_named(name: str) -> Unit | None:
    """The unit that a typed name means: an organisation's seat, or an office."""
    typed = name.strip()
    if not typed:
        return None
    known = Organisation.objects.filter(folded_name=fold(typed)[:240], seat__isnull=False)
    if found := known.select_related("seat__city").first():
        return found.seat
    called = Q(name=typed) | Q(short_name=typed) | Q(name_en__iexact=typed)
    return Unit.objects.filter(called).select_related("city").order_by("pk").first()


def parties_known(actor: Actor, *, most: int = 300) -> list[str]:
    """Names to choose from while typing: registered organisations and offices of the city."""
    city = actor.unit.city or actor.unit if actor.unit else None
    offices = Unit.objects.filter(city=city).exclude(kind=Unit.Kind.ORGANISATION)
    seated = Organisation.objects.filter(seat__isnull=False, city=city)
    names: Iterable[str] = [
        *offices.values_list("name", flat=True),
        *seated.order_by("name").values_list("name", flat=True)[:most],
    ]
    return list(dict.fromkeys(names))
