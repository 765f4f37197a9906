"""Collective decisions of a programme: prepared, voted on, counted, put into effect together."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.apply_ballot import NoTitle, apply_ballot
from citystage.stages.selection.actions.change_proposal import (
    ReasonMissing,
    change_proposal,
    drop_proposal,
)
from citystage.stages.selection.actions.close_ballot import close_ballot
from citystage.stages.selection.actions.give_reason import give_reason
from citystage.stages.selection.actions.name_voters import name_voters
from citystage.stages.selection.actions.open_ballot import (
    cancel_ballot,
    open_ballot,
    reopen_ballot,
)
from citystage.stages.selection.actions.prepare_ballot import prepare_ballot
from citystage.stages.selection.models import Ballot, Programme
from citystage.stages.selection.queries import ballots as queries
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.tallying import rule_of
from citystage.web.bureau.selecting.ballot_forms import (
    NoticeForm,
    ProposalForm,
    ReasonForm,
    TitleForm,
    VotersForm,
)
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page

_NEEDS = Permission.SELECTION_DECISION_PREPARE


@require_http_methods(["GET", "HEAD", "POST"])
@page
def ballots(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """List the ballots of a programme; prepare a new one."""
    programme = reach_programme(stamp.actor, pk, _NEEDS)
    form = TitleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = prepare_ballot(programme, title=form.cleaned_data["title"], stamp=stamp)
        return HttpResponseRedirect(reverse("bureau:selection_ballot", args=[pk, made.pk]))
    context = {
        "rows": queries.ballots_of(stamp.actor, programme),
        "ready": queries.ready(programme),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    template = "bureau/selecting/ballots.html"
    return framed(request, stamp, programme, "ballots", template, context, status=status)


@require_safe
@page
def ballot(request: HttpRequest, stamp: Stamp, pk: int, ballot_id: int) -> HttpResponse:
    """One ballot: what is proposed, who votes, the letters, the next step."""
    found = queries.reach_ballot(stamp.actor, pk, ballot_id)
    return _show(request, stamp, found)


def _show(
    request: HttpRequest,
    stamp: Stamp,
    found: Ballot,
    *,
    wrong: Mapping[str, Form] | None = None,
) -> HttpResponse:
    wrong = wrong or {}
    programme: Programme = found.programme
    lines = queries.sheet(stamp.actor, found, stamp.at)
    preparing, closed = found.state == "preparing", found.state in queries.COUNTED
    context = {
        "ballot": found,
        "lines": [
            (line, wrong.get(f"item{line.item.pk}") or ProposalForm.of(line.item)) for line in lines
        ],
        "share": str(rule_of(found).share),
        "barred": [line for line in lines if line.barred],
        "called": queries.called(found),
        "voters_form": wrong.get("voters")
        or (VotersForm.of(found, queries.eligible(found, stamp)) if preparing else None),
        "reason_form": wrong.get("reasons") or ReasonForm(auto_id="id_reasons_%s"),
        "reopen_form": wrong.get("reopen") or ReasonForm(auto_id="id_reopen_%s"),
        "cancel_form": wrong.get("cancel") or ReasonForm(auto_id="id_cancel_%s"),
        "notice_form": wrong.get("apply") or NoticeForm.of(found),
        "letters": [] if any(line.barred for line in lines) else _letters(found, closed=closed),
        "selects": any(line.fate == "select" for line in lines),
        "refused": set(wrong),
    }
    crumbs = (
        Link(label=_("Decisions"), url=reverse("bureau:selection_ballots", args=[programme.pk])),
        Link(label=found.title),
    )
    template = "bureau/selecting/ballot.html"
    return framed(
        request,
        stamp,
        programme,
        "ballots",
        template,
        context,
        crumbs=crumbs,
        status=422 if wrong else 200,
    )


def _letters(found: Ballot, *, closed: bool) -> list[queries.Letter]:
    return queries.letters(found) if closed else []


@require_POST
@page
def propose(
    request: HttpRequest, stamp: Stamp, pk: int, ballot_id: int, item_id: int
) -> HttpResponse:
    """Change what is proposed for one candidacy."""
    found = queries.reach_ballot(stamp.actor, pk, ballot_id)
    item = queries.reach_item(found, item_id)
    form = ProposalForm(request.POST, auto_id=f"id_item{item.pk}_%s")
    if form.is_valid():
        try:
            change_proposal(item, stamp=stamp, **form.cleaned_data)
        except ReasonMissing as refusal:
            form.add_error("reason", str(refusal))
    if not form.is_valid():
        return _show(request, stamp, found, wrong={f"item{item.pk}": form})
    return _back(found)


@require_POST
@page
def drop(request: HttpRequest, stamp: Stamp, pk: int, ballot_id: int, item_id: int) -> HttpResponse:
    """Take one candidacy out of the ballot."""
    found = queries.reach_ballot(stamp.actor, pk, ballot_id)
    drop_proposal(queries.reach_item(found, item_id), stamp=stamp)
    messages.success(request, _("Taken out of the vote; it stays ready for another one."))
    return _back(found)


def _voters(found: Ballot, form: Form, stamp: Stamp) -> str:
    chosen = {int(one) for one in form.cleaned_data["people"]}
    chair = int(form.cleaned_data["chair"] or 0)
    people = {user.pk: user for user in queries.eligible(found, stamp)}
    name_voters(
        found,
        people=[people[one] for one in chosen if one in people],
        chair=people.get(chair),
        stamp=stamp,
    )
    return _("The voters are named.")


def _reasons(found: Ballot, form: Form, stamp: Stamp) -> str:
    give_reason(found, reason=form.cleaned_data["reason"], stamp=stamp)
    return _("The reason is given where there was none.")


def _open(found: Ballot, _form: Form, stamp: Stamp) -> str:
    open_ballot(found, stamp=stamp)
    return _("The vote is open and the voters have been told.")


def _close(found: Ballot, _form: Form, stamp: Stamp) -> str:
    close_ballot(found, stamp=stamp)
    return _("The votes are counted.")


def _reopen(found: Ballot, form: Form, stamp: Stamp) -> str:
    reopen_ballot(found, reason=form.cleaned_data["reason"], stamp=stamp)
    return _("The vote goes on.")


def _cancel(found: Ballot, form: Form, stamp: Stamp) -> str:
    cancel_ballot(found, reason=form.cleaned_data["reason"], stamp=stamp)
    return _("The vote is cancelled; its candidacies may come onto another one.")


def _apply(found: Ballot, form: Form, stamp: Stamp) -> str:
    apply_ballot(found, stamp=stamp, **form.cleaned_data)
    return _("The decisions have taken effect together, and the applicants have been told.")


type Perform = Callable[[Ballot, Form, Stamp], str]

_VERBS: Mapping[str, Perform] = {
    "voters": _voters,
    "reasons": _reasons,
    "open": _open,
    "close": _close,
    "reopen": _reopen,
    "cancel": _cancel,
    "apply": _apply,
}


def _form_for(verb: str, found: Ballot, request: HttpRequest, stamp: Stamp) -> Form:
    if verb == "voters":
        return VotersForm(
            request.POST, people=queries.eligible(found, stamp), auto_id="id_voters_%s"
        )
    if verb == "apply":
        return NoticeForm(request.POST, auto_id="id_apply_%s")
    if verb in {"reasons", "reopen", "cancel"}:
        return ReasonForm(request.POST, auto_id=f"id_{verb}_%s")
    return Form(request.POST)


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, ballot_id: int, verb: str) -> HttpResponse:
    """Take one step with the whole ballot."""
    found = queries.reach_ballot(stamp.actor, pk, ballot_id)
    if verb not in _VERBS:
        raise NotFound(_("There is no such step."))
    form = _form_for(verb, found, request, stamp)
    if form.is_valid():
        try:
            messages.success(request, _VERBS[verb](found, form, stamp))
        except NoTitle as refusal:
            form.add_error("title", str(refusal))
    if not form.is_valid():
        return _show(request, stamp, found, wrong={verb: form})
    return _back(found)


def _back(found: Ballot) -> HttpResponse:
    address = reverse("bureau:selection_ballot", args=[found.programme_id, found.pk])
    return HttpResponseRedirect(address)
