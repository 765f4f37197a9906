"""The office decides at one lab: reports to be left out or completed, renewals, second looks."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.recognising import NoTerm
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.actions.improve import look_again
from citystage.stages.evaluation.actions.renew_term import grant_renewal, refuse_renewal
from citystage.stages.evaluation.actions.settle_report import accept_skip, refuse_skip, send_back
from citystage.stages.evaluation.applying import BadOutcome
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.queries import labs as queries
from citystage.stages.evaluation.queries.page import (
    in_period,
    reach_assessment,
    reach_renewal,
    reach_report,
)
from citystage.stages.evaluation.standing import kept_away
from citystage.web.bureau.cultivating.deciding_forms import GrantForm, OutcomeForm
from citystage.web.bureau.cultivating.page import draw, told
from citystage.web.shell.components import Link
from citystage.web.shell.labs.forms import ReasonForm
from citystage.web.shell.labs.showing import asked_of
from citystage.web.shell.pages import page, show


@require_safe
@page
def report(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """A report as the lab handed it in, or as far as its draft is; the office may ask for more."""
    return _report(request, stamp, _reached(stamp, pk, number), ReasonForm(), 200)


def _reached(stamp: Stamp, pk: int, number: int) -> Report:
    return reach_report(queries.reach_followed(stamp.actor, pk, stamp.at), number)


def _report(
    request: HttpRequest, stamp: Stamp, found: Report, form: ReasonForm, status: int
) -> HttpResponse:
    lab = found.lab
    title = _("Report for %(period)s") % {"period": found.period}
    handed_in = found.state == "submitted"
    away = kept_away(stamp.actor.user_id, lab)
    context = {
        "report": found,
        "lab": lab,
        "title": title,
        # A draft is the lab's own until it is handed in.
        "asked": asked_of(found, found.answers) if handed_in else [],
        "late": found.late(stamp.at),
        "records": in_period(found),
        "may_send_back": handed_in and rules.may_decide(stamp.actor, lab, away),
        "form": form,
        "crumbs": [
            Link(label=_("Recognised labs and funds"), url=reverse("bureau:cultivating")),
            Link(label=lab.label, url=reverse("bureau:followed", args=[lab.pk])),
            Link(label=title),
        ],
    }
    return show(request, "bureau/cultivating/report.html", context, status=status)


@require_POST
@page
def report_back(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Ask for more."""
    found = _reached(stamp, pk, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _report(request, stamp, found, form, 422)
    send_back(found, reason=form.cleaned_data["reason"], stamp=stamp)
    return told(request, pk, _("The report is back with the lab, with your words."), "reports")


@require_POST
@page
def skip(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Agree that a report is left out, or ask for it all the same."""
    lab = queries.reach_followed(stamp.actor, pk, stamp.at)
    found = reach_report(lab, number)
    verbs = {"accept": accept_skip, "refuse": refuse_skip}
    verb = verbs.get(request.POST.get("do", ""))
    if verb is None:
        raise NotFound(_("There is no such step."))
    form = ReasonForm(request.POST, auto_id=f"id_skip{number}_%s")
    if not form.is_valid():
        return draw(request, stamp, lab, {f"skip-{number}": form})
    verb(found, reason=form.cleaned_data["reason"], stamp=stamp)
    return told(request, pk, _("Decided; the lab is told."), "reports")


@require_POST
@page
def renewal(request: HttpRequest, stamp: Stamp, pk: int, number: int, verb: str) -> HttpResponse:
    """Give another term, or refuse it."""
    lab = queries.reach_followed(stamp.actor, pk, stamp.at)
    found = reach_renewal(lab, number)
    if verb == "refuse":
        refusal = ReasonForm(request.POST, auto_id=f"id_refuse{number}_%s")
        if not refusal.is_valid():
            return draw(request, stamp, lab, {f"refuse-{number}": refusal})
        refuse_renewal(found, reason=refusal.cleaned_data["reason"], stamp=stamp)
        return told(request, pk, _("Decided; the lab is told."))
    if verb != "grant":
        raise NotFound(_("There is no such step."))
    form = GrantForm(request.POST, auto_id=f"id_grant{number}_%s")
    if form.is_valid():
        try:
            grant_renewal(found, **form.cleaned_data, stamp=stamp)
        except NoTerm as wrong:
            form.add_error("until", str(wrong))
    if not form.is_valid():
        return draw(request, stamp, lab, {f"grant-{number}": form})
    return told(request, pk, _("Renewed under a number of its own."))


@require_POST
@page
def look(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """The second look after an improvement."""
    lab = queries.reach_followed(stamp.actor, pk, stamp.at)
    found = reach_assessment(lab, number)
    form = OutcomeForm(request.POST, auto_id=f"id_look{number}_%s")
    if form.is_valid():
        try:
            look_again(found, **form.cleaned_data, stamp=stamp)
        except BadOutcome as wrong:
            form.add_error("improve_by", str(wrong))
    if not form.is_valid():
        return draw(request, stamp, lab, {f"look-{number}": form})
    return told(request, pk, _("Decided and in effect; the lab has its letter."), "assessments")
