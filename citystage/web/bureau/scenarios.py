"""Records of the catalogue for officers: find one, publish it, record what became of it."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.queries import timeline
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue import rules
from citystage.stages.catalogue.actions.publish import publish
from citystage.stages.catalogue.actions.record_outcome import OUTCOMES, record_outcome
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import preparing, recording, scenarios
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.states import PUBLISH, SCENARIO_FLOW, ScenarioState
from citystage.web.bureau.arranging import facets_of
from citystage.web.bureau.scenario_words import name_of
from citystage.web.bureau.typing import CleanChar
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Event, Link, chips
from citystage.web.shell.pages import page, show

PER_PAGE = 30
_SHOWN_EVENTS = 30


class OutcomeForm(forms.Form):
    """What became of a scenario, in a sentence the public reads."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"), widget=forms.RadioSelect, choices=[]
    )
    note = CleanChar(
        label=gettext_lazy("In a sentence"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("With whom, where, or why: the public reads it."),
    )

    def __init__(self, data: object, *, scenario: Scenario) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        moves = SCENARIO_FLOW.moves_from(ScenarioState(scenario.state))
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (move.name, str(move.label)) for move in moves if move.name in OUTCOMES
        ]


@require_safe
@page
def records(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """All scenarios of the person's cities, hidden ones as well."""
    if not stamp.actor.may(Permission.CATALOGUE_RECORD_EDIT):
        raise NotFound(_("There is nothing here for your role."))
    wanted, here = ScenarioFilter.read(request.GET), Address.of(request)
    found = preparing.records(stamp.actor, wanted)
    facets = facets_of(preparing.facet_counts(found), here)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": wanted.q,
        "here": here,
        "facets": facets,
        "chips": chips(facets),
        "clear": here.path,
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Records"))],
    }
    return show(request, "bureau/scenarios.html", context)


@require_safe
@page
def record(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """One scenario: where it stands, what may be done, every version with what it changed."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    rules.may_edit(stamp.actor, scenario).enforce()
    return _draw(request, scenario, OutcomeForm(None, scenario=scenario))


def _draw(
    request: HttpRequest, scenario: Scenario, form: OutcomeForm, status: int = 200
) -> HttpResponse:
    entries = list(timeline(scenario).order_by("-id")[:_SHOWN_EVENTS])
    context = {
        "scenario": scenario,
        "form": form,
        "outcomes": form.fields["outcome"].choices,  # type: ignore[attr-defined]
        "may_publish": scenario.state in PUBLISH.sources,
        "public": scenario.state not in PUBLISH.sources,
        "standing": preparing.standings(scenario.city, [scenario]).get(scenario.pk),
        "lists": scenarios.lists_of(scenario),
        "steps": [
            (step.version, [(name_of(change.name), change.segments) for change in step.changes])
            for step in recording.history(scenario)
        ],
        "events": [
            Event(
                at=entry.at,
                what=entry.label,
                who=" · ".join(str(one) for one in (entry.unit, entry.actor) if one),
                note=str(entry.payload.get("note", "")),
            )
            for entry in entries
        ],
        "crumbs": [
            Link(label=_("Records"), url=reverse("bureau:scenarios")),
            Link(label=scenario.label),
        ],
    }
    return show(request, "bureau/scenario.html", context, status=status)


@require_POST
@page
def outcome(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Record what became of it."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    rules.may_edit(stamp.actor, scenario).enforce()
    form = OutcomeForm(request.POST, scenario=scenario)
    if not form.is_valid():
        return _draw(request, scenario, form, 422)
    record_outcome(scenario, **form.cleaned_data, stamp=stamp)
    messages.success(request, _("It is on record; the owner and followers are told."))
    return HttpResponseRedirect(reverse("bureau:scenario", args=[number]))


@require_POST
@page
def publication(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Publish this one outside a list."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    publish(scenario, stamp=stamp)
    messages.success(request, _("The scenario is public."))
    return HttpResponseRedirect(reverse("bureau:scenario", args=[number]))
