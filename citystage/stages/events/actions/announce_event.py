"""The event is announced, put off, given a new time, called off, noted as held."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.events import (
    EventCancelled,
    EventHeld,
    EventPostponed,
    EventPublished,
    EventRescheduled,
)
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Event
from citystage.stages.events.rules.hosting import may_host
from citystage.stages.events.states.events import CANCEL, CLOSE, POSTPONE, PUBLISH, RESCHEDULE


class NotYet(Refusal):
    """Something is missing before this step."""


class NoReason(Refusal):
    """People are told why."""

    status = 422


def _locked(event: Event, stamp: Stamp) -> Event:
    event = lock_event(event.pk)
    may_host(stamp.actor, event.organiser).enforce()
    return event


def _kept(event: Event, stamp: Stamp, *names: str) -> None:
    """Before the fact is told: whoever follows it reads the event as it is from now on."""
    event.version += 1
    event.changed_at = stamp.at
    event.save(update_fields=["version", "changed_at", *names])


def _reason(reason: str) -> str:
    if not reason.strip():
        raise NoReason(_("Give the reason; everybody who registered reads it."))
    return reason.strip()


@transaction.atomic(durable=True)
def publish_event(event: Event, *, stamp: Stamp) -> Event:
    """Announce it: from now on people may register, as its window says."""
    event = _locked(event, stamp)
    if event.starts_at is None or event.ends_at is None:
        raise NotYet(_("Say when the event begins and ends before it is announced."))
    if event.starts_at <= stamp.at:
        raise NotYet(_("The event would have begun already: give it a time to come."))
    if not event.place:
        raise NotYet(_("Say where the event is held before it is announced."))
    event.published_at = stamp.at
    _kept(event, stamp, "published_at")
    advance(event, PUBLISH, fact=EventPublished(event_id=event.pk), stamp=stamp)
    return event


@transaction.atomic(durable=True)
def postpone_event(event: Event, *, reason: str, stamp: Stamp) -> Event:
    """Put it off without a new time; places stay."""
    event = _locked(event, stamp)
    event.reason = _reason(reason)
    _kept(event, stamp, "reason")
    told = EventPostponed(event_id=event.pk, reason=event.reason)
    advance(event, POSTPONE, fact=told, stamp=stamp)
    return event


@transaction.atomic(durable=True)
def reschedule_event(
    event: Event, *, starts_at: datetime, ends_at: datetime, reason: str, stamp: Stamp
) -> Event:
    """Set a new time; the agenda moves along with the beginning, and registration is open again."""
    event = _locked(event, stamp)
    said = _reason(reason)
    if starts_at <= stamp.at or ends_at <= starts_at:
        raise NotYet(_("The new time is to come, and ends after it begins."))
    moved = starts_at - (event.starts_at or starts_at)
    event.starts_at, event.ends_at, event.reason = starts_at, ends_at, said
    if event.registration_closes_at:
        event.registration_closes_at += moved
    for session in event.sessions.all():
        session.starts_at += moved
        session.ends_at += moved
        session.save(update_fields=["starts_at", "ends_at"])
    _kept(event, stamp, "starts_at", "ends_at", "reason", "registration_closes_at")
    told = EventRescheduled(
        event_id=event.pk,
        reason=said,
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
    )
    advance(event, RESCHEDULE, fact=told, stamp=stamp)
    return event


@transaction.atomic(durable=True)
def cancel_event(event: Event, *, reason: str, stamp: Stamp) -> Event:
    """Call it off, with the reason."""
    event = _locked(event, stamp)
    event.reason = _reason(reason)
    _kept(event, stamp, "reason")
    told = EventCancelled(event_id=event.pk, reason=event.reason)
    advance(event, CANCEL, fact=told, stamp=stamp)
    return event


@transaction.atomic(durable=True)
def close_event(event: Event, *, stamp: Stamp) -> Event:
    """Note it as held: who came is counted, and nothing of it changes any more."""
    event = _locked(event, stamp)
    if event.starts_at is None or stamp.at < event.starts_at:
        raise NotYet(_("The event has not begun yet."))
    came = event.places.filter(arrived_at__isnull=False).count()
    _kept(event, stamp)
    advance(event, CLOSE, fact=EventHeld(event_id=event.pk, came=came), stamp=stamp)
    return event
