"""A new yearly assessment, from a template of the city; and its days, changed later."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.actions.prepare_exercise import (
    CannotPrepare,
    change_exercise,
    prepare_exercise,
)
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.queries import exercises as queries
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.templates import Offered, templates_of
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale
from citystage.web.shell.marking import sent_version
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.forms import BeginForm, DaysForm, days_of
from citystage.web.steering.assessing.looks import home, last_day, name_of


@require_http_methods(["GET", "HEAD", "POST"])
@page
def begin(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/steering/assessments/new/``: choose a template, the year and the days."""
    cities = queries.cities(stamp.actor)
    if not cities:
        raise NotFound(_("There is nothing here for your role."))
    offered = templates_of(cities[0])
    templates = [(one.template.code, said(one.template.name)) for one in offered]
    initial = _suggested(offered[0], stamp)
    form = BeginForm(request.POST or None, templates=templates, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            made = prepare_exercise(
                cities[0],
                template=chosen["template"],
                year=chosen["year"],
                title=chosen["title"],
                schedule=form.schedule(),
                stamp=stamp,
            )
        except CannotPrepare as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Prepared. Choose who is assessed, and by whom."))
            return HttpResponseRedirect(reverse("steering:assessment", args=[made.pk]))
    context = {
        "form": form,
        "basis": said(offered[0].common.basis),
        "templates": [
            (
                said(one.template.name),
                [(name_of(measure), measure) for measure in one.template.measures],
            )
            for one in offered
        ],
        "crumbs": [home(), Link(label=_("New assessment"))],
    }
    status = 422 if form.errors else 200
    return show(request, "steering/assessing/new.html", context, status=status)


def _suggested(offered: Offered, stamp: Stamp) -> dict[str, Any]:
    terms, first = offered.common, offered.template
    today = timezone.localdate(stamp.at)
    report = today + timedelta(days=terms.report_days)
    check = report + timedelta(days=terms.check_days)
    name = {"year": today.year, "name": said(first.name)}
    return {
        "template": first.code,
        "year": today.year,
        "title": _("%(year)s: %(name)s") % name,
        "report_by": report,
        "check_by": check,
        "score_by": check + timedelta(days=terms.score_days),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@page
def days(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Another title, other days, until the results are shown."""
    exercise = queries.reach_exercise(stamp.actor, pk)
    rules.may_reschedule(stamp.actor, exercise).enforce()
    form = DaysForm(request.POST or None, initial=days_of(exercise, last_day))
    stale = None
    if request.method == "POST" and form.is_valid():
        try:
            change_exercise(
                exercise,
                title=form.cleaned_data["title"],
                schedule=form.schedule(),
                version=sent_version(request),
                stamp=stamp,
            )
        except Outrun:
            stale = Stale(str(queries.reach_exercise(stamp.actor, pk).version))
        else:
            messages.success(request, _("The days are kept."))
            return HttpResponseRedirect(reverse("steering:assessment", args=[pk]))
    context = {
        "exercise": exercise,
        "form": form,
        "stale": stale,
        "crumbs": [
            home(),
            Link(label=exercise.title, url=reverse("steering:assessment", args=[pk])),
            Link(label=_("Title and days")),
        ],
    }
    status = 409 if stale else 422 if form.errors else 200
    return show(request, "steering/assessing/days.html", context, status=status)
