"""Look once more, then hand the answer in; take it back; read the letter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.actions.read_letter import read_letter
from citystage.stages.docking.actions.submit_answer import submit_answer, withdraw_answer
from citystage.stages.docking.letters import Decision
from citystage.stages.docking.letters import letter as written
from citystage.stages.docking.models import Answer
from citystage.stages.docking.queries import answers, words
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.states.answers import AnswerState, OpeningState
from citystage.stages.docking.writing import Incomplete, NoWords, missing
from citystage.web.docking.answering.answer import show_answer
from citystage.web.docking.answering.forms import ReasonForm
from citystage.web.docking.answering.wording import number_in, part_named
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.pages import page, show


@require_http_methods(["GET", "HEAD", "POST"])
@page
def submit(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show what will be handed in; hand in that revision."""
    found = answers.reach_own(stamp.actor, pk)
    rules.is_own(stamp.actor, found).enforce(NotAllowed)
    status = 200
    if request.method == "POST":
        try:
            submit_answer(found, version=number_in(request, VERSION), stamp=stamp)
        except Incomplete:
            status = 422
        else:
            messages.success(request, _("Handed in. You can change it until the window is over."))
            return HttpResponseRedirect(reverse("docking:answer", args=[pk]))
    return show(
        request, "docking/answering/submit.html", _context(request, stamp, found), status=status
    )


def _context(request: HttpRequest, stamp: Stamp, found: Answer) -> dict[str, object]:
    opening = found.opening
    wear_city(request, opening.scenario.city)
    (told,) = words.told([found], opening, given=False)
    return {
        "answer": found,
        "opening": opening,
        "scenario": opening.scenario,
        "told": told,
        "gaps": [(_place(name), words) for name, words in missing(found, opening).items()],
        "may": rules.may_submit(found, opening, stamp.actor, stamp.at),
        "again": found.state == AnswerState.SUBMITTED,
        "crumbs": [
            Link(label=_("Our answers"), url=reverse("docking:answers")),
            Link(label=opening.scenario.label, url=reverse("docking:answer", args=[found.pk])),
            Link(label=_("Submit")),
        ],
    }


def _place(name: str) -> str:
    """Where a gap is, in words."""
    if "." in name:
        return part_named(f"replies.{name.rsplit('.', maxsplit=1)[-1]}")
    return _("shares of work") if name == "members" else part_named(name)


@require_POST
@page
def withdraw(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Take the answer back."""
    found = answers.reach_own(stamp.actor, pk)
    form = ReasonForm(request.POST, auto_id="id_withdraw_%s")
    form.is_valid()
    try:
        withdraw_answer(found, reason=request.POST.get("reason", ""), stamp=stamp)
    except NoWords as refusal:
        form.add_error("reason", str(refusal))
        return show_answer(request, stamp, found, "own", forms={"withdraw_form": form}, status=422)
    messages.success(request, _("The answer is withdrawn."))
    return HttpResponseRedirect(reverse("docking:answer", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def letter(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The letter with which the answer was decided upon, in the reader's language."""
    found, part = answers.reach_answer(stamp.actor, pk)
    if found.letter_at is None or part == "member":
        raise NotFound(_("There is no letter on this answer yet."))
    if request.method == "POST":
        read_letter(found, stamp=stamp)
        messages.success(request, _("Noted that you have read it."))
        return HttpResponseRedirect(reverse("docking:letter", args=[pk]))
    opening = found.opening
    wear_city(request, opening.scenario.city)
    chosen = found.state == AnswerState.CHOSEN
    decision = Decision(OpeningState(opening.state), chosen, found.reason, found.letter_at)
    context = {
        "answer": found,
        "scenario": opening.scenario,
        "letter": written(opening, found, decision),
        "chosen": chosen,
        "unread": part == "own" and found.letter_read_at is None,
        "crumbs": [
            Link(label=opening.scenario.label, url=reverse("docking:answer", args=[pk])),
            Link(label=_("Letter")),
        ],
    }
    return show(request, "docking/answering/letter.html", context)
