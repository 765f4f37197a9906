"""Decisions: prepared in private, looked at together, put into effect together."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.review import queries, rules
from citystage.stages.review.actions.apply_decisions import apply_decisions
from citystage.stages.review.actions.drop_decision import drop_decision
from citystage.stages.review.actions.open_batch import open_batch
from citystage.stages.review.actions.prepare_decision import ReasonMissing, prepare_decision
from citystage.stages.review.models import DecisionBatch
from citystage.web.bureau.wording import BatchForm, PrepareForm
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


@require_http_methods(["GET", "HEAD", "POST"])
@page
def batches(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The batches of one's city; begin a new one."""
    cities = stamp.actor.reach(Permission.REVIEW_DECISION_PREPARE)
    if not cities:
        raise NotFound(_("There is nothing here for your role."))
    form = BatchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = open_batch(cities[0], title=form.cleaned_data["title"], stamp=stamp)
        return HttpResponseRedirect(reverse("bureau:batch", args=[made.pk]))
    context = {"rows": queries.batches(stamp.actor)[:100], "form": form}
    status = 422 if request.method == "POST" else 200
    return show(request, "bureau/decisions.html", context, status=status)


@require_safe
@page
def batch(request: HttpRequest, stamp: Stamp, batch_id: int) -> HttpResponse:
    """One batch: what is prepared in both orders, the letters, what could still be added."""
    return _show(request, stamp, queries.reach_batch(stamp.actor, batch_id))


def _show(
    request: HttpRequest,
    stamp: Stamp,
    found: DecisionBatch,
    *,
    refused: tuple[int, Form] | None = None,
) -> HttpResponse:
    prepared = list(queries.decisions(found))
    candidates = [] if found.applied_at else list(queries.candidates(stamp.actor, found)[:200])
    waiting = {} if refused is None else {refused[0]: refused[1]}
    context = {
        "batch": found,
        "lines": [
            (line, waiting.get(line.prepared.case_id) or _form_of(line))
            for line in queries.lines(prepared)
        ],
        "candidates": [(case, waiting.get(case.pk) or _fresh(case.pk)) for case in candidates],
        "letters": queries.letters(prepared),
        "may_apply": rules.may_apply(stamp.actor, found),
        "refused": set(waiting),
        "crumbs": [
            Link(label=_("Decisions"), url=reverse("bureau:decisions")),
            Link(label=found.title),
        ],
    }
    return show(request, "bureau/batch.html", context, status=422 if refused else 200)


def _form_of(line: queries.Line) -> PrepareForm:
    one = line.prepared
    known = {"outcome": one.outcome, "reason": one.reason, "place": one.case.city_place}
    return PrepareForm(initial=known, auto_id=f"id_case{one.case_id}_%s")


def _fresh(case_id: int) -> PrepareForm:
    return PrepareForm(auto_id=f"id_case{case_id}_%s")


@require_POST
@page
def prepare(request: HttpRequest, stamp: Stamp, batch_id: int, case_id: int) -> HttpResponse:
    """Put a case into the batch, or change what is prepared."""
    found = queries.reach_batch(stamp.actor, batch_id)
    case = queries.reach_case(stamp.actor, case_id)
    form = PrepareForm(request.POST, auto_id=f"id_case{case_id}_%s")
    if form.is_valid():
        try:
            prepare_decision(case, batch=found, stamp=stamp, **form.cleaned_data)
        except ReasonMissing as refusal:
            form.add_error("reason", str(refusal))
    if not form.is_valid():
        return _show(request, stamp, found, refused=(case_id, form))
    return HttpResponseRedirect(reverse("bureau:batch", args=[batch_id]))


@require_POST
@page
def drop(request: HttpRequest, stamp: Stamp, batch_id: int, prepared_id: int) -> HttpResponse:
    """Take one line out of the batch."""
    found = queries.reach_batch(stamp.actor, batch_id)
    drop_decision(queries.reach_prepared(found, prepared_id), stamp=stamp)
    messages.success(request, _("Taken out of the batch."))
    return HttpResponseRedirect(reverse("bureau:batch", args=[batch_id]))


@require_POST
@page
def apply(request: HttpRequest, stamp: Stamp, batch_id: int) -> HttpResponse:
    """Put the whole batch into effect."""
    found = queries.reach_batch(stamp.actor, batch_id)
    apply_decisions(found, stamp=stamp)
    messages.success(request, _("The decisions have taken effect and the owners have been told."))
    return HttpResponseRedirect(reverse("bureau:batch", args=[batch_id]))
