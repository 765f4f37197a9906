"""One answer as each side reads it, with what each may do next."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.docking.actions.begin_answer import begin_answer
from citystage.stages.docking.actions.judge_answer import answer_invitation
from citystage.stages.docking.contents import Content
from citystage.stages.docking.models import Answer, Clarification
from citystage.stages.docking.queries import answers, openings, progress, words
from citystage.stages.docking.queries.answers import Part
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.states.answers import STANDING, AnswerState
from citystage.stages.docking.writing import NoWords, missing
from citystage.web.docking.answering.forms import (
    ClarifyForm,
    ComesForm,
    EditorForm,
    MemberForm,
    ReasonForm,
    ReplyForm,
    ShowForm,
)
from citystage.web.docking.answering.wording import mark_of
from citystage.web.docking.tracking import files
from citystage.web.docking.tracking.progressed import led
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.formats import moment
from citystage.web.shell.pages import page, show

TEMPLATE = "docking/answering/answer.html"


@require_http_methods(["GET", "HEAD", "POST"])
@page
def begin(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """What is asked, before one begins; then on to the draft."""
    scenario = scenarios.reach_scenario(stamp.actor, number)
    opening = openings.current(scenario)
    if opening is None:
        raise NotFound(_("This scenario was not opened for answers yet."))
    if request.method == "POST":
        made = begin_answer(opening, stamp=stamp)
        return HttpResponseRedirect(reverse("docking:write", args=[made.pk]))
    if answers.prepares(stamp.actor) and answers.organisation_of(stamp.actor) is None:
        return HttpResponseRedirect(reverse("docking:prepare", args=[number]))
    mine = answers.own_to(stamp.actor, opening)
    if mine is not None and mine.state != AnswerState.WITHDRAWN:
        return HttpResponseRedirect(reverse("docking:answer", args=[mine.pk]))
    organisation = answers.organisation_of(stamp.actor)
    wear_city(request, scenario.city)
    context = {
        "scenario": scenario,
        "opening": opening,
        "organisation": organisation,
        "may": rules.may_answer(organisation, opening, stamp.at),
        "terms": openings.terms_of(scenario),
        "crumbs": [
            Link(label=scenario.label, url=reverse("public:scenario", args=[number])),
            Link(label=_("Answer this scenario")),
        ],
    }
    return show(request, "docking/answering/begin.html", context)


@require_safe
@page
def answer(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """What it says, what was asked about it, and the next step of this person."""
    found, part = answers.reach_answer(stamp.actor, pk)
    return show_answer(request, stamp, found, part)


def show_answer(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: Answer,
    part: Part,
    *,
    forms: dict[str, Form] | None = None,
    replied: dict[int, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that was sent and cannot be taken."""
    opening = found.opening
    wear_city(request, opening.scenario.city)
    writes = part in {"own", "editor"}
    judging = part == "judge"
    (told,) = words.told([found], opening, given=judging or part == "member")
    open_now = opening.takes_answers_at(stamp.at)
    changed = found.given is not None and _differs(found)
    may_judge = (
        judging
        and bool(rules.may_judge(stamp.actor, opening, bound="", moment=stamp.at))
        and found.state in STANDING
    )
    context = {
        "answer": found,
        "opening": opening,
        "scenario": opening.scenario,
        "part": part,
        "told": told,
        "mark": mark_of(found),
        "writes": writes,
        "judging": judging,
        "open_now": open_now,
        "changed": changed and writes,
        "gaps": missing(found, opening) if writes and open_now else {},
        "may_judge": may_judge,
        "may_withdraw": part == "own" and rules.may_withdraw(found, stamp.actor),
        "progress": led(stamp.actor, progress.of_pair(found)) if part != "member" else [],
        "asked": _asked(found, replied or {}) if part != "member" else [],
        "member": answers.my_membership(stamp.actor, found)
        if part in {"member", "editor"}
        else None,
        "editors": list(answers.editors_of(found)) if part == "own" else [],
        **_forms(found, forms or {}, talks_of(found, stamp) if may_judge else []),
        "crumbs": _crumbs(found, judging=judging),
    }
    return show(request, TEMPLATE, context, status=status)


def _asked(found: Answer, sent: dict[int, Form]) -> list[tuple[Clarification, Form]]:
    """What was asked, each with the form to reply; several stand on one page."""
    return [
        (one, sent.get(one.pk) or ReplyForm(auto_id=f"id_reply_{one.pk}_%s"))
        for one in answers.clarifications(found)
    ]


def _differs(found: Answer) -> bool:
    kept = Content.read(found.given or {})
    return bool(Content.read(found.content).differing(kept))


def talks_of(found: Answer, stamp: Stamp) -> list[tuple[str, str]]:
    """The free times of coming one-to-one days, to choose from."""
    return [
        (
            one.key,
            _("%(when)s · %(where)s")
            % {"when": moment(one.begins), "where": answers.place_of(one)},
        )
        for one in answers.talks_of(found, stamp.at)
    ]


def _forms(found: Answer, sent: dict[str, Form], talks: list[tuple[str, str]]) -> dict[str, Form]:
    """The small forms of the page; several stand on it, so each has ids of its own."""
    fresh: dict[str, Form] = {
        "withdraw_form": ReasonForm(auto_id="id_withdraw_%s"),
        "show_form": ShowForm(
            initial={"at": found.show_at, "place": found.show_place, "note": found.show_note},
            auto_id="id_show_%s",
            talks=talks,
        ),
        "comes_form": ComesForm(auto_id="id_comes_%s"),
        "ask_form": ClarifyForm(auto_id="id_ask_%s"),
        "member_form": MemberForm(auto_id="id_member_%s"),
        "editor_form": EditorForm(auto_id="id_editor_%s"),
        "consent_form": ReasonForm(auto_id="id_consent_%s"),
    }
    return fresh | sent


def _crumbs(found: Answer, *, judging: bool) -> list[Link]:
    title = found.opening.scenario.label
    if judging:
        return [
            Link(label=_("Calls for answers"), url=reverse("docking:openings")),
            Link(label=title, url=reverse("docking:opening", args=[found.opening_id])),
            Link(label=found.organisation.label),
        ]
    return [Link(label=_("Our answers"), url=reverse("docking:answers")), Link(label=title)]


@require_safe
@page
def paper(request: HttpRequest, stamp: Stamp, pk: int, paper: int) -> HttpResponse:  # noqa: ARG001
    """A file of an answer, to be saved, never opened inside the site."""
    found, part = answers.reach_answer(stamp.actor, pk)
    return files.sent(answers.reach_paper(found, part, paper))


@require_POST
@page
def invitation(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Whether one comes to show."""
    found = answers.reach_own(stamp.actor, pk)
    form = ComesForm(request.POST, auto_id="id_comes_%s")
    if form.is_valid():
        try:
            answer_invitation(
                found,
                comes=request.POST.get("comes") == "yes",
                words=form.cleaned_data["words"],
                stamp=stamp,
            )
        except NoWords as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.success(request, _("Noted; the owner is told."))
            return HttpResponseRedirect(reverse("docking:answer", args=[pk]))
    return show_answer(request, stamp, found, "own", forms={"comes_form": form}, status=422)
