"""A guest's own page, behind the link of the mail: confirm, the code, the brochure, leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.events.actions.change_page import Page, PageMoved, change_page_as_guest
from citystage.stages.events.actions.decide_place import give_back_as_guest
from citystage.stages.events.actions.register import confirm_guest
from citystage.stages.events.models import Place
from citystage.stages.events.printing import when
from citystage.stages.events.queries import brochures, places
from citystage.stages.events.rules.coming import may_give_back
from citystage.stages.events.states.places import LIVE, PlaceState
from citystage.web.events.forms import PageForm
from citystage.web.events.listing import language_of
from citystage.web.events.own import code_of, initial_of, say_of_page
from citystage.web.events.registering import SAID
from citystage.web.shell.freshness import Stale, version_sent
from citystage.web.shell.pages import open_page, show


@require_safe
@open_page
def guest(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """A guest's own page: the link of the mail."""
    return _draw(request, stamp, places.by_guest_token(token))


def _draw(  # noqa: PLR0913 -- a page with its form
    request: HttpRequest,
    stamp: Stamp,
    found: Place,
    *,
    form: PageForm | None = None,
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    live, sure = found.state in LIVE, found.reachable_at is not None
    context = {
        "place": found,
        "event": found.event,
        "when": when(found.event, language_of()),
        "code": code_of(found),
        "may_leave": bool(may_give_back(found, at=stamp.at)),
        "to_confirm": live and not sure,
        "writes_page": live and sure,
        "form": form or PageForm(initial=initial_of(found), city=found.event.city),
        "to_write": reverse("events:guest_page", args=[found.token]),
        "printed": brochures.printed_of(found),
        "holding": {one.pk for one in brochures.still_holding(found)},
        "stale": stale,
    }
    return show(request, "events/guest.html", context, status=status)


@require_POST
@open_page
def guest_confirm(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """The button behind the link: programs that look at links press no buttons."""
    place = confirm_guest(places.by_guest_token(token), stamp=stamp)
    # Pressed again in an old window, the place may be given back or refused by now.
    if place.state in LIVE:
        messages.success(request, SAID[PlaceState(place.state)]())
    return HttpResponseRedirect(reverse("events:guest", args=[token]))


@require_POST
@open_page
def guest_page(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """Write the page in the brochure, or take the consent back."""
    found = places.by_guest_token(token)
    form = PageForm(request.POST, city=found.event.city)
    if not form.is_valid():
        return _draw(request, stamp, found, form=form, status=422)
    said = Page(**form.cleaned_data)
    version = version_sent(request, otherwise=found.version)
    try:
        change_page_as_guest(found, page=said, version=version, held=token, stamp=stamp)
    except PageMoved:
        newest = places.by_guest_token(token)
        stale = Stale(str(newest.version))
        return _draw(request, stamp, newest, form=form, stale=stale, status=409)
    say_of_page(request, printed=said.in_brochure)
    return HttpResponseRedirect(reverse("events:guest", args=[token]))


@require_POST
@open_page
def guest_leave(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """Give the place back."""
    give_back_as_guest(places.by_guest_token(token), held=token, stamp=stamp)
    messages.success(request, _("Your place was given back."))
    return HttpResponseRedirect(reverse("events:guest", args=[token]))
