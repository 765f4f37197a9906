"""Somebody registers for an event: for an organisation, for an office, or as a guest."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from citystage.engines.text.folding import fold
from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.events import seating
from citystage.stages.events.asking import form_of
from citystage.stages.events.codes import new_code, new_token
from citystage.stages.events.facts.invitations import InvitationAccepted
from citystage.stages.events.facts.places import GuestReached, PlaceAsked
from citystage.stages.events.locks import lock_event, lock_place
from citystage.stages.events.models import Event, Invitation, Place
from citystage.stages.events.rules import coming as rules
from citystage.stages.events.states.places import ACCEPT, LIVE, InvitationState, PlaceState
from citystage.stages.intake import queries as intake
from citystage.stages.intake.forming.answering import Typed, clean, missing

_COMES = (InvitationState.SENT, InvitationState.REFUSED, InvitationState.ACCEPTED)


class BadAnswers(Refusal):
    """Some answers are missing or cannot be taken; ``errors`` words it by question."""

    status = 422

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(_("Some answers are missing or cannot be taken as they are."))
        self.errors = errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person says of the own coming."""

    name: str
    organisation_name: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    side: str = Place.Side.OTHER
    language: str = "zh-hans"
    typed: dict[str, Typed] = field(default_factory=dict)


@transaction.atomic(durable=True)
def register(event: Event, *, wish: Wish, stamp: Stamp) -> Place:
    """Register the signed-in person in the hat they wear; again: the place they have.

    The event is locked: the last place goes to one of two, the other waits.
    """
    event = lock_event(event.pk)
    if own := _own(event, stamp):
        return own
    unit = stamp.actor.unit
    organisation = Organisation.objects.filter(seat=unit).first() if unit else None
    asked = _invitation(event, organisation)
    rules.may_register(event, at=stamp.at, invited=asked is not None).enforce(WrongState)
    if organisation is not None:
        coming = event.places.filter(organisation=organisation, state__in=LIVE).count()
        rules.fits_in(event, coming).enforce(WrongState)
    named = organisation.name if organisation else (unit.name if unit else wish.organisation_name)
    place = _make(event, wish, named or wish.organisation_name or wish.name, stamp=stamp)
    place.person_id, place.organisation = stamp.actor.person, organisation
    place.reachable_at = stamp.at
    place.save()
    _record(place, event, stamp)
    if asked is not None and asked.state in ACCEPT.sources:
        told = InvitationAccepted(event_id=event.pk, invitation_id=asked.pk)
        advance(asked, ACCEPT, fact=told, stamp=stamp)
        asked.answered_at, asked.answered_by_id = stamp.at, stamp.actor.user_id
        asked.save(update_fields=["answered_at", "answered_by"])
    return place


@transaction.atomic(durable=True)
def register_guest(event: Event, *, wish: Wish, stamp: Stamp) -> Place:
    """Register somebody without an account; no place is taken before the mail is confirmed."""
    event = lock_event(event.pk)
    rules.may_be_guest(event).enforce()
    rules.may_register(event, at=stamp.at, invited=False).enforce(WrongState)
    email = wish.email.strip().lower()
    known = event.places.filter(person=None, email=email, state__in=LIVE).first()
    if known is not None:
        return known
    place = _make(event, wish, wish.organisation_name or wish.name, stamp=stamp)
    place.email = email
    place.save()
    _record(place, event, stamp)
    return place


@transaction.atomic(durable=True)
def confirm_guest(place: Place, *, stamp: Stamp) -> Place:
    """The guest opened the link of the mail: now a place is given, or the waiting list."""
    event = lock_event(place.event_id)
    place = lock_place(place.pk)
    if place.reachable_at is not None:
        return place
    if place.state != PlaceState.ASKED:
        raise WrongState(_("This registration is no longer open."))
    rules.may_register(event, at=stamp.at, invited=False).enforce(WrongState)
    place.reachable_at = stamp.at
    place.save(update_fields=["reachable_at"])
    told = GuestReached(event_id=event.pk, place_id=place.pk)
    journal.record(told, subject=place, stamp=stamp)
    if event.admission == Event.Admission.DIRECT:
        seating.seat(place, event, stamp=stamp)
    return place


def _own(event: Event, stamp: Stamp) -> Place | None:
    return event.places.filter(person_id=stamp.actor.person, state__in=LIVE).first()


def _invitation(event: Event, organisation: Organisation | None) -> Invitation | None:
    if organisation is None:
        return None
    return (
        event.invitations.select_for_update(of=("self",))
        .filter(organisation=organisation, state__in=_COMES)
        .first()
    )


def _make(event: Event, wish: Wish, named: str, *, stamp: Stamp) -> Place:
    form = form_of(event.questions)
    lexicon = intake.lexicon(event.city)
    cleaned = clean(form, wish.typed, before={}, lexicon=lexicon)
    if errors := missing(form, cleaned.answers) | cleaned.errors:
        raise BadAnswers(errors)
    person = User.objects.filter(pk=stamp.actor.user_id or 0).first()
    last = event.places.aggregate(last=Max("number"))["last"] or 0
    return Place(
        event=event,
        number=last + 1,
        organisation_name=named[:200],
        side=wish.side,
        name=wish.name,
        folded=fold(f"{wish.name} {named}")[:400],
        post=wish.post,
        phone=wish.phone,
        email=wish.email.strip() or (person.email if person else ""),
        language=wish.language,
        answers=cleaned.answers,
        code=new_code(),
        token=new_token(),
        asked_at=stamp.at,
    )


def _record(place: Place, event: Event, stamp: Stamp) -> None:
    told = PlaceAsked(event_id=event.pk, place_id=place.pk)
    journal.record(told, subject=place, stamp=stamp)
    if place.reachable_at is not None and event.admission == Event.Admission.DIRECT:
        seating.seat(place, event, stamp=stamp)
