"""The owner sorts: shortlist, invitation to show, a question about one answer."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.actions.judge_answer import (
    BadDate,
    Show,
    ask_clarification,
    invite_to_show,
    off_shortlist,
    shortlist,
)
from citystage.stages.docking.models import Answer
from citystage.stages.docking.queries import answers
from citystage.stages.docking.showing import NoTime
from citystage.stages.docking.writing import NoWords
from citystage.web.docking.answering.answer import show_answer, talks_of
from citystage.web.docking.answering.forms import ClarifyForm, ShowForm
from citystage.web.shell.pages import page

_VERBS: Final[dict[str, Callable[..., Answer]]] = {
    "shortlist": shortlist,
    "off-shortlist": off_shortlist,
}


@require_POST
@page
def sort(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Put it on the shortlist, or take it off."""
    found = answers.reach_judged(stamp.actor, pk)
    if verb not in _VERBS:
        raise NotFound(_("There is no such step."))
    _VERBS[verb](found, stamp=stamp)
    messages.success(request, _("Noted; the company is told."))
    return HttpResponseRedirect(reverse("docking:answer", args=[pk]))


@require_POST
@page
def invite(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Invite the company to show what it offers."""
    found = answers.reach_judged(stamp.actor, pk)
    form = ShowForm(request.POST, auto_id="id_show_%s", talks=talks_of(found, stamp))
    if form.is_valid():
        told = form.cleaned_data
        show = Show(told["at"], told["place"], told["note"], told.get("talk", ""))
        try:
            invite_to_show(found, show=show, stamp=stamp)
        except BadDate as refusal:
            form.add_error("at", str(refusal))
        except NoTime as refusal:
            form.add_error("talk" if "talk" in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Invited; the company is told."))
            return HttpResponseRedirect(reverse("docking:answer", args=[pk]))
    return show_answer(request, stamp, found, "judge", forms={"show_form": form}, status=422)


@require_POST
@page
def ask(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Ask about this answer; nobody else sees it."""
    found = answers.reach_judged(stamp.actor, pk)
    form = ClarifyForm(request.POST, auto_id="id_ask_%s")
    if form.is_valid():
        told = form.cleaned_data
        try:
            ask_clarification(found, text=told["text"], due_at=told["due_at"], stamp=stamp)
        except (BadDate, NoWords) as refusal:
            form.add_error("due_at" if isinstance(refusal, BadDate) else "text", str(refusal))
        else:
            messages.success(request, _("Asked; the company is told."))
            return HttpResponseRedirect(reverse("docking:answer", args=[pk]))
    return show_answer(request, stamp, found, "judge", forms={"ask_form": form}, status=422)
