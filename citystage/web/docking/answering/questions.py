"""Public questions: everybody reads them, nobody reads who asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.docking.actions.questions import (
    answer_question,
    ask_question,
    refuse_question,
)
from citystage.stages.docking.models import Opening, Question
from citystage.stages.docking.queries import openings
from citystage.stages.docking.queries import questions as queries
from citystage.stages.docking.rules import questions as rules
from citystage.stages.docking.states.questions import QuestionState
from citystage.web.docking.answering.forms import AnswerQuestionForm, AskForm, ReasonForm
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.kept import ask_to_sign_in
from citystage.web.shell.pages import open_page, page, show


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def questions(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """All questions on a scenario, and a form for another one while the window is open."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    opening = openings.current(scenario)
    if opening is None:
        raise NotFound(_("This scenario was not opened for answers yet."))
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if stamp.actor.user_id is None:
            return ask_to_sign_in(request)
        status = 422
        if form.is_valid():
            ask_question(opening, text=form.cleaned_data["text"], stamp=stamp)
            messages.success(request, _("Asked, without your name. You are told of the answer."))
            return HttpResponseRedirect(reverse("docking:questions", args=[number]))
    wear_city(request, scenario.city)
    context = {
        "scenario": scenario,
        "opening": opening,
        "questions": list(queries.of_scenario(scenario)),
        "may_ask": rules.may_ask(stamp.actor, opening, stamp.at),
        "answers": openings.stands_for(stamp.actor, scenario),
        "form": form,
        "crumbs": [
            Link(label=_("Scenario opportunities"), url=reverse("public:scenarios")),
            Link(label=scenario.label, url=reverse("public:scenario", args=[number])),
            Link(label=_("Questions and answers")),
        ],
    }
    return show(request, "docking/answering/questions.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def reply(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The owner's side answers for all, or says why not."""
    found = queries.reach_question(stamp.actor, pk)
    answering, refusing = AnswerQuestionForm(), ReasonForm(auto_id="id_refuse_%s")
    status = 200
    if request.method == "POST":
        status = 422
        if request.POST.get("do") == "refuse":
            refusing = ReasonForm(request.POST, auto_id="id_refuse_%s")
            if refusing.is_valid():
                refuse_question(found, reason=refusing.cleaned_data["reason"], stamp=stamp)
                return _done(request, found, _("Noted; everybody reads the reason."))
        else:
            answering = AnswerQuestionForm(request.POST)
            if answering.is_valid():
                told = answering.cleaned_data
                answer_question(found, reply=told["reply"], addendum=told["addendum"], stamp=stamp)
                return _done(request, found, _("Answered; everybody concerned is told."))
    opening: Opening = found.opening
    wear_city(request, opening.scenario.city)
    context = {
        "question": found,
        "scenario": opening.scenario,
        "open": found.state == QuestionState.ASKED,
        "form": answering,
        "refuse_form": refusing,
        "crumbs": [
            Link(label=_("Calls for answers"), url=reverse("docking:openings")),
            Link(label=opening.scenario.label, url=reverse("docking:opening", args=[opening.pk])),
            Link(label=_("Question %d") % found.number),
        ],
    }
    return show(request, "docking/answering/reply.html", context, status=status)


def _done(request: HttpRequest, found: Question, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("docking:opening", args=[found.opening_id]))
