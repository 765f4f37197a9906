"""An invited colleague looks at the invitation and accepts it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.membership import queries
from citystage.foundation.membership.actions.inviting import accept
from citystage.foundation.membership.models import Invitation
from citystage.web.shell.context import HAT_KEY, frame_of
from citystage.web.shell.kept import ask_to_sign_in
from citystage.web.shell.pages import open_page, page, show


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def by_link(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """The page a mail leads to; whoever is not signed in sees what it is about."""
    if request.method == "POST" and stamp.actor.user_id is None:
        return ask_to_sign_in(request)
    return _answer(request, queries.invitation_by(token), stamp)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def mine(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The same, reached from the to-do list of the invited address."""
    user = frame_of(request).user
    assert user is not None
    return _answer(request, queries.reach_invitation(user, pk), stamp)


def _answer(request: HttpRequest, invitation: Invitation, stamp: Stamp) -> HttpResponse:
    user = frame_of(request).user
    if request.method == "POST" and user is not None:
        grant = accept(invitation, person=user, stamp=stamp)
        request.session[HAT_KEY] = grant.unit_id
        words = _("You act for %(unit)s now.") % {"unit": invitation.unit.label}
        messages.success(request, words)
        return HttpResponseRedirect(reverse("work:home"))
    context = {
        "invitation": invitation,
        "role": Role(invitation.role).label,
        "spent": bool(invitation.accepted_at) or invitation.expires_at <= stamp.at,
        "fits": user is not None and user.email.lower() == invitation.email,
        "next": urlencode({"next": request.path}),
    }
    return show(request, "work/invitation.html", context)
