"""The security administrator sees who is locked out after wrong passwords, and lifts it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.membership import queries
from citystage.foundation.membership.actions.lift_lockout import lift_lockout
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


@require_safe
@page
def locked(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Who is locked out now."""
    context = {
        "crumbs": [Link(label=_("My work"), url=reverse("work:home")), Link(label=_("Lock-outs"))],
        "rows": queries.lockouts(stamp.actor, at=stamp.at),
    }
    return show(request, "operator/lockouts.html", context)


@require_POST
@page
def lift(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Let ``username`` try again."""
    username = request.POST.get("username", "")
    lift_lockout(username, stamp=stamp)
    messages.success(request, _("%s may sign in again.") % username)
    return HttpResponseRedirect(reverse("operator:lockouts"))
