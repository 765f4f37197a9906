"""The company replies to what the owner asked about its answer, with files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.actions.judge_answer import clarify as clarify_answer
from citystage.stages.docking.queries import answers
from citystage.stages.docking.rules import answers as rules
from citystage.web.docking.answering.answer import show_answer
from citystage.web.docking.answering.forms import ReplyForm
from citystage.web.docking.tracking import files
from citystage.web.shell.pages import page


@require_POST
@page
def clarify(request: HttpRequest, stamp: Stamp, pk: int, asked: int) -> HttpResponse:
    """Reply to one question; what was typed stays when something is wrong."""
    found = answers.reach_own(stamp.actor, pk)
    rules.is_own(stamp.actor, found).enforce(NotAllowed)
    question = answers.reach_clarification(found, asked)
    form = ReplyForm(request.POST, request.FILES, auto_id=f"id_reply_{asked}_%s")
    if not form.is_valid():
        return show_answer(request, stamp, found, "own", replied={asked: form}, status=422)
    said = form.cleaned_data
    clarify_answer(question, reply=said["reply"], evidence=said["papers"], stamp=stamp)
    messages.success(request, _("The owner has your reply."))
    return HttpResponseRedirect(reverse("docking:answer", args=[pk]))


@require_safe
@page
def paper(request: HttpRequest, stamp: Stamp, pk: int, asked: int, proof: int) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """A file that came with a reply; only the two sides have it."""
    found, part = answers.reach_answer(stamp.actor, pk)
    if part == "member":
        raise NotFound(_("There is no such file here."))
    return files.sent(answers.reach_proof(answers.reach_clarification(found, asked), proof))
