"""One promise: what it says, who has confirmed it, its evidence, and what one may do now."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.docking.actions.end_promise import (
    accept_promise,
    drop_promise,
    give_promise,
    refuse_report,
    report_promise,
)
from citystage.stages.docking.actions.note_promise import (
    confirm_promise,
    correct_promise,
    deny_promise,
)
from citystage.stages.docking.models import Promise
from citystage.stages.docking.queries import promises as queries
from citystage.stages.docking.rules import promises as rules
from citystage.web.docking.promising.marks import is_late, state_mark
from citystage.web.docking.tracking import files, steps
from citystage.web.docking.tracking.forms import CleanText, ReasonForm, StepForm
from citystage.web.docking.tracking.happenings import events_of
from citystage.web.docking.tracking.steps import Shown, Step
from citystage.web.shell.components import Link
from citystage.web.shell.days import Day
from citystage.web.shell.pages import page, show
from citystage.web.shell.persons import PersonField
from citystage.web.shell.uploads import Files, ManyFiles


class VersionForm(StepForm):
    """The version the page showed: nobody confirms what was written anew meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["version"].initial = self.record.version


class CorrectForm(VersionForm):
    """What was really said."""

    what = CleanText(label=gettext_lazy("What was promised"), rows=3, max_length=1000)
    due_on = Day(label=gettext_lazy("By when"))

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["what"].initial = self.record.what
        self.fields["due_on"].initial = self.record.due_on


class ReportForm(StepForm):
    """How it was kept, with evidence."""

    words = CleanText(label=gettext_lazy("How it was kept"))
    papers = Files(
        label=gettext_lazy("Evidence"),
        required=False,
        widget=ManyFiles,
        help_text=gettext_lazy("PDF, Word, Excel, PNG or JPEG; at most five, 10 MB each."),
    )


class GiveForm(StepForm):
    """The person who does it."""

    person = PersonField(label=gettext_lazy("Person who does it"))

    def clean_person(self) -> Any:  # noqa: ANN401 -- a number
        """Somebody has to be named."""
        if found := self.cleaned_data["person"]:
            return found
        raise forms.ValidationError(_("Name a person."))


def _correct(promise: Promise, form: Any, stamp: Stamp) -> None:  # noqa: ANN401 -- the step's form
    correct_promise(promise, **form.cleaned_data, stamp=stamp)


def _report(promise: Promise, form: Any, stamp: Stamp) -> None:  # noqa: ANN401
    said = form.cleaned_data
    report_promise(promise, words=said["words"], evidence=said["papers"], stamp=stamp)


def _give(promise: Promise, form: Any, stamp: Stamp) -> None:  # noqa: ANN401
    give_promise(promise, person=queries.person(form.cleaned_data["person"]), stamp=stamp)


def _reason(act: Any) -> Any:  # noqa: ANN401 -- an act that takes a reason
    return lambda promise, form, stamp: act(
        promise, reason=form.cleaned_data["reason"], stamp=stamp
    )


STEPS: tuple[Step[Promise], ...] = (
    Step(
        name="confirm",
        label=gettext_lazy("Confirm"),
        may=rules.may_confirm,
        form=VersionForm,
        act=lambda one, form, stamp: confirm_promise(
            one,
            version=form.cleaned_data["version"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("Confirmed."),
        first=True,
    ),
    Step(
        name="correct",
        label=gettext_lazy("Correct it"),
        may=rules.may_correct,
        form=CorrectForm,
        act=_correct,
        done=gettext_lazy("Corrected; the other side is asked to confirm."),
    ),
    Step(
        name="deny",
        label=gettext_lazy("Deny it"),
        may=rules.may_deny,
        form=ReasonForm,
        act=_reason(deny_promise),
        done=gettext_lazy("Denied; the other side reads why."),
    ),
    Step(
        name="report",
        label=gettext_lazy("Report as done"),
        may=rules.may_report,
        form=ReportForm,
        act=_report,
        done=gettext_lazy("Reported; the other side is asked to accept it."),
        first=True,
    ),
    Step(
        name="accept",
        label=gettext_lazy("Accept as kept"),
        may=rules.may_accept,
        act=lambda one, _form, stamp: accept_promise(one, stamp=stamp),
        done=gettext_lazy("Kept."),
        first=True,
    ),
    Step(
        name="refuse",
        label=gettext_lazy("Not done yet"),
        may=rules.may_accept,
        form=ReasonForm,
        act=_reason(refuse_report),
        done=gettext_lazy("The promise stands on."),
    ),
    Step(
        name="give",
        label=gettext_lazy("Name the person who does it"),
        may=rules.may_give,
        form=GiveForm,
        act=_give,
        done=gettext_lazy("The person is told."),
    ),
    Step(
        name="drop",
        label=gettext_lazy("Drop it, with the reason"),
        may=rules.may_drop,
        form=ReasonForm,
        act=_reason(drop_promise),
        done=gettext_lazy("Dropped; the reason stands on record."),
    ),
)


@require_safe
@page
def promise(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/docking/promises/<pk>/``."""
    return _draw(request, stamp, queries.reach_promise(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = queries.reach_promise(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("docking:promise", args=[pk]))


@require_safe
@page
def proof(request: HttpRequest, stamp: Stamp, pk: int, proof: int) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """One file of evidence."""
    return files.sent(queries.proof_of(queries.reach_promise(stamp.actor, pk), proof))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Promise, wrong: Shown | None = None
) -> HttpResponse:
    context = {
        "promise": found,
        "state": state_mark(found),
        "late": is_late(found, timezone.localdate(stamp.at)),
        "versions": queries.versions_of(found),
        "proofs": queries.proofs_of(found),
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": reverse("docking:promise", args=[found.pk]),
        "events": events_of(queries.events_of(found)),
        "crumbs": [
            Link(label=_("Promises"), url=reverse("docking:promises")),
            Link(label=_("Promise %d") % found.pk),
        ],
    }
    return show(request, "docking/promising/one.html", context, status=422 if wrong else 200)
