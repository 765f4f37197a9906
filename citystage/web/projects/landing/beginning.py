"""A project begins: from a trial, an agreement, an answer, or straight from a scenario."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.docking.agreeing import side_named
from citystage.stages.projects.actions.begin_project import Start, begin_project
from citystage.stages.projects.planning import Aim
from citystage.stages.projects.queries import beginning
from citystage.stages.projects.queries.beginning import Origin
from citystage.web.projects.landing.forms import BeginForm
from citystage.web.projects.landing.listing import ensure
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show

_USUAL = timedelta(days=180)
_UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/new/``; the address says what it begins from."""
    ensure(stamp.actor)
    names = ("trial", "agreement", "answer", "scenario")
    origin = beginning.origin(
        stamp.actor, **{name: request.GET.get(name, "").strip() for name in names}
    )
    begun = beginning.begun_from(trial=origin.trial, agreement=origin.agreement)
    form = BeginForm(request.POST if request.method == "POST" else None, initial=_initial(origin))
    if request.method == "POST" and origin.scenario and form.is_valid():
        try:
            made = begin_project(origin.scenario, start=_start(origin, form), stamp=stamp)
        except Refusal as refusal:
            if refusal.status != _UNPROCESSABLE:
                raise
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The project has begun; both sides are told."))
            return HttpResponseRedirect(reverse("projects:project", args=[made.pk]))
    context = {
        "form": form,
        "origin": origin,
        "begun": begun,
        "crumbs": [
            Link(label=_("Projects"), url=reverse("projects:list")),
            Link(label=_("Begin a project")),
        ],
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return show(request, "projects/landing/new.html", context, status=status)


def _initial(origin: Origin) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": origin.title,
        "supplier": origin.supplier.name if origin.supplier else "",
        "begun_on": today,
        "due_on": today + _USUAL,
    }


def _start(origin: Origin, form: BeginForm) -> Start:
    said = form.cleaned_data
    named = side_named(said["supplier"])
    lines = [line.strip() for line in said["aims"].splitlines() if line.strip()]
    return Start(
        title=said["title"],
        begun_on=said["begun_on"],
        due_on=said["due_on"],
        about=said["about"],
        supplier=named.organisation,
        supplier_name=named.name,
        trial=origin.trial,
        agreement=origin.agreement,
        answer=origin.answer,
        aims=[Aim(title=line[:200], due_on=said["due_on"]) for line in lines],
    )
