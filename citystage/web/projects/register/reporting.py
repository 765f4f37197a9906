"""A first use or a firm brought in is reported; look-alikes are shown while one types."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.projects.actions.claim_arrival import claim_arrival
from citystage.stages.projects.actions.report_first_use import report_first_use
from citystage.stages.projects.queries import claims as queries
from citystage.stages.projects.queries import projects as project_queries
from citystage.stages.projects.queries.places import districts_of
from citystage.stages.projects.rules import claims as rules
from citystage.web.projects.register.forms import ArrivalForm, FirstUseForm
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_UNPROCESSABLE = 422


def city_of(actor: Actor) -> Unit:
    """The city of the hat worn now. Raises ``NotFound`` without one."""
    if actor.unit is None:
        raise NotFound(_("There is nothing here for your role."))
    return actor.unit.city or actor.unit


@require_http_methods(["GET", "HEAD", "POST"])
@page
def first_use(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/first-uses/new/``; ``project`` fills in what it says."""
    city = city_of(stamp.actor)
    _ensure(bool(rules.may_report(stamp.actor)))
    posted = request.method == "POST"
    form = FirstUseForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=_of_project(request, stamp),
        districts=districts_of(city),
        projects=queries.projects_to_name(stamp.actor),
    )
    if posted and form.is_valid():
        try:
            made = report_first_use(city, used=form.used(), stamp=stamp)
        except Refusal as refusal:
            _into(form, refusal)
        else:
            messages.success(request, _("Reported. It counts once it is confirmed."))
            return HttpResponseRedirect(reverse("projects:first_use", args=[made.pk]))
    known = form.data if posted else form.initial
    context = {
        "form": form,
        "look_alikes": _alike(city, known),
        "crumbs": [
            Link(label=_("First uses"), url=reverse("projects:first_uses")),
            Link(label=_("Report a first use")),
        ],
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return show(request, "projects/register/new_first_use.html", context, status=status)


@require_safe
@page
def look_alikes(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Products that look like what is being typed: a part of the page of reporting."""
    context = {"look_alikes": _alike(city_of(stamp.actor), request.GET)}
    return show(request, "projects/register/new_first_use.html", context, part="alike")


def _alike(city: Unit, known: Any) -> list[Any]:  # noqa: ANN401 -- typed values
    words = {name: str(known.get(name, ""))[:200] for name in ("maker", "name", "model")}
    return list(queries.look_alikes(city, **words))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def arrival(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/firms/new/``."""
    city = city_of(stamp.actor)
    _ensure(bool(rules.may_claim_arrival(stamp.actor)))
    posted = request.method == "POST"
    unit = stamp.actor.unit
    own = unit.pk if unit and unit.kind == Unit.Kind.DISTRICT else ""
    form = ArrivalForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"district": own},
        districts=districts_of(city),
    )
    if posted and form.is_valid():
        try:
            made = claim_arrival(city, came=form.came(), stamp=stamp)
        except Refusal as refusal:
            _into(form, refusal)
        else:
            messages.success(request, _("Reported. It counts once it is confirmed."))
            return HttpResponseRedirect(reverse("projects:arrival", args=[made.pk]))
    context = {
        "form": form,
        "crumbs": [
            Link(label=_("Firms brought in"), url=reverse("projects:arrivals")),
            Link(label=_("Report a firm brought in")),
        ],
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return show(request, "projects/register/new_arrival.html", context, status=status)


def _ensure(may: bool) -> None:  # noqa: FBT001 -- an answer of a rule
    if not may:
        raise NotFound(_("There is nothing here for your role."))


def _into(form: FirstUseForm | ArrivalForm, refusal: Refusal) -> None:
    if refusal.status not in {409, _UNPROCESSABLE}:
        raise refusal
    form.add_error(None, str(refusal))


def _of_project(request: HttpRequest, stamp: Stamp) -> dict[str, object]:
    number = request.GET.get("project", "")
    if not number.isdecimal():
        return {}
    project = project_queries.reach_project(stamp.actor, int(number))
    return {
        "project": project.pk,
        "maker": project.supplier_name,
        "user": project.owner_unit.name,
        "district": project.district_id or "",
        "used_on": timezone.localdate(project.landed_at) if project.landed_at else "",
    }
