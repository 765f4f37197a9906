"""Two published scenarios that say the same are made one, and parted again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.actions.merge_scenarios import (
    CannotMerge,
    merge_scenarios,
    undo_merger,
)
from citystage.stages.docking.models import Merger
from citystage.stages.docking.queries import coverage as queries
from citystage.stages.docking.queries import mergers
from citystage.web.docking.tracking.forms import CleanText, ReasonForm
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


class MergeForm(forms.Form):
    """Into which one, and why."""

    use_required_attribute = False

    like: Any = forms.ChoiceField(
        label=gettext_lazy("Scenarios that say nearly the same"),
        widget=forms.RadioSelect,
        required=False,
    )
    number = CleanText(
        label=gettext_lazy("Or the number of another one"),
        rows=1,
        max_length=40,
        required=False,
    )
    reason = CleanText(
        label=gettext_lazy("Why the two are one"),
        rows=3,
        max_length=1000,
        help_text=gettext_lazy("Both owners and the followers read it, and the public."),
    )

    def __init__(self, *args: Any, found: list[tuple[Scenario, int]], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        words = _("%(number)s · %(title)s · %(percent)d%% alike")
        fields: dict[str, Any] = self.fields
        fields["like"].choices = [
            (
                one.number,
                words % {"number": one.number, "title": one.label, "percent": percent},
            )
            for one, percent in found
        ]
        if not found:
            del fields["like"]
            fields["number"].label = _("Number of the scenario that stays")
            fields["number"].help_text = _(
                "No published scenario of this city says nearly the same."
            )

    def clean(self) -> dict[str, Any]:
        """One of the two ways."""
        said = super().clean() or {}
        if not (said.get("like") or said.get("number")):
            self.add_error("number", _("Choose the scenario that stays."))
        return said

    def chosen(self) -> str:
        """The number of the one that stays; a typed one goes before."""
        return str(self.cleaned_data["number"] or self.cleaned_data.get("like"))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def merge(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """``/docking/coverage/<number>/merge/``: the one it goes on in, or how the two were merged."""
    scenario, merger = _reached(request, stamp, number)
    if merger is not None:
        return _draw(request, scenario, merger=merger, form=ReasonForm())
    sent = request.POST if request.method == "POST" else None
    form = MergeForm(sent, found=mergers.alike(stamp.actor, scenario))
    if form.is_valid():
        try:
            into = mergers.reach_other(scenario, form.chosen())
            merge_scenarios(scenario, into=into, reason=form.cleaned_data["reason"], stamp=stamp)
        except NotFound as refusal:
            form.add_error("number", str(refusal))
        except CannotMerge as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Merged. Both owners and the followers are told."))
            return _to_board(scenario, "merged")
    return _draw(request, scenario, form=form)


@require_POST
@page
def part(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Undo it, with the reason."""
    scenario, merger = _reached(request, stamp, number)
    if merger is None:
        raise NotFound(_("This scenario is not merged into another."))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _draw(request, scenario, merger=merger, form=form)
    undo_merger(merger, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("Both scenarios stand by themselves again."))
    return _to_board(scenario, "unanswered")


def _reached(request: HttpRequest, stamp: Stamp, number: str) -> tuple[Scenario, Merger | None]:
    city = queries.reach_city(stamp.actor, request.GET.get("city", ""))
    scenario = queries.reach_open(city, number)
    return scenario, mergers.merged_into(scenario)


def _to_board(scenario: Scenario, view: str) -> HttpResponseRedirect:
    address = reverse("docking:coverage")
    return HttpResponseRedirect(f"{address}?city={scenario.city.code}&show={view}")


def _draw(
    request: HttpRequest, scenario: Scenario, *, form: forms.Form, merger: Merger | None = None
) -> HttpResponse:
    title = _("Merged scenarios") if merger else _("Merge with one that says the same")
    context = {
        "scenario": scenario,
        "merger": merger,
        "form": form,
        "title": title,
        "crumbs": [
            Link(label=_("Coverage"), url=reverse("docking:coverage")),
            Link(label=title),
        ],
    }
    status = 422 if form.is_bound else 200
    return show(request, "docking/following/merge.html", context, status=status)
