"""Public notices of a programme at the office, and the objections to answer."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import ending
from citystage.stages.selection.actions.decide_objection import (
    AnswerMissing,
    DayMissing,
    admit,
    carry_out,
    not_admit,
    reject,
    uphold,
)
from citystage.stages.selection.actions.let_time_pass import let_time_pass
from citystage.stages.selection.actions.show_objector import Objector, show_objector
from citystage.stages.selection.actions.take_effect import take_effect
from citystage.stages.selection.models import Objection
from citystage.stages.selection.queries import notices as queries
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.rules import objections as rules
from citystage.web.bureau.selecting.frame import framed
from citystage.web.bureau.wording import Words
from citystage.web.shell.components import Link
from citystage.web.shell.days import Day
from citystage.web.shell.downloads import download
from citystage.web.shell.pages import page

_NEEDS = Permission.SELECTION_OBJECTION_DECIDE


@require_safe
@page
def notices(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """List the notices of a programme, and the objections by the day they are due."""
    programme = reach_programme(stamp.actor, pk, _NEEDS)
    context = {
        "rows": [
            (one, queries.running(one, stamp.at))
            for one in queries.notices_of(stamp.actor, programme)
        ],
        "objections": queries.objections_of(stamp.actor, programme),
        "demonstration": settings.DEMO,
    }
    return framed(request, stamp, programme, "notices", "bureau/selecting/notices.html", context)


@require_POST
@page
def pass_time(request: HttpRequest, stamp: Stamp, pk: int, notice_id: int) -> HttpResponse:
    """In a demonstration: the notice ends now, and what nothing keeps back takes effect."""
    programme = reach_programme(stamp.actor, pk, _NEEDS)
    notice = let_time_pass(queries.reach_own_notice(stamp.actor, programme, notice_id), stamp=stamp)
    on_it = {one.pk for one in queries.proposed(notice)}
    done = [take_effect(one, stamp=stamp) for one in ending.due(stamp.at) if one.pk in on_it]
    messages.success(
        request,
        _("Time has passed: the notice has ended, and %(number)d candidacies took effect.")
        % {"number": sum(done)},
    )
    return HttpResponseRedirect(reverse("bureau:selection_notices", args=[pk]))


class AnswerForm(forms.Form):
    """The reasons of an answer."""

    answer = Words(
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy("The objector reads them word for word."),
    )


class UpholdForm(AnswerForm):
    """As above, and what follows: one of the remedies, not always the one that was sought."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=gettext_lazy("What follows"),
        choices=Objection.Outcome.choices,
        widget=forms.RadioSelect,
    )
    again_until = Day(
        label=gettext_lazy("The panel judges it again until (last day)"),
        required=False,
        help_text=gettext_lazy("Only when it is judged again: sheets and consensus open anew."),
    )

    def clean_again_until(self) -> datetime | None:
        """The end of that day here."""
        day = self.cleaned_data["again_until"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


class CarryForm(forms.Form):
    """What was put right."""

    correction = Words(
        label=gettext_lazy("What was put right"),
        help_text=gettext_lazy("It stands in the public notice, word for word."),
    )


# The remedy sought -> what most often follows; the office chooses.
_FITTING: Mapping[str, Objection.Outcome] = {
    Objection.Remedy.REMOVE: Objection.Outcome.OVERTURNED,
    Objection.Remedy.REVIEW_AGAIN: Objection.Outcome.JUDGED_AGAIN,
    Objection.Remedy.CORRECT: Objection.Outcome.CORRECTED,
    Objection.Remedy.ADMIT_MINE: Objection.Outcome.JUDGED_AGAIN,
}
_FORMS: Mapping[str, type[forms.Form]] = {
    "not-admit": AnswerForm,
    "reject": AnswerForm,
    "uphold": UpholdForm,
    "carry-out": CarryForm,
}


@require_safe
@page
def objection(request: HttpRequest, stamp: Stamp, pk: int, objection_id: int) -> HttpResponse:
    """One objection: what it says, its evidence, the answer."""
    return _show(request, stamp, pk, objection_id)


def _show(  # noqa: PLR0913, PLR0917 -- one page in its ways
    request: HttpRequest,
    stamp: Stamp,
    pk: int,
    objection_id: int,
    wrong: tuple[str, forms.Form] | None = None,
    objector: Objector | None = None,
) -> HttpResponse:
    programme = reach_programme(stamp.actor, pk, _NEEDS)
    filed = queries.reach_objection(stamp.actor, programme, objection_id)
    found = filed.objection
    crumbs = (
        Link(label=_("Notices and objections"), url=reverse("bureau:selection_notices", args=[pk])),
        Link(label=_("Objection %(number)d") % {"number": found.pk}),
    )
    context: dict[str, object] = {"barred": filed.barred, "objection": found}
    if filed.barred is None:
        context |= {
            "papers": queries.papers_of(found),
            "appeal": queries.appeal_of(found),
            "verdict": rules.may_decide(stamp.actor, found, None),
            "objector": objector,
            "forms": [
                (verb, label, _answer_form(verb, found, wrong))
                for verb, label in _ways(found).items()
            ],
        }
    template = "bureau/selecting/objection.html"
    status = 422 if wrong else 200
    return framed(
        request, stamp, programme, "notices", template, context, crumbs=crumbs, status=status
    )


def _answer_form(verb: str, found: Objection, wrong: tuple[str, forms.Form] | None) -> forms.Form:
    if wrong is not None and wrong[0] == verb:
        return wrong[1]
    initial = {"outcome": _FITTING[found.remedy]} if verb == "uphold" else {}
    return _FORMS[verb](initial=initial, auto_id=f"id_{verb}_%s")


def _ways(found: Objection) -> dict[str, str]:
    if found.state == "filed":
        return {"not-admit": _("Do not admit")}
    if found.state == "admitted":
        return {"uphold": _("Uphold"), "reject": _("Reject")}
    if rules.is_to_be_corrected(found):
        return {"carry-out": _("Carry it out")}
    return {}


type Answer = Callable[..., Objection]
_ANSWERS: Mapping[str, Answer] = {
    "not-admit": not_admit,
    "uphold": uphold,
    "reject": reject,
    "carry-out": carry_out,
}


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, objection_id: int, verb: str) -> HttpResponse:
    """Take it up, answer it, or look at who objects."""
    programme = reach_programme(stamp.actor, pk, _NEEDS)
    filed = queries.reach_objection(stamp.actor, programme, objection_id)
    if verb == "show-objector":
        objector = show_objector(filed.objection, stamp=stamp)
        return _show(request, stamp, pk, objection_id, objector=objector)
    if verb == "admit":
        admit(filed.objection, stamp=stamp)
        messages.success(request, _("Taken up; the decision on this candidacy waits."))
    elif verb in _ANSWERS:
        form = _FORMS[verb](request.POST, auto_id=f"id_{verb}_%s")
        if form.is_valid():
            try:
                _ANSWERS[verb](filed.objection, stamp=stamp, **form.cleaned_data)
            except AnswerMissing as refusal:
                form.add_error(next(iter(form.fields)), str(refusal))
            except DayMissing as refusal:
                form.add_error("again_until", str(refusal))
        if not form.is_valid():
            return _show(request, stamp, pk, objection_id, wrong=(verb, form))
        done = _("It is put right.") if verb == "carry-out" else _("The objection is answered.")
        messages.success(request, done)
    else:
        raise NotFound(_("There is no such step."))
    address = reverse("bureau:selection_objection", args=[pk, objection_id])
    return HttpResponseRedirect(address)


@require_safe
@page
def paper(
    request: HttpRequest,  # noqa: ARG001
    stamp: Stamp,
    pk: int,
    objection_id: int,
    paper_id: int,
) -> HttpResponse:
    """One file of evidence, to be kept and not to be opened in the page."""
    programme = reach_programme(stamp.actor, pk, _NEEDS)
    filed = queries.reach_objection(stamp.actor, programme, objection_id)
    rules.may_read(stamp.actor, filed.objection, filed.barred).enforce()
    found = queries.paper_of(filed.objection, paper_id)
    return download(found.file, found.name)
