"""A milestone, a piece of evidence, a flag: each on a page of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.refusals import NotFound
from citystage.kernel.verdicts import Verdict
from citystage.stages.projects import series
from citystage.stages.projects.actions.keep_flag import close_flag
from citystage.stages.projects.actions.keep_milestone import change_milestone, judge_milestone
from citystage.stages.projects.actions.withdraw_evidence import withdraw_evidence
from citystage.stages.projects.models import Evidence, Flag, Milestone, Payment, Project
from citystage.stages.projects.proceeding import Outrun
from citystage.stages.projects.queries import projects as queries
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import Standing
from citystage.web.projects.landing.drawing import line_of
from citystage.web.projects.landing.forms import ChangeForm, JudgeForm, plain
from citystage.web.projects.landing.writes import written
from citystage.web.projects.marks import standing_mark
from citystage.web.shell import steps
from citystage.web.shell.components import Link
from citystage.web.shell.exports import attached
from citystage.web.shell.fields import ReasonForm
from citystage.web.shell.freshness import Stale
from citystage.web.shell.pages import page, show
from citystage.web.shell.steps import Shown, Step

_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


def _judge(one: Milestone, form: Any, stamp: Stamp) -> None:  # noqa: ANN401 -- the step's form
    said = form.cleaned_data
    judge_milestone(
        one,
        standing=Standing(said["standing"]),
        actual=said.get("actual"),
        words=said["words"],
        version=said["version"],
        stamp=stamp,
    )


def _change(one: Milestone, form: Any, stamp: Stamp) -> None:  # noqa: ANN401 -- the step's form
    said = form.cleaned_data
    reason, version = said["reason"], said["version"]
    change_milestone(one, aim=form.aim(), reason=reason, version=version, stamp=stamp)


_OF_MILESTONE: tuple[Step[Milestone], ...] = (
    Step(
        name="judge",
        label=gettext_lazy("Judge how far it was reached"),
        may=lambda actor, one: rules.may_judge(actor, one.project),
        form=JudgeForm,
        act=_judge,
        done=gettext_lazy("Judged."),
        first=True,
    ),
    Step(
        name="change",
        label=gettext_lazy("Change what it asks"),
        may=lambda actor, one: rules.may_plan(actor, one.project),
        form=ChangeForm,
        act=_change,
        done=gettext_lazy("Changed; the reason is on record."),
    ),
)


def withdrawal(act: Any, may: Any, label: Any, done: Any) -> tuple[Step[Any], ...]:  # noqa: ANN401 -- an act
    """The one step of a part that is taken back with its reason."""
    return (
        Step(
            name="withdraw",
            label=label,
            may=may,
            form=ReasonForm,
            act=lambda one, form, stamp: act(
                one,
                reason=form.cleaned_data["reason"],  # type: ignore[union-attr]
                stamp=stamp,
            ),
            done=done,
        ),
    )


def _may_close(actor: Actor, one: Flag) -> Verdict:
    if one.closed_at is not None:
        return Verdict(_("This step is no longer open."))
    return rules.may_work(actor, one.project)


_OF_EVIDENCE = withdrawal(
    withdraw_evidence,
    lambda actor, one: rules.may_withdraw_evidence(actor, one.project, one),
    gettext_lazy("Withdraw it, with the reason"),
    gettext_lazy("Withdrawn; the reason stays, and what rested on it is to be judged again."),
)
_OF_FLAG = withdrawal(
    close_flag,
    _may_close,
    gettext_lazy("Close it: the risk is over, or help came"),
    gettext_lazy("Closed."),
)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def milestone(
    request: HttpRequest, stamp: Stamp, pk: int, number: int, name: str = ""
) -> HttpResponse:
    """``/projects/<pk>/milestones/<number>/``."""
    project = queries.reach_project(stamp.actor, pk)
    found = queries.reach_milestone(project, number)
    what, extra = ("milestone", found.title), _said_of(found, stamp)
    try:
        return shown_part(request, stamp, found, name, _OF_MILESTONE, what, extra)
    except Outrun:
        return _again(request, stamp, project, number, name)


def _said_of(found: Milestone, stamp: Stamp) -> dict[str, object]:
    project = found.project
    evidence = [one for one in queries.milestones_of(project) if one.pk == found.pk]
    return {
        "milestone": found,
        "mark": standing_mark(found),
        "baseline": plain(found.baseline),
        "target": plain(found.target),
        "actual": plain(found.actual),
        "evidence": list(evidence[0].evidence.all()),
        "works": bool(rules.may_work(stamp.actor, project)),
    }


def _again(
    request: HttpRequest, stamp: Stamp, project: Project, number: int, name: str
) -> HttpResponse:
    """What was typed, over the milestone as it stands now, and who wrote it meanwhile."""
    now = queries.reach_milestone(project, number)
    step = next(one for one in _OF_MILESTONE if one.name == name)
    step.may(stamp.actor, now).enforce()
    assert step.form is not None
    sent_, typed = request.POST.get("version", ""), request.POST.copy()
    typed["version"] = str(now.version)
    form = step.form(typed, record=now, auto_id=f"id_{name}_%s")
    seen = int(sent_) if sent_.isdecimal() else now.version
    changes = written(queries.writes_since(now, seen))
    wrong = Shown(step.name, step.label, form, first=True)
    context = {
        **_around(stamp, now, _OF_MILESTONE, ("milestone", now.title), wrong),
        **_said_of(now, stamp),
        "stale": Stale(str(now.version), changes),
    }
    return show(request, "projects/landing/milestone.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def evidence(
    request: HttpRequest, stamp: Stamp, pk: int, number: int, name: str = ""
) -> HttpResponse:
    """``/projects/<pk>/evidence/<number>/``."""
    project = queries.reach_project(stamp.actor, pk)
    found = queries.reach_evidence(project, number)
    found.project = project
    extra: dict[str, object] = {
        "evidence": found,
        "summary": series.summary(found.points),
        "line": line_of(found.points),
    }
    return shown_part(request, stamp, found, name, _OF_EVIDENCE, ("evidence", found.title), extra)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def flag(request: HttpRequest, stamp: Stamp, pk: int, number: int, name: str = "") -> HttpResponse:
    """``/projects/<pk>/flags/<number>/``."""
    project = queries.reach_project(stamp.actor, pk)
    found = queries.reach_flag(project, number)
    found.project = project
    extra: dict[str, object] = {
        "flag": found,
        "asks": queries.asks_within_reach(stamp.actor, [found]),
    }
    return shown_part(request, stamp, found, name, _OF_FLAG, ("flag", found.title), extra)


def shown_part(  # noqa: PLR0913, PLR0917 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: Any,  # noqa: ANN401 -- a part of a project
    name: str,
    known: tuple[Step[Any], ...],
    what: tuple[str, str],
    extra: dict[str, object],
) -> HttpResponse:
    """A part of a project with what one may do with it; a POST does it."""
    project: Project = found.project
    view = what[0]
    here = reverse(f"projects:{view}", args=[project.pk, found.pk])
    wrong = None
    if request.method == "POST":
        wrong = steps.take(request, stamp, found, name, known)
        if wrong is None:
            stays = view in {"milestone", "evidence"}
            back = here if stays else reverse("projects:project", args=[project.pk])
            return HttpResponseRedirect(back)
    context = {**_around(stamp, found, known, what, wrong), **extra}
    template = f"projects/landing/{view}.html"
    return show(request, template, context, status=422 if wrong else 200)


def _around(
    stamp: Stamp,
    found: Any,  # noqa: ANN401 -- a part of a project
    known: tuple[Step[Any], ...],
    what: tuple[str, str],
    wrong: Shown | None,
) -> dict[str, object]:
    project, (view, title) = found.project, what
    return {
        "project": project,
        "title": title,
        "steps": steps.open_to(stamp.actor, found, known, wrong=wrong),
        "act": reverse(f"projects:{view}", args=[project.pk, found.pk]),
        "crumbs": [
            Link(label=_("Projects"), url=reverse("projects:list")),
            Link(label=project.title, url=reverse("projects:project", args=[project.pk])),
            Link(label=title),
        ],
    }


@require_safe
@page
def evidence_file(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:  # noqa: ARG001
    """A picture to be looked at, any other file to be kept."""
    found = queries.reach_evidence(queries.reach_project(stamp.actor, pk), number)
    return sent(found)


def sent(row: Evidence | Payment) -> HttpResponse:
    """The file of a row. Raises ``NotFound`` where there is none."""
    if not row.file:
        raise NotFound(_("There is no such file."))
    kind = _PICTURES.get(row.name.rsplit(".", 1)[-1].lower())
    with row.file.open("rb") as file:
        content = file.read()
    if kind is None:
        return attached(content, row.name, "application/octet-stream")
    return HttpResponse(content, content_type=kind)
