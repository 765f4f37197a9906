"""Events that sources tell of: entered as held, each statement with its source."""

from datetime import datetime, time

from django.utils import timezone

from citystage.cities.loading.report import Outcome, Work
from citystage.cities.packs.events import HeldEvent
from citystage.cities.packs.schema import Source
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.stages.events.facts.events import EventEntered
from citystage.stages.events.models import Event
from citystage.stages.events.numbering import next_number
from citystage.stages.events.states.events import EventState


def enter_events(work: Work) -> None:
    """Enter what is not there yet; an event that is there stays as it is."""
    for told in work.pack.events:
        if Event.objects.filter(city=work.city, pack_key=told.code).exists():
            work.report.note("event", told.code, Outcome.UNCHANGED)
            continue
        _enter(work, told)
        work.report.note("event", told.code, Outcome.CREATED)


def _enter(work: Work, told: HeldEvent) -> None:
    sources = {one.code: _source(one) for one in work.pack.sources}
    organiser = Unit.objects.filter(city=work.city, code=told.organiser).first() or work.city
    zone = timezone.get_current_timezone()
    midnight = datetime.combine(told.held_on, time(), zone)
    event = Event.objects.create(
        city=work.city,
        organiser=organiser,
        number=next_number(work.city, midnight),
        kind=told.kind,
        state=EventState.HELD,
        title=told.title.zh,
        title_en=told.title.en,
        place=told.place,
        starts_at=midnight,
        source=sources[told.source],
        statements=[
            {"zh": one.words.zh, "en": one.words.en, "source": sources[one.source]}
            for one in told.statements
        ],
        pack_key=told.code,
        created_at=work.stamp.at,
        changed_at=work.stamp.at,
        published_at=midnight,
    )
    journal.record(EventEntered(event_id=event.pk), subject=event, stamp=work.stamp)


def _source(told: Source) -> dict[str, str]:
    return {
        "title": told.title,
        "publisher": told.publisher,
        "published": told.published.isoformat() if told.published else "",
        "url": told.url,
    }
