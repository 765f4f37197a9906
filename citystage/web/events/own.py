"""What is mine: my events, my place with its code, my page in the brochure, my invitations."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.qr import qr_svg
from citystage.kernel.refusals import NotFound
from citystage.stages.events.actions.change_page import Page, PageMoved, change_page
from citystage.stages.events.actions.decide_place import give_back
from citystage.stages.events.actions.invite import opt_in, opt_out, refuse_invitation
from citystage.stages.events.codes import spoken
from citystage.stages.events.models import Place
from citystage.stages.events.printing import desk_address, when
from citystage.stages.events.queries import brochures, events, inviting, places
from citystage.stages.events.rules.coming import may_give_back
from citystage.stages.events.states.places import LIVE, PlaceState
from citystage.web.events.forms import PageForm
from citystage.web.events.listing import language_of
from citystage.web.events.showing import calendar_of
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale, version_sent
from citystage.web.shell.pages import page, show

_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Code:
    """What is shown at the desk."""

    spoken: str
    svg: SafeString


def code_of(place: Place) -> Code | None:
    """The code of a confirmed place."""
    if place.state != PlaceState.CONFIRMED:
        return None
    # Made by us of an address of ours: modules only, no text of anybody.
    return Code(spoken(place.code), mark_safe(qr_svg(desk_address(place), border=2)))  # noqa: S308


def initial_of(place: Place) -> dict[str, object]:
    """What the page in the brochure says now."""
    return {
        "in_brochure": place.in_brochure,
        "shows_contact": place.shows_contact,
        "field": place.field,
        "direction": place.direction,
        "needs": place.needs,
    }


def say_of_page(request: HttpRequest, *, printed: bool) -> None:
    """What the next edition will hold."""
    if printed:
        messages.success(request, _("Saved. The next edition of the brochure has your page."))
    else:
        messages.success(
            request, _("Saved. The next edition of the brochure has no page of yours.")
        )


@require_safe
@page
def mine(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """My events, what my organisation is invited to, and whether it wants to be."""
    found = Paginator(places.mine(stamp.actor), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "invitations": list(inviting.to_me(stamp.actor)),
        "organisations": inviting.own_organisations(stamp.actor),
        "crumbs": [Link(label=_("My events"))],
    }
    return show(request, "events/mine.html", context)


@require_safe
@page
def place(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """My place: the code for the desk, when and where, my page in the brochure."""
    return _draw(request, stamp, places.reach_own(stamp.actor, pk))


def _draw(  # noqa: PLR0913 -- a page with its form
    request: HttpRequest,
    stamp: Stamp,
    found: Place,
    *,
    form: PageForm | None = None,
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "place": found,
        "event": found.event,
        "when": when(found.event, language_of()),
        "code": code_of(found),
        "live": found.state in LIVE,
        "may_leave": bool(may_give_back(found, at=stamp.at)),
        "agenda": events.agenda(found.event),
        "materials": events.materials(found.event, all_of_them=found.state == PlaceState.CONFIRMED),
        "form": form or PageForm(initial=initial_of(found), city=found.event.city),
        "to_write": reverse("events:write_page", args=[found.pk]),
        "printed": brochures.printed_of(found),
        "holding": {one.pk for one in brochures.still_holding(found)},
        "stale": stale,
        "crumbs": [
            Link(label=_("My events"), url=reverse("events:mine")),
            Link(label=found.event.label),
        ],
    }
    return show(request, "events/place.html", context, status=status)


@require_POST
@page
def write_page(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Write the page in the brochure, or take the consent back."""
    found = places.reach_own(stamp.actor, pk)
    form = PageForm(request.POST, city=found.event.city)
    if not form.is_valid():
        return _draw(request, stamp, found, form=form, status=422)
    said = Page(**form.cleaned_data)
    version = version_sent(request, otherwise=found.version)
    try:
        change_page(found, page=said, version=version, stamp=stamp)
    except PageMoved:
        newest = places.reach_own(stamp.actor, pk)
        return _draw(
            request, stamp, newest, form=form, stale=Stale(str(newest.version)), status=409
        )
    say_of_page(request, printed=said.in_brochure)
    return HttpResponseRedirect(reverse("events:place", args=[pk]))


@require_POST
@page
def leave(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Give my place back."""
    give_back(places.reach_own(stamp.actor, pk), stamp=stamp)
    messages.success(request, _("Your place was given back."))
    return HttpResponseRedirect(reverse("events:place", args=[pk]))


@require_safe
@page
def my_calendar(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001
    """My event as a calendar entry."""
    return calendar_of(places.reach_own(stamp.actor, pk).event)


@require_POST
@page
def decline_invitation(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Our organisation will not come."""
    event = events.reach_shown(stamp.actor, number)
    invitation = inviting.own_invitation(stamp.actor, event)
    if invitation is None:
        raise NotFound("")
    refuse_invitation(invitation, reason=request.POST.get("reason", "")[:1000], stamp=stamp)
    messages.success(request, _("The organisers were told that you will not come."))
    return HttpResponseRedirect(reverse("events:mine"))


@require_POST
@page
def opting(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Whether our organisation wants to be invited."""
    own = {one.pk: one for one, _unwilling in inviting.own_organisations(stamp.actor)}
    if pk not in own or verb not in {"out", "in"}:
        raise NotFound("")
    if verb == "out":
        opt_out(own[pk], stamp=stamp)
        messages.success(request, _("Your organisation is no longer invited to events."))
    else:
        opt_in(own[pk], stamp=stamp)
        messages.success(request, _("Your organisation is invited to events again."))
    return HttpResponseRedirect(reverse("events:mine"))
