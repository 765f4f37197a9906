"""Events in the search: what each is found by, and who finds one that is not for everybody."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.engines.text.words import Lexicon
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue import audience
from citystage.stages.catalogue.indexing import documents, facets, filling, kinds
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.events.models import Event
from citystage.stages.events.queries.events import asked_to
from citystage.stages.events.states.events import SHOWN

KIND: Final = "event"
# Held by officers over an organiser; and, of one event, by whoever is invited to it or comes.
_HOSTS, _ASKED = "host", "event"


def join() -> None:
    """Have events found like everything else."""
    audience.carry(tokens)
    kinds.register(
        kinds.Kind(
            KIND,
            _("event"),
            records=Event.objects.all,
            fill=fill_events,
            types=tuple((f"event_{code}", label) for code, label in Event.Kind.choices),
        )
    )


def tokens(actor: Actor) -> Iterator[str]:
    """What a reader holds; asked at each question, so an invitation taken back shows at once."""
    yield from audience.held(_HOSTS, actor, Permission.EVENTS_EVENT_MANAGE)
    if actor.user_id is not None:
        closed = asked_to(actor).filter(audience=Event.Audience.INVITED)
        yield from (f"{_ASKED}:{pk}" for pk in closed.values_list("pk", flat=True))


def found_by(event: Event) -> list[str]:
    """Everybody; by invitation only whom it is for; a draft its organisers alone."""
    hosts = list(audience.over(_HOSTS, event.organiser))
    if event.state not in SHOWN:
        return hosts
    if event.audience == Event.Audience.PUBLIC:
        return [audience.PUBLIC]
    return [*hosts, f"{_ASKED}:{event.pk}"]


def fill_events(events: Iterable[Event]) -> None:
    """(Re)write the documents of ``events``; four queries and one for the vocabulary."""
    words = filling.lexicon()
    wanted = Event.objects.filter(pk__in=[event.pk for event in events])
    found = wanted.select_related("organiser", "city").prefetch_related("sessions")
    filling.write([document(event, words) for event in found])


def document(event: Event, words: Lexicon) -> SearchDocument:
    """Found by title, number, organiser, place, description, what sources say, and agenda."""
    made = documents.begun(KIND, event.pk, found_by(event), event.changed_at)
    made.city_id = event.city_id
    made.title, made.owner_name = event.title, event.organiser.name
    told = [str(one.get("zh", "")) for one in event.statements]
    made.body = "\n".join(part for part in (event.text, *told) if part)
    made.names = [name for name in (event.organiser.name, event.place) if name]
    agenda = (f"{item.title} {item.speakers} {item.text}" for item in event.sessions.all())
    said = " ".join([event.address, *(str(one.get("en", "")) for one in event.statements), *agenda])
    documents.weigh(made, f"{event.title_en} {event.number}", said, words)
    made.facets = _facets(event)
    closes = event.registration_closes_at or event.starts_at
    made.numbers = facets.numbers(
        event.changed_at,
        published=_day(event.published_at),
        until=_day(closes),
        held=_day(event.starts_at),
    )
    made.latitude, made.longitude = facets.centre(event.organiser, event.city)
    return made


def _facets(event: Event) -> facets.Facets:
    held, organiser = _day(event.starts_at), event.organiser
    return facets.kept(
        type=f"event_{event.kind}",
        city=event.city.code,
        district=organiser.code if organiser.kind == Unit.Kind.DISTRICT else "",
        year=str(held.year) if held else "",
    )


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None
