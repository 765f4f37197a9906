"""Own labs: the list, and one lab's page with what is asked of it now."""

from collections.abc import Mapping
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab
from citystage.stages.catalogue.models.labs import LABS
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.actions.renew_term import ask_renewal, take_renewal_back
from citystage.stages.evaluation.keeping import valid_label
from citystage.stages.evaluation.queries import labs as queries
from citystage.stages.evaluation.queries.page import reach_renewal
from citystage.stages.evaluation.ruling import terms_of
from citystage.web.company.labs.ways import WAYS
from citystage.web.shell.components import Link
from citystage.web.shell.labs import acting
from citystage.web.shell.labs.forms import Plain, lines
from citystage.web.shell.labs.showing import context_of
from citystage.web.shell.pages import page, show


class RenewForm(Plain):
    """Why another term."""

    words = lines(
        gettext_lazy("What was reached in this term, and what the next one is for"), rows=5
    )


@require_safe
@page
def own_labs(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/company/labs/``."""
    if not stamp.actor.may(Permission.EVALUATION_LAB_KEEP):
        raise NotFound(_("There is nothing here for your role."))
    context = {
        "labs": list(queries.own(stamp.actor, stamp.at)),
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Our labs and funds"))],
    }
    return show(request, "company/labs/list.html", context)


@require_safe
@page
def lab_page(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One lab: what is asked of it now, and everything on record."""
    return _show(request, stamp, queries.reach_own(stamp.actor, pk, stamp.at))


def _show(
    request: HttpRequest,
    stamp: Stamp,
    lab: Lab,
    sent: Mapping[str, forms.Form] | None = None,
) -> HttpResponse:
    terms, label = terms_of(lab.city_id), valid_label(lab)
    today = timezone.localdate(stamp.at)
    context = context_of(lab, WAYS, stamp, sent=sent)
    renewals = context["found"].renewals  # type: ignore[attr-defined]
    asked = next((one for one in renewals if one.state == "asked"), None)
    may_renew = terms and rules.may_ask_renewal(stamp.actor, lab, label, terms, today)
    context |= {
        "own_side": True,
        "may_look": lab.family == LABS and stamp.actor.may(Permission.MATCHMAKING_PROFILE_KEEP),
        "may_note": True,
        "renewals": renewals,
        "asked": asked,
        "may_renew": may_renew,
        "renew_form": (sent or {}).get("renew") or RenewForm(auto_id="id_renew_%s"),
        "crumbs": [
            Link(label=_("Our labs and funds"), url=reverse("company:labs")),
            Link(label=lab.label),
        ],
    }
    return show(request, "company/labs/lab.html", context, status=422 if sent else 200)


@require_POST
@page
def need_new(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Enter a need."""
    lab = queries.reach_own(stamp.actor, pk, stamp.at)
    return acting.new_need(request, stamp, lab, WAYS, partial(_show, request, stamp, lab))


@require_POST
@page
def need(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """What becomes of a need."""
    lab = queries.reach_own(stamp.actor, pk, stamp.at)
    again = partial(_show, request, stamp, lab)
    return acting.act_on_need(request, stamp, lab, number, WAYS, again)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def record_new(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """Enter a service, a trial or a financing."""
    lab = queries.reach_own(stamp.actor, pk, stamp.at)
    return acting.new_record(request, stamp, lab, kind, WAYS)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def record(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Put one right."""
    lab = queries.reach_own(stamp.actor, pk, stamp.at)
    return acting.change(request, stamp, lab, number, WAYS)


@require_POST
@page
def record_strike(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Strike one out."""
    lab = queries.reach_own(stamp.actor, pk, stamp.at)
    return acting.strike(request, stamp, lab, number, WAYS)


@require_POST
@page
def renew(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Ask for another term."""
    lab = queries.reach_own(stamp.actor, pk, stamp.at)
    form = RenewForm(request.POST, auto_id="id_renew_%s")
    if not form.is_valid():
        return _show(request, stamp, lab, {"renew": form})
    ask_renewal(lab, words=form.cleaned_data["words"], stamp=stamp)
    messages.success(request, _("Renewal is asked for; the office decides and you are told."))
    return HttpResponseRedirect(reverse("company:lab", args=[pk]) + "#renewal")


@require_POST
@page
def renew_back(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Ask no more."""
    lab = queries.reach_own(stamp.actor, pk, stamp.at)
    take_renewal_back(reach_renewal(lab, number), stamp=stamp)
    messages.success(request, _("The request is taken back."))
    return HttpResponseRedirect(reverse("company:lab", args=[pk]) + "#renewal")
