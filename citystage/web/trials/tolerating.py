"""A tolerance is decided, read with its incidents, and withdrawn."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.trials.actions.keep_tolerance import (
    Granted,
    grant_tolerance,
    withdraw_tolerance,
)
from citystage.stages.trials.models import Tolerance, Trial
from citystage.stages.trials.queries import tolerances as queries
from citystage.stages.trials.queries import trials
from citystage.stages.trials.rules import tolerances as rules
from citystage.web.shell import steps
from citystage.web.shell.components import Link
from citystage.web.shell.days import Day
from citystage.web.shell.fields import CleanText, ReasonForm
from citystage.web.shell.pages import page, show
from citystage.web.shell.steps import Shown, Step
from citystage.web.trials.happenings import events_of
from citystage.web.trials.listing import ensure
from citystage.web.trials.marks import days_between, judgement_mark, tolerance_mark

_UNPROCESSABLE = 422


class GrantForm(forms.Form):
    """What is tolerated, for whom, where, how long, on which rule."""

    use_required_attribute = False
    organisation = CleanText(
        label=gettext_lazy("For whom"),
        rows=1,
        max_length=200,
        help_text=gettext_lazy("The full name of a registered organisation."),
    )
    title = CleanText(label=gettext_lazy("In one line"), rows=1, max_length=240)
    what = CleanText(label=gettext_lazy("What is tolerated"), rows=3)
    limits = CleanText(
        label=gettext_lazy("Not tolerated all the same"),
        rows=2,
        required=False,
        help_text=gettext_lazy("Injury of persons, intent, breach of the law."),
    )
    district: Any = forms.ModelChoiceField(
        label=gettext_lazy("District"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("whole city"),
    )
    place = CleanText(label=gettext_lazy("Place"), rows=1, max_length=300, required=False)
    starts_on = Day(label=gettext_lazy("First day"))
    last_day = Day(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("It ends by itself after it.")
    )
    rule = CleanText(
        label=gettext_lazy("On which rule"),
        rows=1,
        max_length=300,
        help_text=gettext_lazy("The title of the document that allows it."),
    )
    rule_number = CleanText(
        label=gettext_lazy("Document number"), rows=1, max_length=120, required=False
    )
    rule_url = forms.URLField(
        label=gettext_lazy("Web address of the document"), required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, city: Unit, fixed: bool, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        fields["district"].queryset = queries.districts(city)
        fields["district"].label_from_instance = lambda one: one.label
        if fixed:
            del fields["organisation"]

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("starts_on"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("It ends before it begins."))
        return said

    def granted(self, organisation: Organisation, trial: Trial | None) -> Granted:
        """What was typed."""
        said = self.cleaned_data
        words = ("title", "what", "limits", "place", "rule", "rule_number", "rule_url")
        return Granted(
            organisation=organisation,
            trial=trial,
            district=said["district"],
            starts_on=said["starts_on"],
            ends_on=said["last_day"] + timedelta(days=1),
            **{name: said[name] for name in words},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def grant(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/trials/tolerances/new/``; ``trial`` says for which trial."""
    ensure(stamp.actor)
    number = request.GET.get("trial", "")
    trial = trials.reach_trial(stamp.actor, int(number)) if number.isdecimal() else None
    rules.may_grant(stamp.actor, trial).enforce()
    city = trial.city if trial else _city(stamp)
    form = GrantForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(trial, stamp),
        city=city,
        fixed=trial is not None,
    )
    if request.method == "POST" and form.is_valid():
        made = _granted(form, city, trial, stamp)
        if made is not None:
            messages.success(request, _("The tolerance is on record; those it concerns were told."))
            return HttpResponseRedirect(reverse("trials:tolerance", args=[made.pk]))
    back = reverse("trials:trial", args=[trial.pk]) if trial else reverse("trials:tolerances")
    context = {
        "form": form,
        "trial": trial,
        "back": back,
        "crumbs": [
            Link(label=_("Tolerance ledger"), url=reverse("trials:tolerances")),
            Link(label=_("Enter a tolerance")),
        ],
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return show(request, "trials/grant.html", context, status=status)


def _granted(form: GrantForm, city: Unit, trial: Trial | None, stamp: Stamp) -> Tolerance | None:
    organisation = trial.supplier if trial else None
    if organisation is None:
        typed = form.cleaned_data["organisation"]
        organisation = queries.supplier_named(city, typed)
    if organisation is None:
        form.add_error("organisation", _("Nobody of this name is registered here."))
        return None
    try:
        return grant_tolerance(city, granted=form.granted(organisation, trial), stamp=stamp)
    except Refusal as refusal:
        if refusal.status != _UNPROCESSABLE:
            raise
        form.add_error(None, str(refusal))
        return None


def _city(stamp: Stamp) -> Unit:
    unit = stamp.actor.unit
    if unit is None:
        raise NotFound(_("There is nothing here for your role."))
    return unit.city or unit


def _initial(trial: Trial | None, stamp: Stamp) -> dict[str, object]:
    today = timezone.localdate(stamp.at)
    if trial is None:
        return {"starts_on": today}
    return {
        "starts_on": max(today, trial.starts_on),
        "last_day": trial.ends_on - timedelta(days=1),
        "district": trial.district_id,
        "place": trial.place,
    }


STEPS: tuple[Step[Tolerance], ...] = (
    Step(
        name="withdraw",
        label=gettext_lazy("Withdraw it"),
        may=rules.may_withdraw,
        form=ReasonForm,
        act=lambda one, form, stamp: withdraw_tolerance(
            one,
            reason=form.cleaned_data["reason"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("It is withdrawn; what happened before is still judged by it."),
    ),
)


@require_safe
@page
def show_one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/trials/tolerances/<pk>/``."""
    ensure(stamp.actor)
    return _draw(request, stamp, queries.reach_tolerance(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    ensure(stamp.actor)
    found = queries.reach_tolerance(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("trials:tolerance", args=[pk]))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Tolerance, wrong: Shown | None = None
) -> HttpResponse:
    waiting = _("not judged yet")
    context = {
        "tolerance": found,
        "mark": tolerance_mark(found),
        "days": days_between(found.starts_on, found.ends_on),
        "reaches_trial": found.trial_id and queries.sees_trial(stamp.actor, found),
        "incidents": [
            (one, judgement_mark(one, waiting=waiting)) for one in queries.incidents_of(found)
        ],
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": reverse("trials:tolerance", args=[found.pk]),
        "events": events_of(queries.events_of(found)),
        "crumbs": [
            Link(label=_("Tolerance ledger"), url=reverse("trials:tolerances")),
            Link(label=found.title),
        ],
    }
    return show(request, "trials/tolerance.html", context, status=422 if wrong else 200)
