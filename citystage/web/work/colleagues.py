"""Who acts for the unit of the hat, and inviting a colleague by mail."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.membership import queries
from citystage.foundation.membership.actions.inviting import invite
from citystage.kernel.refusals import NotFound
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


class InviteForm(forms.Form):
    """The colleague's address, and what the colleague may do."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("A letter with a link goes there; it holds for 14 days."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, roles: frozenset[Role], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [(str(role), role.label) for role in Role if role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def colleagues(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show members and open invitations; POST invites."""
    unit = stamp.actor.unit
    if unit is None:
        raise NotFound(_("You act for no unit yet."))
    posted = request.POST if request.method == "POST" else None
    form = InviteForm(posted, roles=stamp.actor.roles)
    status = 200
    if posted is not None and form.is_valid():
        email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        invite(unit, email=email, role=role, stamp=stamp)
        messages.success(request, _("The invitation to %s is on its way.") % email)
        return HttpResponseRedirect(reverse("work:colleagues"))
    if form.errors:
        status = 422
    context = {
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Colleagues")),
        ],
        "unit": unit,
        "form": form,
        "members": [
            (grant.user, Role(grant.role).label, grant.until)
            for grant in queries.members_of(unit, at=stamp.at)
        ],
        "invitations": [
            (one, Role(one.role).label) for one in queries.invitations_to(unit, at=stamp.at)
        ],
    }
    return show(request, "work/colleagues.html", context, status=status)
