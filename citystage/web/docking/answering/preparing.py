"""A broker begins the answer of a company that agreed to it; the company hands it in itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.docking.actions.begin_answer import Client, begin_answer_for
from citystage.stages.docking.models import Opening
from citystage.stages.docking.queries import answers, openings
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.writing import NoWords
from citystage.web.docking.answering.forms import PrepareForm
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show


@require_http_methods(["GET", "HEAD", "POST"])
@page
def prepare(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """For whom, and how it agreed; then on to the draft."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    opening = openings.current(scenario)
    if opening is None or not answers.prepares(stamp.actor):
        raise NotFound(_("There is nothing here for your role."))
    form = PrepareForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (begun := _begun(request, form, opening, stamp)):
        return begun
    wear_city(request, scenario.city)
    context = {
        "scenario": scenario,
        "opening": opening,
        "form": form,
        "takes": opening.takes_answers_at(stamp.at),
        "prepared": list(answers.prepared_by(stamp.actor, opening)),
        "crumbs": _crumbs(scenario),
    }
    status = 422 if form.is_bound else 200
    return show(request, "docking/answering/prepare.html", context, status=status)


def _begun(
    request: HttpRequest, form: PrepareForm, opening: Opening, stamp: Stamp
) -> HttpResponse | None:
    told = form.cleaned_data
    organisation = _answering(form, opening, stamp)
    if organisation is None:
        return None
    client = Client(organisation, told["consent"])
    try:
        made = begin_answer_for(opening, client=client, stamp=stamp)
    except NoWords as refusal:
        form.add_error("consent", str(refusal))
        return None
    if made is not None:
        messages.success(request, _("%s is told that you write its answer.") % organisation.label)
        return HttpResponseRedirect(reverse("docking:write", args=[made.pk]))
    messages.success(
        request, _("%s is told; you can write once it asks you in.") % organisation.label
    )
    here = reverse("docking:prepare", args=[opening.scenario.number])
    return HttpResponseRedirect(here)


def _answering(form: PrepareForm, opening: Opening, stamp: Stamp) -> Organisation | None:
    """The company named, if it may answer; else the form says why not."""
    found = answers.registered(form.cleaned_data["organisation"])
    if found is None:
        form.add_error("organisation", _("No organisation of this name has registered here."))
        return None
    if may := rules.may_prepare(stamp.actor, found, opening, stamp.at):
        return found
    form.add_error("organisation", str(may.reason))
    return None


def _crumbs(scenario: Scenario) -> list[Link]:
    return [
        Link(label=scenario.label, url=reverse("public:scenario", args=[scenario.number])),
        Link(label=_("Answer on behalf of a company")),
    ]
