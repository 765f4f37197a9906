"""Passes of helpers: given and revoked at the desk; who opens the link needs no account."""

from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.qr import qr_svg
from citystage.stages.events.actions.check_in import Arrival, check_in, undo_check_in
from citystage.stages.events.actions.give_pass import NoPass, give_pass, revoke_pass
from citystage.stages.events.models import DeskPass, Event, Place
from citystage.stages.events.queries import events, passes, places
from citystage.web.events.forms import Words
from citystage.web.events.frame import framed
from citystage.web.shell.context import wear_city
from citystage.web.shell.days import Day
from citystage.web.shell.pages import open_page, page, show

# Kept in the helper's browser: codes that are scanned afterwards are noted with this pass.
KEY = "desk_pass"


class PassForm(forms.Form):
    """For whom, and for which day."""

    use_required_attribute = False

    name = Words(label=gettext_lazy("Name of the helper"), max_length=80)
    day = Day(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("The link opens the desk on this day only."),
    )


def _event(stamp: Stamp, pk: int) -> Event:
    return events.reach_event(stamp.actor, pk, Permission.EVENTS_DESK_SERVE)


@require_safe
@page
def listed(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/events/manage/<pk>/desk/passes/``."""
    return _draw(request, stamp, _event(stamp, pk))


def _draw(
    request: HttpRequest, stamp: Stamp, event: Event, form: PassForm | None = None
) -> HttpResponse:
    today = timezone.localdate(stamp.at)
    context = {
        "passes": [(one, _standing(one, today)) for one in passes.passes_of(event)],
        "form": form or PassForm(initial={"day": _first_day(event, today)}),
    }
    status = 422 if form else 200
    return framed(request, event, "desk", "events/passes.html", context, status=status)


def _first_day(event: Event, today: date) -> date:
    return max(today, timezone.localdate(event.starts_at)) if event.starts_at else today


def _standing(one: DeskPass, today: date) -> str:
    if one.revoked_at is not None:
        return "revoked"
    return "over" if one.day < today else "open"


@require_POST
@page
def give(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Make a link for one helper."""
    event, form = _event(stamp, pk), PassForm(request.POST)
    if form.is_valid():
        try:
            made = give_pass(event, **form.cleaned_data, stamp=stamp)
        except NoPass as problem:
            form.add_error(None, str(problem))
        else:
            return HttpResponseRedirect(reverse("events:pass", args=[pk, made.pk]))
    return _draw(request, stamp, event, form)


@require_safe
@page
def one(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """The link of one helper, to be scanned with the helper's phone."""
    event = _event(stamp, pk)
    found = passes.reach_pass(event, which)
    address = settings.SITE_ADDRESS + reverse("events:helper", args=[found.token])
    context = {
        "pass": found,
        "standing": _standing(found, timezone.localdate(stamp.at)),
        "address": address,
        "code": mark_safe(qr_svg(address, border=2)),  # noqa: S308 -- drawn by the house
    }
    return framed(request, event, "desk", "events/pass.html", context)


@require_POST
@page
def revoke(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """The link opens nothing any more."""
    gone = revoke_pass(passes.reach_pass(_event(stamp, pk), which), stamp=stamp)
    messages.success(request, _("The pass of %(name)s opens nothing any more.") % {"name": gone})
    return HttpResponseRedirect(reverse("events:passes", args=[pk]))


@require_safe
@open_page
def helper(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """``/events/desk/<token>/``: the desk of a helper, in the helper's own browser."""
    found = passes.helper_of(token, at=stamp.at)
    request.session[KEY] = token
    return _desk(request, found)


@require_POST
@open_page
def helper_typed(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """A code that was typed, or a link that a hand scanner typed."""
    found, text = passes.helper_of(token, at=stamp.at), request.POST.get("code", "")[:400]
    place = places.by_code(found.event, text)
    if place is None:
        return _desk(request, found, unknown=text, status=422)
    arrival = check_in(place, way=Place.Way.CODE, helper=found, stamp=stamp)
    return _desk(request, found, place=place, arrival=arrival)


@require_POST
@open_page
def helper_listed(request: HttpRequest, stamp: Stamp, token: str, which: int) -> HttpResponse:
    """Somebody found by name."""
    found = passes.helper_of(token, at=stamp.at)
    place = places.reach_place(found.event, which)
    arrival = check_in(place, way=Place.Way.LIST, helper=found, stamp=stamp)
    return _desk(request, found, place=place, arrival=arrival)


@require_POST
@open_page
def helper_undo(request: HttpRequest, stamp: Stamp, token: str, which: int) -> HttpResponse:
    """It was somebody else: what this helper noted is taken back."""
    found = passes.helper_of(token, at=stamp.at)
    place = undo_check_in(places.reach_place(found.event, which), helper=found, stamp=stamp)
    messages.success(request, _("The arrival of %(name)s was taken back.") % {"name": place.name})
    return HttpResponseRedirect(reverse("events:helper", args=[token]))


def _desk(  # noqa: PLR0913 -- what the desk has to say
    request: HttpRequest,
    found: DeskPass,
    *,
    place: Place | None = None,
    arrival: Arrival | None = None,
    unknown: str = "",
    status: int = 200,
) -> HttpResponse:
    words = request.GET.get("q", "")
    wear_city(request, found.event.city)
    context = {
        "event": found.event,
        "pass": found,
        "counts": events.counts(found.event),
        "q": words,
        "found": [
            (one, reverse("events:helper_listed", args=[found.token, one.pk]))
            for one in places.at_the_desk(found.event, words)
        ],
        "mine": places.noted_by(found),
        "place": place,
        "arrival": arrival,
        "unknown": unknown,
        "desk": reverse("events:helper", args=[found.token]),
        "typing": reverse("events:helper_typed", args=[found.token]),
    }
    return show(request, "events/helper.html", context, part="found", status=status)
