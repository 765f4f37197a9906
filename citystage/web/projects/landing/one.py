"""One project as a story: milestones with their evidence, amounts, reports, flags, signatures."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.projects.actions.accept_project import (
    ask_acceptance,
    return_project,
    sign_acceptance,
)
from citystage.stages.projects.actions.end_project import cancel_project, fail_project
from citystage.stages.projects.actions.keep_flag import raise_flag
from citystage.stages.projects.actions.keep_milestone import set_milestone
from citystage.stages.projects.actions.keep_payment import note_payment
from citystage.stages.projects.actions.plan_payment import plan_payment
from citystage.stages.projects.actions.write_pattern import draft_pattern
from citystage.stages.projects.models import Milestone, Project
from citystage.stages.projects.queries import feeding, money, patterns
from citystage.stages.projects.queries import projects as queries
from citystage.stages.projects.rules import patterns as pattern_rules
from citystage.stages.projects.rules import projects as rules
from citystage.stages.projects.states.projects import OPEN, Standing
from citystage.web.projects.landing.forms import AimForm, FlagForm, OwedForm, PaymentForm, plain
from citystage.web.projects.marks import (
    due_mark,
    happened,
    project_mark,
    report_mark,
    standing_mark,
)
from citystage.web.shell import steps
from citystage.web.shell.components import Link
from citystage.web.shell.fields import ReasonForm, StepForm, WordsForm
from citystage.web.shell.pages import page, show
from citystage.web.shell.steps import Shown, Step


class WhyForm(StepForm):
    """Why it did not work; others read it before they try."""

    reason = forms.CharField(
        label=gettext_lazy("It did not work, because"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What was tried, what was measured, what stood in the way. It counts as an outcome, "
            "and who plans something like it finds it."
        ),
    )


def _said(act: Any, name: str = "reason") -> Any:  # noqa: ANN401 -- an act with words
    return lambda one, form, stamp: act(one, **{name: form.cleaned_data[name]}, stamp=stamp)


STEPS: tuple[Step[Project], ...] = (
    Step(
        name="accept",
        label=gettext_lazy("Sign the acceptance"),
        may=rules.may_accept,
        form=WordsForm,
        act=_said(sign_acceptance, "words"),
        done=gettext_lazy("Signed."),
        first=True,
    ),
    Step(
        name="ask",
        label=gettext_lazy("Ask for acceptance"),
        may=rules.may_ask_acceptance,
        act=lambda one, _form, stamp: ask_acceptance(one, stamp=stamp),
        done=gettext_lazy("Both sides are asked to sign."),
        first=True,
    ),
    Step(
        name="return",
        label=gettext_lazy("Send back to work, with the reason"),
        may=rules.may_return,
        form=ReasonForm,
        act=_said(return_project),
        done=gettext_lazy("Back to work; the other side reads why."),
    ),
    Step(
        name="pattern",
        label=gettext_lazy("Write down what others can copy"),
        may=pattern_rules.may_begin_pattern,
        act=lambda one, _form, stamp: draft_pattern(one, stamp=stamp),
        done=gettext_lazy("A pattern is begun; write it, then propose it to the city."),
        first=True,
    ),
    Step(
        name="milestone",
        label=gettext_lazy("Set a milestone"),
        may=rules.may_plan,
        form=AimForm,
        act=lambda one, form, stamp: set_milestone(one, aim=form.aim(), stamp=stamp),  # type: ignore[union-attr]
        done=gettext_lazy("The milestone is set."),
    ),
    Step(
        name="pay",
        label=gettext_lazy("Note an amount"),
        may=rules.may_pay,
        form=PaymentForm,
        act=lambda one, form, stamp: note_payment(one, noted=form.sum(), stamp=stamp),  # type: ignore[union-attr]
        done=gettext_lazy("The amount is on record."),
    ),
    Step(
        name="owe",
        label=gettext_lazy("Note an amount that falls due"),
        may=rules.may_pay,
        form=OwedForm,
        act=lambda one, form, stamp: plan_payment(one, owed=form.owed(), stamp=stamp),  # type: ignore[union-attr]
        done=gettext_lazy("Noted; both sides are reminded before its day."),
    ),
    Step(
        name="flag",
        label=gettext_lazy("Raise a risk, or ask for help"),
        may=rules.may_work,
        form=FlagForm,
        act=lambda one, form, stamp: raise_flag(one, raised=form.raised(), stamp=stamp),  # type: ignore[union-attr]
        done=gettext_lazy("Raised; the other side and the offices are told."),
    ),
    Step(
        name="fail",
        label=gettext_lazy("Close it: it did not work"),
        may=rules.may_end,
        form=WhyForm,
        act=_said(fail_project),
        done=gettext_lazy("Closed, with the reason for all who come after."),
    ),
    Step(
        name="cancel",
        label=gettext_lazy("Cancel the project"),
        may=rules.may_end,
        form=ReasonForm,
        act=_said(cancel_project),
        done=gettext_lazy("Cancelled; the reason stands on record."),
    ),
)


@require_safe
@page
def project(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/projects/<pk>/``."""
    return _draw(request, stamp, queries.reach_project(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = queries.reach_project(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    if name == "pattern" and (made := patterns.pattern_of(found)):
        return HttpResponseRedirect(reverse("projects:write_pattern", args=[made.pk]))
    return HttpResponseRedirect(reverse("projects:project", args=[pk]))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Project, wrong: Shown | None = None
) -> HttpResponse:
    at = stamp.at
    reports = queries.reports_of(found)
    open_, flags = found.state in OPEN, queries.flags_of(found)
    sums = money.money_of(found, today=timezone.localdate(at))
    context = {
        "project": found,
        "state": project_mark(found),
        "late": open_ and found.due_on < timezone.localdate(at),
        "milestones": [_milestone(one, stamp) for one in queries.milestones_of(found)],
        "loose": queries.loose_evidence(found),
        "money": sums,
        "dues": [(due, due_mark(due.state)) for due in sums.dues],
        "measured": feeding.of_trial(stamp.actor, found),
        "reports": [(one, report_mark(one), one.late(at) if open_ else 0) for one in reports],
        "flags": flags,
        "asks": queries.asks_within_reach(stamp.actor, flags),
        "signatures": queries.signatures_of(found),
        "essentials": rules.essentials_hold(found) if open_ else None,
        "pattern": patterns.pattern_of(found),
        "works": bool(rules.may_work(stamp.actor, found)),
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": reverse("projects:project", args=[found.pk]),
        "events": happened(queries.events_of(found)),
        "crumbs": [
            Link(label=_("Projects"), url=reverse("projects:list")),
            Link(label=found.title),
        ],
    }
    return show(request, "projects/landing/one.html", context, status=422 if wrong else 200)


def _milestone(one: Milestone, stamp: Stamp) -> dict[str, Any]:
    evidence = list(one.evidence.all())
    late = one.standing == Standing.OPEN and one.due_on < timezone.localdate(stamp.at)
    return {
        "row": one,
        "mark": standing_mark(one),
        "late": late,
        "baseline": plain(one.baseline),
        "target": plain(one.target),
        "actual": plain(one.actual),
        "evidence": [row for row in evidence if row.withdrawn_at is None],
        "withdrawn": [row for row in evidence if row.withdrawn_at is not None],
    }
