"""A report: written over weeks with the draft kept, handed in, or asked to be left out."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.actions.settle_report import ask_skip
from citystage.stages.evaluation.actions.write_report import save_report, submit_report
from citystage.stages.evaluation.answering import BadAnswers, questions_of
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.queries import labs
from citystage.stages.evaluation.queries.page import in_period, reach_report
from citystage.web.shell.components import Event, Link
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale
from citystage.web.shell.labs.forms import Plain, lines
from citystage.web.shell.labs.showing import asked_of
from citystage.web.shell.pages import page, show

_TEMPLATE = "company/labs/report.html"


class SkipForm(Plain):
    """Why it should be left out."""

    reason = lines(
        gettext_lazy("Why it should be left out"),
        help_text=gettext_lazy("The office decides; until then the report may still be handed in."),
    )


def _reached(stamp: Stamp, pk: int, number: int) -> Report:
    return reach_report(labs.reach_own(stamp.actor, pk, stamp.at), number)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def report(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Show the report and its form; keep the draft or hand it in."""
    found = _reached(stamp, pk, number)
    if request.method != "POST":
        return _show(request, stamp, found)
    whole = request.POST.get("do") == "submit"
    act = submit_report if whole else save_report
    try:
        act(found, answers=_written(request, found), version=_version(request), stamp=stamp)
    except BadAnswers as refusal:
        return _show(request, stamp, found, errors=refusal.errors, status=422)
    except Outrun:
        fresh = _reached(stamp, pk, number)
        return _show(request, stamp, fresh, stale=_stale(fresh), status=409)
    if whole:
        messages.success(request, _("The report is handed in. Thank you."))
        return HttpResponseRedirect(reverse("company:lab", args=[pk]) + "#reports")
    messages.success(request, _("The draft is kept. Hand it in when it is whole."))
    return HttpResponseRedirect(reverse("company:lab_report", args=[pk, number]))


@require_POST
@page
def keep(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Keep the draft while the person goes on writing; the page keeps its fields."""
    found = _reached(stamp, pk, number)
    context: dict[str, object] = {"report": found, "at": timezone.now()}
    status = 200
    try:
        kept = save_report(
            found, answers=_written(request, found), version=_version(request), stamp=stamp
        )
        context |= {"report": kept, "kept": True}
    except BadAnswers as refusal:
        named = {one.code: one.name for one in asked_of(found, {})}
        context["wrong"], status = [named[code] for code in refusal.errors], 422
    except Outrun:
        context["outrun"], status = True, 409
    return show(request, _TEMPLATE, context, part="kept", status=status)


@require_POST
@page
def skip(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Ask to leave it out."""
    found = _reached(stamp, pk, number)
    form = SkipForm(request.POST, auto_id="id_skip_%s")
    if not form.is_valid():
        return _show(request, stamp, found, skip_form=form, status=422)
    ask_skip(found, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("Asked; the office decides and you are told."))
    return HttpResponseRedirect(reverse("company:lab_report", args=[pk, number]))


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: Report,
    *,
    errors: Mapping[str, str] | None = None,
    stale: Stale | None = None,
    skip_form: SkipForm | None = None,
    status: int = 200,
) -> HttpResponse:
    again = errors is not None or stale is not None
    written = _written(request, found) if again else found.answers
    title = _("Report for %(period)s") % {"period": found.period}
    context = {
        "report": found,
        "lab": found.lab,
        "title": title,
        "asked": asked_of(found, written, errors),
        "errors": errors,
        "stale": stale,
        "late": found.late(stamp.at),
        "may_write": rules.may_write(stamp.actor, found),
        "records": in_period(found),
        "skip_form": skip_form or SkipForm(auto_id="id_skip_%s"),
        "crumbs": [
            Link(label=_("Our labs and funds"), url=reverse("company:labs")),
            Link(label=found.lab.label, url=reverse("company:lab", args=[found.lab_id])),
            Link(label=title),
        ],
    }
    return show(request, _TEMPLATE, context, status=status)


def _stale(found: Report) -> Stale:
    who = str(found.changed_by) if found.changed_by else ""
    at = found.changed_at or found.made_at
    return Stale(str(found.version), [Event(at=at, what=_("Changed"), who=who, icon="pencil")])


def _written(request: HttpRequest, found: Report) -> dict[str, str]:
    sent = request.POST
    codes = [one.code for one in questions_of(found)]
    return {code: clean(sent.get(f"answer-{code}", "")).strip() for code in codes}


def _version(request: HttpRequest) -> int:
    sent = request.POST.get(VERSION, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 -- an integer column
