"""Writing plans in the browser: a plan, its targets, revisions with their reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation import plan_rules
from citystage.stages.evaluation.actions.set_target import (
    TargetWords,
    drop_target,
    revise_target,
    set_target,
)
from citystage.stages.evaluation.actions.write_plan import change_plan, write_plan
from citystage.stages.evaluation.models import Plan, Target
from citystage.stages.evaluation.plan_writing import (
    Asked,
    NotAPlan,
    PlanChangedMeanwhile,
    PlanWords,
)
from citystage.stages.evaluation.queries import plan as queries
from citystage.stages.evaluation.queries.plan_figures import indicators_of
from citystage.stages.evaluation.queries.wall import reach_city
from citystage.web.shell.components import Link
from citystage.web.shell.marking import sent_version
from citystage.web.shell.pages import page, show
from citystage.web.steering.plan import forms as plan_forms

_BOTH = ["GET", "HEAD", "POST"]


def _sent(request: HttpRequest) -> Any:  # noqa: ANN401 -- as a form takes it
    return request.POST if request.method == "POST" else None


def _at(plan: Plan) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("steering:plan", args=[plan.pk]))


def _asked(form: forms.Form) -> Asked:
    return Asked(**{name: form.cleaned_data[name] for name in plan_forms.AskedForm.base_fields})


@require_http_methods(_BOTH)
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/steering/plan/new/``: a plan of the city."""
    city = reach_city(stamp.actor, request.GET.get("city", ""))
    plan_rules.may_edit(stamp.actor, city).enforce()
    year = timezone.localdate(stamp.at).year
    start = {"from_year": year, "until_year": year + 2, "public": True}
    form = plan_forms.PlanForm(_sent(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            plan = write_plan(city, words=PlanWords(**form.cleaned_data), stamp=stamp)
        except NotAPlan as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The plan is entered; give it targets."))
            return _at(plan)
    return _draw(request, form, title=_("New plan"), button=_("Enter the plan"), place=city)


@require_http_methods(_BOTH)
@page
def edit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Name, years, publicity of a plan."""
    plan = queries.reach_plan(stamp.actor, pk)
    plan_rules.may_edit(stamp.actor, plan.city).enforce()
    form = plan_forms.PlanForm(_sent(request), initial=plan_forms.PlanForm.filled(plan))
    stale = ""
    if request.method == "POST" and form.is_valid():
        words = PlanWords(**form.cleaned_data)
        try:
            change_plan(plan, words=words, version=sent_version(request), stamp=stamp)
        except NotAPlan as fault:
            form.add_error(None, str(fault))
        except PlanChangedMeanwhile as fault:
            stale, plan = str(fault), queries.reach_plan(stamp.actor, pk)
        else:
            messages.success(request, _("The plan is kept."))
            return _at(plan)
    return _draw(
        request,
        form,
        title=_("Edit the plan"),
        button=_("Keep the plan"),
        plan=plan,
        version=plan.version,
        stale=stale,
    )


@require_http_methods(_BOTH)
@page
def add(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """A new target of a plan."""
    plan = queries.reach_plan(stamp.actor, pk)
    plan_rules.may_edit(stamp.actor, plan.city).enforce()
    start = {"in_force_on": timezone.localdate(stamp.at)}
    form = plan_forms.TargetForm(_sent(request), initial=start, indicators=indicators_of(plan.city))
    if request.method == "POST" and form.is_valid():
        asked = _asked(form)
        words = {
            name: value
            for name, value in form.cleaned_data.items()
            if name not in plan_forms.AskedForm.base_fields
        }
        try:
            set_target(plan, words=TargetWords(**words), asked=asked, stamp=stamp)
        except NotAPlan as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The target is set."))
            return _at(plan)
    return _draw(request, form, title=_("New target"), button=_("Set the target"), plan=plan)


@require_http_methods(_BOTH)
@page
def revise(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """A target asks for something else; the old one stays beside it with the reason."""
    target = queries.reach_target(stamp.actor, pk)
    plan_rules.may_revise(stamp.actor, target).enforce()
    today = timezone.localdate(stamp.at)
    start = plan_forms.ReviseForm.filled(queries.in_force(target, today)) | {"in_force_on": today}
    form = plan_forms.ReviseForm(_sent(request), initial=start)
    stale = ""
    if request.method == "POST" and form.is_valid():
        said, version = form.cleaned_data["reason"], sent_version(request)
        try:
            revise_target(target, asked=_asked(form), reason=said, version=version, stamp=stamp)
        except NotAPlan as fault:
            form.add_error(None, str(fault))
        except PlanChangedMeanwhile as fault:
            stale, target = str(fault), queries.reach_target(stamp.actor, pk)
        else:
            messages.success(request, _("The target is revised; what it asked before stays."))
            return _at(target.plan)
    return _draw(
        request,
        form,
        title=_("Revise the target"),
        button=_("Revise"),
        plan=target.plan,
        target=target,
        version=target.version,
        stale=stale,
    )


@require_http_methods(_BOTH)
@page
def drop(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """A target does not count any more."""
    target = queries.reach_target(stamp.actor, pk)
    plan_rules.may_revise(stamp.actor, target).enforce()
    form = plan_forms.DropForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        drop_target(target, reason=form.cleaned_data["reason"], stamp=stamp)
        messages.success(request, _("The target is dropped; it stays in the history."))
        return _at(target.plan)
    return _draw(
        request,
        form,
        title=_("Drop the target"),
        button=_("Drop the target"),
        plan=target.plan,
        target=target,
    )


def _draw(  # noqa: PLR0913 -- one page in its ways
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    plan: Plan | None = None,
    place: Unit | None = None,
    target: Target | None = None,
    version: int | None = None,
    stale: str = "",
) -> HttpResponse:
    back = reverse("steering:plan", args=[plan.pk]) if plan else reverse("steering:plans")
    context = {
        "form": form,
        "title": title,
        "button": button,
        "under": target.label if target else plan.label if plan else place.label if place else "",
        "rows": _rows(target),
        "version": version,
        "stale": stale,
        "back": back,
        "crumbs": [
            Link(label=_("Plans"), url=reverse("steering:plans")),
            *([Link(label=plan.label, url=back)] if plan else []),
            Link(label=title),
        ],
    }
    status = 409 if stale else 422 if form.is_bound else 200
    return show(request, "steering/plan/form.html", context, status=status)


def _rows(target: Target | None) -> list[Any]:
    """What a target asked for so far, beside the form that revises it."""
    return list(target.revisions.all()) if target else []
