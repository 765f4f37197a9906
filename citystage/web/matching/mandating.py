"""A scenario is given to a broker, who then sees who could do it and proposes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.matchmaking.actions.mandates import end_mandate, give_mandate
from citystage.stages.matchmaking.queries import reach
from citystage.web.shell.pages import page


@require_POST
@page
def give(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Give it to the broker of the form."""
    scenario = reach.reach_matchable(stamp.actor, number)
    wanted = request.POST.get("broker", "")
    found = {str(one.pk): one for one in reach.brokers(scenario.city)}
    seat = found[wanted].seat if wanted in found else None
    if seat is None:
        raise NotFound(_("There is no such broker in this city."))
    give_mandate(scenario, broker=seat, stamp=stamp)
    messages.success(request, _("%s sees who could do it, and proposes.") % seat.label)
    return HttpResponseRedirect(reverse("matching:able", args=[number]))


@require_POST
@page
def end(request: HttpRequest, stamp: Stamp, number: str, pk: int) -> HttpResponse:
    """The broker looks after it no longer."""
    mandate = reach.reach_mandate(reach.reach_matchable(stamp.actor, number), pk)
    end_mandate(mandate, stamp=stamp)
    messages.success(request, _("%s no longer looks after it.") % mandate.unit.label)
    return HttpResponseRedirect(reverse("matching:able", args=[number]))
