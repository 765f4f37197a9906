"""Whom the steps of a place and of an invitation tell what."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group, Mail
from citystage.foundation.notices.telling import tell
from citystage.stages.events.codes import spoken
from citystage.stages.events.facts import brochures, invitations, places
from citystage.stages.events.models import Brochure, Event, Invitation, Place
from citystage.stages.events.printing import guest_address

_OF_PLACES: dict[type[Fact], tuple[Group, str]] = {
    places.PlaceConfirmed: (
        Group.PROGRESS,
        gettext_noop("Your place at “%(title)s” is confirmed. Code for the desk: %(code)s."),
    ),
    places.PlaceQueued: (
        Group.PROGRESS,
        gettext_noop("“%(title)s” is full: you are on the waiting list and move up by yourself."),
    ),
    places.PlaceMovedUp: (
        Group.PROGRESS,
        gettext_noop(
            "A place at “%(title)s” became free and is yours. Code for the desk: %(code)s."
        ),
    ),
    places.PlaceDeclined: (
        Group.PROGRESS,
        gettext_noop("Your registration for “%(title)s” was not admitted: %(reason)s"),
    ),
}
_COMING = gettext_noop("“%(title)s” begins on %(day)s, %(place)s. Code for the desk: %(code)s.")
_WAITS = gettext_noop("%(name)s of %(organisation)s registered for “%(title)s”: admit or decline.")
_INVITED = gettext_noop("You are invited to “%(title)s” on %(day)s. %(words)s")
_WITHDRAWN = gettext_noop("The invitation to “%(title)s” was withdrawn.")
_REFUSED = gettext_noop("%(organisation)s will not come to “%(title)s”. %(reason)s")
_MADE = gettext_noop("The brochure of “%(title)s” is ready: %(pages)d pages of participants.")
_FAILED = gettext_noop("The brochure of “%(title)s” could not be made. Ask for it again.")


def members(organisations: Iterable[int]) -> list[User]:
    """The people who act for these organisations, each once."""
    held = User.objects.filter(grants__unit__organisation__in=list(organisations), is_active=True)
    return list(held.distinct().order_by("pk"))


def day_of(event: Event) -> str:
    """The day of an event in figures, in the zone of the house."""
    return f"{timezone.localtime(event.starts_at):%Y-%m-%d %H:%M}" if event.starts_at else "–"


def tell_one(
    place: Place, template: str, values: dict[str, Any], stamp: Stamp, group: Group
) -> None:
    """Tell one participant, in the page and by mail, or a guest by mail alone.

    The own act is told too: the code comes by mail to whoever registered.
    """
    if place.person is not None:
        house = Stamp(NOBODY, stamp.at, stamp.channel, stamp.request_id)
        tell(
            [place.person],
            group=group,
            template=template,
            values=values,
            about=place,
            stamp=house,
        )
    elif place.email:
        _mail(place, template, values, stamp)


def _mail(place: Place, template: str, values: dict[str, Any], stamp: Stamp) -> None:
    with override(place.language):
        words = _(template) % values
        Mail.objects.create(
            to=place.email,
            subject=words[:290],
            body=_("%(words)s\n\nOpen it: %(link)s\n\nCityStage")
            % {"words": words, "link": guest_address(place)},
            due_at=stamp.at,
            queued_at=stamp.at,
        )


def of_place(fact: Fact, stamp: Stamp) -> None:
    """A step of one place."""
    place = Place.objects.select_related("event", "person").get(pk=fact.place_id)  # type: ignore[attr-defined]
    group, template = _OF_PLACES[type(fact)]
    values = {
        "title": place.event.title,
        "code": spoken(place.code),
        "reason": getattr(fact, "reason", ""),
    }
    tell_one(place, template, values, stamp, group)


for _kind in _OF_PLACES:
    on(_kind)(of_place)


@on(places.ParticipantsReminded)
def reminded(fact: places.ParticipantsReminded, stamp: Stamp) -> None:
    """Each participant, guests by mail."""
    rows = Place.objects.filter(pk__in=fact.places).select_related("event", "person")
    for place in rows.order_by("number"):
        values = {
            "title": place.event.title,
            "day": day_of(place.event),
            "place": place.event.place,
            "code": spoken(place.code),
        }
        tell_one(place, _COMING, values, stamp, Group.PROGRESS)


@on(places.PlaceAsked)
def registered(fact: places.PlaceAsked, stamp: Stamp) -> None:
    """A guest gets the link that confirms; organisers who decide are told what waits."""
    place = Place.objects.select_related("event__organiser").get(pk=fact.place_id)
    if place.reachable_at is None:
        link = gettext_noop(
            "Confirm your registration for “%(title)s”: open the link and press the button there."
        )
        _mail(place, link, {"title": place.event.title}, stamp)
    elif place.event.admission == Event.Admission.DECIDED:
        tell_organisers(place, stamp)


@on(places.GuestReached)
def guest_reached(fact: places.GuestReached, stamp: Stamp) -> None:
    """A guest who confirmed waits for the organisers, where they decide."""
    place = Place.objects.select_related("event__organiser").get(pk=fact.place_id)
    if place.event.admission == Event.Admission.DECIDED:
        tell_organisers(place, stamp)


def tell_organisers(place: Place, stamp: Stamp) -> None:
    """Somebody waits for a decision."""
    event = place.event
    values = {
        "name": place.name,
        "organisation": place.organisation_name,
        "title": event.title,
    }
    people = wearers(Permission.EVENTS_EVENT_MANAGE, event.organiser, at=stamp.at)
    tell(people, group=Group.TASK, template=_WAITS, values=values, about=event, stamp=stamp)


@on(invitations.Invited)
def invited(fact: invitations.Invited, stamp: Stamp) -> None:
    """Everybody who acts for the organisation."""
    row = _invitation(fact.invitation_id)
    values = {"title": row.event.title, "day": day_of(row.event), "words": row.words}
    tell(
        members([row.organisation_id]),
        group=Group.TASK,
        template=_INVITED,
        values=values,
        about=row.event,
        stamp=stamp,
    )


@on(invitations.InvitationWithdrawn)
def withdrawn(fact: invitations.InvitationWithdrawn, stamp: Stamp) -> None:
    """Those who were invited."""
    row = _invitation(fact.invitation_id)
    tell(
        members([row.organisation_id]),
        group=Group.PROGRESS,
        template=_WITHDRAWN,
        values={"title": row.event.title},
        about=row.event,
        stamp=stamp,
    )


@on(invitations.InvitationRefused)
def refused(fact: invitations.InvitationRefused, stamp: Stamp) -> None:
    """The organisers."""
    row = _invitation(fact.invitation_id)
    tell(
        wearers(Permission.EVENTS_EVENT_MANAGE, row.event.organiser, at=stamp.at),
        group=Group.PROGRESS,
        template=_REFUSED,
        values={
            "title": row.event.title,
            "organisation": row.organisation.name,
            "reason": fact.reason,
        },
        about=row.event,
        stamp=stamp,
    )


def _invitation(pk: int) -> Invitation:
    return Invitation.objects.select_related("event__organiser", "organisation").get(pk=pk)


def of_brochure(fact: Fact, stamp: Stamp) -> None:
    """Whoever asked for the edition."""
    row = Brochure.objects.select_related("event", "asked_by").get(pk=fact.brochure_id)  # type: ignore[attr-defined]
    made = isinstance(fact, brochures.BrochureMade)
    tell(
        [row.asked_by] if row.asked_by else [],
        group=Group.PROGRESS,
        template=_MADE if made else _FAILED,
        values={"title": row.event.title, "pages": getattr(fact, "pages", 0)},
        about=row.event,
        stamp=stamp,
    )


on(brochures.BrochureMade)(of_brochure)
on(brochures.BrochureFailed)(of_brochure)
