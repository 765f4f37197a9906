"""The whole city is matched again: asked for, watched, cancelled, gone on with, compared."""

from collections.abc import Mapping
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.matchmaking import jobs
from citystage.stages.matchmaking.actions import rematch
from citystage.stages.matchmaking.models import Run
from citystage.stages.matchmaking.queries import runs
from citystage.stages.matchmaking.queries.runs import Change, ScenarioChange
from citystage.stages.matchmaking.states import CANCEL, RESUME, RunState
from citystage.web.shell.components import Badge, Link, Text
from citystage.web.shell.matches import verdict_mark
from citystage.web.shell.pages import page, show, wants_part

PER_PAGE: Final = 30
_STATES: Final[Mapping[str, Badge]] = {
    RunState.WAITING: Badge(label=RunState.WAITING.label, tone="info", icon="clock"),
    RunState.RUNNING: Badge(label=RunState.RUNNING.label, tone="accent", icon="refresh-cw"),
    RunState.DONE: Badge(label=RunState.DONE.label, tone="good", icon="check"),
    RunState.CANCELLED: Badge(label=RunState.CANCELLED.label, tone="plain", icon="x"),
    RunState.FAILED: Badge(label=RunState.FAILED.label, tone="bad", icon="circle-alert"),
}
_CHANGES: Final[Mapping[str, Badge]] = {
    "new": Badge(label=gettext_lazy("new"), tone="good", icon="plus"),
    "better": Badge(label=gettext_lazy("better"), tone="info", icon="arrow-up-right"),
    "worse": Badge(label=gettext_lazy("worse"), tone="warn", icon="arrow-down-up"),
    "gone": Badge(label=gettext_lazy("no longer"), tone="plain", icon="minus"),
}
# What is counted, in the order of the page.
_COUNTED: Final[Mapping[str, Text]] = {
    "suppliers": gettext_lazy("suppliers weighed"),
    "match": gettext_lazy("scenarios with a good match"),
    "weak": gettext_lazy("with a near one only"),
    "none": gettext_lazy("without any"),
}


@require_safe
@page
def rematches(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The history, and the button for each city of the person."""
    if not stamp.actor.may(Permission.MATCHMAKING_CITY_REMATCH):
        raise NotFound(_("There is nothing here for your role."))
    leaf = Paginator(runs.history(stamp.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": leaf,
        "rows": [(run, _STATES[run.state]) for run in leaf],
        "cities": runs.cities(stamp.actor),
        "crumbs": [
            Link(label=_("Who could do it"), url=reverse("matching:index")),
            Link(label=_("Match the city again")),
        ],
    }
    return show(request, "bureau/rematches.html", context)


@require_POST
@page
def ask(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Put a re-match of the chosen city into the queue."""
    wanted = request.POST.get("city", "")
    city = next((one for one in runs.cities(stamp.actor) if one.code == wanted), None)
    if city is None:
        raise NotFound(_("There is no such city within your reach."))
    run = rematch.rematch_city(city, stamp=stamp)
    jobs.run_rematch.enqueue(run.pk)
    return HttpResponseRedirect(reverse("bureau:rematch", args=[run.pk]))


@require_safe
@page
def one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """How far it is, or what it found and what changed since the one before."""
    run = runs.reach_run(stamp.actor, pk)
    done = run.state == RunState.DONE
    context = _progress(run) | {
        "changes": [_shown(each) for each in runs.changes(run)] if done else [],
        "crumbs": [
            Link(label=_("Match the city again"), url=reverse("bureau:rematches")),
            Link(label=_("Match %d") % run.pk),
        ],
    }
    return show(request, "bureau/rematch.html", context)


def _progress(run: Run) -> dict[str, object]:
    return {
        "run": run,
        "mark": _STATES[run.state],
        "going": run.state in CANCEL.sources,
        "may_resume": run.state in RESUME.sources,
        "tally": [(label, run.counts.get(name, 0)) for name, label in _COUNTED.items()],
    }


type _Change = tuple[ScenarioChange, Badge, Badge, list[tuple[Change, Badge]]]


def _shown(change: ScenarioChange) -> _Change:
    return (
        change,
        verdict_mark(change.verdict_before),
        verdict_mark(change.verdict_after),
        [(each, _CHANGES[each.kind]) for each in change.changes],
    )


@require_safe
@page
def progress(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """How far it is, asked for again and again by the page itself."""
    run = runs.reach_run(stamp.actor, pk)
    if run.state not in CANCEL.sources:
        if wants_part(request):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return HttpResponseRedirect(reverse("bureau:rematch", args=[pk]))
    return show(request, "bureau/rematch.html", _progress(run), part="progress")


@require_POST
@page
def cancel(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Stop it; what was matched stays."""
    del request
    rematch.cancel_rematch(runs.reach_run(stamp.actor, pk), stamp=stamp)
    return HttpResponseRedirect(reverse("bureau:rematch", args=[pk]))


@require_POST
@page
def resume(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Let it go on."""
    del request
    run = rematch.resume_rematch(runs.reach_run(stamp.actor, pk), stamp=stamp)
    jobs.run_rematch.enqueue(run.pk)
    return HttpResponseRedirect(reverse("bureau:rematch", args=[pk]))
