"""The verbs on one case: each is a form that posts here and returns to the record."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.review import queries
from citystage.stages.review.actions.ask_opinions import ask_opinions
from citystage.stages.review.actions.assign import assign
from citystage.stages.review.actions.back_to_polishing import back_to_polishing
from citystage.stages.review.actions.comment import comment
from citystage.stages.review.actions.make_ready import make_ready
from citystage.stages.review.actions.return_case import return_case
from citystage.stages.review.actions.take_up import take_up
from citystage.stages.review.actions.unmerge import unmerge
from citystage.stages.review.actions.waive_opinion import waive_opinion
from citystage.stages.review.models import Case
from citystage.web.bureau.polishing import show_record
from citystage.web.bureau.verb_forms import form_for
from citystage.web.bureau.ways import to_queue
from citystage.web.bureau.wording import ReasonForm
from citystage.web.shell.pages import page

type Perform = Callable[[Case, Form, Stamp], str]


def _take_up(case: Case, form: Form, stamp: Stamp) -> str:  # noqa: ARG001 -- a verb's form
    take_up(case, stamp=stamp)
    return _("You have taken up the case.")


def _assign(case: Case, form: Form, stamp: Stamp) -> str:
    chosen = int(form.cleaned_data["officer"])
    officer = next(one for one in queries.officers(case, stamp) if one.pk == chosen)
    assign(case, officer=officer, stamp=stamp)
    return _("The case is now with %s.") % officer


def _return(case: Case, form: Form, stamp: Stamp) -> str:
    return_case(case, reason=form.cleaned_data["reason"], stamp=stamp)
    return _("Returned to its owner for changes.")


def _ready(case: Case, form: Form, stamp: Stamp) -> str:  # noqa: ARG001 -- a verb's form
    make_ready(case, stamp=stamp)
    return _("The case is ready for decision.")


def _back(case: Case, form: Form, stamp: Stamp) -> str:
    back_to_polishing(case, reason=form.cleaned_data["reason"], stamp=stamp)
    return _("The case is being polished again.")


def _ask(case: Case, form: Form, stamp: Stamp) -> str:
    by_number: dict[str, Unit] = {str(unit.pk): unit for unit in queries.askable(case)}
    units = [by_number[number] for number in form.cleaned_data["units"]]
    ask_opinions(case, units=units, question=form.cleaned_data["question"], stamp=stamp)
    return _("The departments have been asked.")


def _unmerge(case: Case, form: Form, stamp: Stamp) -> str:  # noqa: ARG001 -- a verb's form
    unmerge(case, stamp=stamp)
    return _("The merge has been undone.")


def _comment(case: Case, form: Form, stamp: Stamp) -> str:
    said = form.cleaned_data
    comment(
        case.application,
        audience=said["audience"],
        body=said["body"],
        field=said["about"],
        stamp=stamp,
    )
    return _("Your comment has been kept.")


_VERBS: Mapping[str, Perform] = {
    "take-up": _take_up,
    "assign": _assign,
    "return": _return,
    "ready": _ready,
    "back": _back,
    "ask": _ask,
    "unmerge": _unmerge,
    "comment": _comment,
}


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, case_id: int, verb: str) -> HttpResponse:
    """Do what the verb says; a form that is not right comes back with what was typed."""
    case = queries.reach_case(stamp.actor, case_id)
    perform = _VERBS.get(verb)
    if perform is None:
        raise NotFound(_("There is no such step."))
    form = form_for(verb, case, stamp, request.POST)
    if not form.is_valid():
        refused: dict[str, BaseForm] = {verb: form}
        return show_record(request, stamp, case, refused=refused, status=422)
    messages.success(request, perform(case, form, stamp))
    return back(request, case)


@require_POST
@page
def waive(request: HttpRequest, stamp: Stamp, case_id: int, opinion_id: int) -> HttpResponse:
    """Do without one department's opinion."""
    case = queries.reach_case(stamp.actor, case_id)
    opinion = queries.opinions_of(case).filter(pk=opinion_id).first()
    if opinion is None:
        raise NotFound(_("There is no such opinion on this case."))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_record(request, stamp, case, refused={f"waive-{opinion_id}": form}, status=422)
    waive_opinion(opinion, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("This opinion is no longer waited for."))
    return back(request, case)


def back(request: HttpRequest, case: Case) -> HttpResponse:
    """To where the person worked: the queue with its filters, or the record."""
    wanted = request.POST.get("next", "")
    here = to_queue(wanted) if wanted else reverse("bureau:case", args=[case.pk])
    return HttpResponseRedirect(here)
