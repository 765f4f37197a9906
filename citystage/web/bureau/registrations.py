"""Officers decide on registrations: what waits, beside what is alike; a no has its reason."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.membership import queries, rules
from citystage.foundation.membership.actions.decide import approve, decline
from citystage.foundation.membership.models import Registration
from citystage.foundation.membership.states import RegistrationState
from citystage.kernel.refusals import NotFound
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_PAGE = 20
_RECENT = 10


class DeclineForm(forms.Form):
    """Why not: the applicant reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        help_text=gettext_lazy("The applicant reads it: say what is missing or wrong."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _officers_only(actor: Actor) -> None:
    if not actor.may(Permission.MEMBERSHIP_REGISTRATION_DECIDE):
        raise NotFound(_("There is no such page for your role."))


@require_safe
@page
def registrations(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """What waits, oldest first; below, what was decided lately."""
    _officers_only(stamp.actor)
    rows = Paginator(queries.waiting(stamp.actor), _PAGE)
    context = {
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Registrations")),
        ],
        "page": rows.get_page(request.GET.get("page")),
        "decided": queries.decided(stamp.actor)[:_RECENT],
    }
    return show(request, "bureau/registrations.html", context)


@require_safe
@page
def registration(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One registration beside the organisations it is like."""
    _officers_only(stamp.actor)
    found = queries.reach_registration(stamp.actor, pk)
    return _show(request, stamp, found, DeclineForm())


def _show(
    request: HttpRequest, stamp: Stamp, found: Registration, form: DeclineForm
) -> HttpResponse:
    said = found.details
    alike = queries.same_or_alike(uscc=said["uscc"], name=said["name"])
    verdict = rules.may_decide(stamp.actor, found)
    context = {
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Registrations"), url=reverse("bureau:registrations")),
            Link(label=found.organisation.label),
        ],
        "registration": found,
        "role": Role(found.role).label,
        "alike": [one for one in alike if one.pk != found.organisation_id],
        "joins": found.organisation.seat_id is not None,
        "waits": found.state == RegistrationState.WAITING,
        "verdict": verdict,
        "form": form,
    }
    return show(request, "bureau/registration.html", context, status=422 if form.errors else 200)


@require_POST
@page
def decide(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Approve, or decline with the reason."""
    found = queries.reach_registration(stamp.actor, pk)
    if verb == "approve":
        approve(found, stamp=stamp)
        messages.success(request, _("Approved; the applicant is told."))
    elif verb == "decline":
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return _show(request, stamp, found, form)
        decline(found, reason=form.cleaned_data["reason"], stamp=stamp)
        messages.success(request, _("Declined; the applicant is told why."))
    else:
        raise NotFound(_("There is no such act."))
    return HttpResponseRedirect(reverse("bureau:registrations"))
