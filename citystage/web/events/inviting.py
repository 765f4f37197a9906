"""Inviting from filters: who would be asked, and why the others are not."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Scheme
from citystage.foundation.taxonomy.queries import terms
from citystage.foundation.tenancy.queries import districts
from citystage.stages.events.actions.invite import invite, withdraw_invitation
from citystage.stages.events.queries import events
from citystage.stages.events.queries import inviting as queries
from citystage.stages.events.queries.inviting import InviteFilter
from citystage.stages.events.states.events import EventState
from citystage.stages.events.states.places import InvitationState
from citystage.web.events.frame import framed
from citystage.web.shell.pages import page

_PER_PAGE = 30
SOURCES = (
    ("organisations", gettext_lazy("Organisations")),
    ("capabilities", gettext_lazy("Suppliers with capabilities")),
    ("scenarios", gettext_lazy("Owners of scenarios")),
)


@require_safe
@page
def invitations(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Whom the filter finds, and who was invited already."""
    event = events.reach_event(stamp.actor, pk)
    wanted = InviteFilter.read(request.GET.dict())
    found = queries.found(event, wanted)
    state = request.GET.get("state", "")
    context = {
        "wanted": wanted,
        "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
        "would": queries.willing(event, wanted).count(),
        "sources": SOURCES,
        "kinds": Organisation.Kind.choices,
        "districts": districts(event.city),
        "fields": list(terms(Scheme.FIELD, event.city)),
        "sent": list(queries.invitations(event, state=state)),
        "state": state,
        "states": InvitationState.choices,
        "may": event.state == EventState.PUBLISHED,
    }
    return framed(request, event, "invitations", "events/invitations.html", context)


@require_POST
@page
def send(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Invite everybody the filter finds, or those ticked."""
    event = events.reach_event(stamp.actor, pk)
    ticked = [int(one) for one in request.POST.getlist("organisation") if one.isdecimal()]
    willing = queries.willing(event, InviteFilter.read(request.POST.dict()))
    if request.POST.get("whom") != "all":
        willing = willing.filter(pk__in=ticked)
    words = request.POST.get("words", "")[:1000]
    chosen = list(willing.values_list("pk", flat=True))
    sent = invite(event, organisations=chosen, words=words, stamp=stamp)
    told = ngettext(
        "%(number)d organisation was invited.",
        "%(number)d organisations were invited.",
        sent.invited,
    )
    messages.success(request, told % {"number": sent.invited})
    return HttpResponseRedirect(reverse("events:invitations", args=[pk]))


@require_POST
@page
def withdraw(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """Take an unanswered invitation back."""
    event = events.reach_event(stamp.actor, pk)
    withdraw_invitation(queries.reach_invitation(event, which), stamp=stamp)
    messages.success(request, _("The invitation was withdrawn; its people are told."))
    return HttpResponseRedirect(reverse("events:invitations", args=[pk]))
