"""A periodic report: written as a draft, handed in, or left out with a reason."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.texts import said
from citystage.stages.projects.actions.write_report import (
    Lacking,
    demand_report,
    save_report,
    skip_report,
    submit_report,
)
from citystage.stages.projects.models import ProjectReport
from citystage.stages.projects.proceeding import Outrun
from citystage.stages.projects.queries import projects as queries
from citystage.stages.projects.rules import projects as rules
from citystage.web.projects.marks import report_mark
from citystage.web.shell import steps
from citystage.web.shell.components import Link
from citystage.web.shell.fields import ReasonForm
from citystage.web.shell.pages import page, show
from citystage.web.shell.steps import Shown, Step

_STEPS: tuple[Step[ProjectReport], ...] = (
    Step(
        name="skip",
        label=gettext_lazy("Leave it out, with the reason"),
        may=rules.may_write_report,
        form=ReasonForm,
        act=lambda one, form, stamp: skip_report(
            one,
            reason=form.cleaned_data["reason"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("Left out; the reason stands on record."),
    ),
    Step(
        name="demand",
        label=gettext_lazy("Ask for it all the same"),
        may=rules.may_demand_report,
        form=ReasonForm,
        act=lambda one, form, stamp: demand_report(
            one,
            reason=form.cleaned_data["reason"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("Asked for; both sides are told."),
    ),
)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def report(
    request: HttpRequest, stamp: Stamp, pk: int, number: int, name: str = ""
) -> HttpResponse:
    """``/projects/<pk>/reports/<number>/``; ``name`` is save, submit, skip or demand."""
    found = queries.reach_report(queries.reach_project(stamp.actor, pk), number)
    if request.method != "POST":
        return _draw(request, stamp, found)
    if name in {"save", "submit"}:
        return _write(request, stamp, found, name)
    if wrong := steps.take(request, stamp, found, name, _STEPS):
        return _draw(request, stamp, found, wrong=wrong)
    return HttpResponseRedirect(reverse("projects:report", args=[pk, number]))


def _write(request: HttpRequest, stamp: Stamp, found: ProjectReport, name: str) -> HttpResponse:
    typed = {one["code"]: request.POST.get(one["code"], "") for one in found.questions}
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else -1
    act = submit_report if name == "submit" else save_report
    try:
        act(found, answers=typed, version=seen, stamp=stamp)
    except Lacking as refusal:
        return _draw(request, stamp, found, typed=typed, errors=refusal.errors)
    except Outrun:
        now = queries.reach_report(found.project, found.pk)
        return _draw(request, stamp, now, typed=typed, outrun=True)
    done = _("The report is handed in.") if name == "submit" else _("Saved.")
    messages.success(request, done)
    return HttpResponseRedirect(reverse("projects:report", args=[found.project_id, found.pk]))


def _draw(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: ProjectReport,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    wrong: Shown | None = None,
    outrun: bool = False,
) -> HttpResponse:
    project = found.project
    faulty = bool(errors or wrong or outrun)
    context = {
        "project": project,
        "report": found,
        "mark": report_mark(found),
        "late": found.late(stamp.at),
        "writes": bool(rules.may_write_report(stamp.actor, found)),
        "questions": _questions(found, found.answers if typed is None else typed, errors or {}),
        "outrun": outrun,
        "faulty": bool(errors),
        "steps": steps.open_to(stamp.actor, found, _STEPS, wrong=wrong),
        "act": reverse("projects:report", args=[project.pk, found.pk]),
        "crumbs": [
            Link(label=_("Projects"), url=reverse("projects:list")),
            Link(label=project.title, url=reverse("projects:project", args=[project.pk])),
            Link(label=_("Report")),
        ],
    }
    return show(request, "projects/landing/report.html", context, status=422 if faulty else 200)


def _questions(
    found: ProjectReport, answers: Mapping[str, str], errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "code": one["code"],
            "name": said(one["name"]),
            "help": said(one.get("help") or {}),
            "required": one.get("required", True),
            "text": answers.get(one["code"], ""),
            "error": errors.get(one["code"], ""),
        }
        for one in found.questions
    ]
