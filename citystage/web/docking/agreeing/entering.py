"""An intent or an agreement is entered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries.scenarios import reach_scenario
from citystage.stages.docking.actions.keep_agreement import enter_agreement
from citystage.stages.docking.actions.keep_intent import note_intent
from citystage.stages.docking.agreeing import BadDeal
from citystage.web.docking.agreeing.forms import AgreementForm, DealForm
from citystage.web.docking.agreeing.listing import ensure
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


@require_http_methods(["GET", "HEAD", "POST"])
@page
def intent(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/intents/new/``; ``scenario`` and ``event`` say what it is about."""
    city, scenario = _about(request, stamp)
    form = DealForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(request, stamp),
        city=city,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = note_intent(
                scenario.city if scenario else city,
                terms=form.terms(scenario=scenario),
                sides=form.sides(),
                stamp=stamp,
            )
        except BadDeal as refusal:
            form.add_error("parties", str(refusal))
        else:
            messages.success(request, _("The intent is on record; the parties are told."))
            return HttpResponseRedirect(reverse("docking:intent", args=[made.pk]))
    return _draw(request, form, scenario, _("Note an intent"), reverse("docking:intents"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def agreement(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/agreements/new/``."""
    city, scenario = _about(request, stamp)
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(request, stamp),
        city=city,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_agreement(
                scenario.city if scenario else city,
                terms=form.terms(scenario=scenario),
                signature=form.signature(),
                sides=form.sides(),
                stamp=stamp,
            )
        except BadDeal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The agreement is on record; the parties are told."))
            return HttpResponseRedirect(reverse("docking:agreement", args=[made.pk]))
    title, back = _("Enter an agreement"), reverse("docking:agreements")
    return _draw(request, form, scenario, title, back)


def _about(request: HttpRequest, stamp: Stamp) -> tuple[Unit, Scenario | None]:
    ensure(stamp.actor)
    number = request.GET.get("scenario", "")
    scenario = reach_scenario(stamp.actor, number) if number else None
    return _city(stamp.actor), scenario


def _city(actor: Actor) -> Unit:
    if actor.unit is None:
        raise NotFound(_("There is nothing here for your role."))
    return actor.unit.city or actor.unit


def _initial(request: HttpRequest, stamp: Stamp) -> dict[str, object]:
    unit = stamp.actor.unit
    return {"parties": f"{unit.name}\n" if unit else "", "event": request.GET.get("event", "")}


def _draw(
    request: HttpRequest, form: DealForm, scenario: Scenario | None, title: str, back: str
) -> HttpResponse:
    context = {
        "form": form,
        "scenario": scenario,
        "title": title,
        "back": back,
        "crumbs": [
            Link(label=_("Agreements"), url=reverse("docking:agreements")),
            Link(label=title),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "docking/agreeing/enter.html", context, status=status)
