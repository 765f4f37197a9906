"""The outcome: chosen with a look at every letter first, then recorded and sent with one press."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.stages.docking.actions.conclude import Conclusion, Unfinished, conclude, faults
from citystage.stages.docking.letters import Decision, Letter, letter
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.queries import answers
from citystage.stages.docking.queries import openings as queries
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.states.answers import OpeningState
from citystage.web.docking.answering.forms import OutcomeForm
from citystage.web.docking.answering.wording import mark_of, number_in
from citystage.web.shell.components import Badge, Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show

TEMPLATE = "docking/answering/outcome.html"


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in the form: its reason, what is wrong with it, its letter as it would go out."""

    answer: Answer
    mark: Badge
    reason: str
    wrong: str = ""
    letter: Letter | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@page
def outcome(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``do=preview`` shows the letters, ``do=send`` records the outcome and sends them."""
    found = queries.reach_opening(stamp.actor, pk)
    if found.state != OpeningState.OPEN:
        return HttpResponseRedirect(reverse("docking:opening", args=[pk]))
    shut = found.is_shut_at(stamp.at)
    rows = [] if shut else answers.standing(answers.judged(stamp.actor, found))
    if request.method != "POST":
        return _show(request, stamp, found, rows, OutcomeForm(initial={"outcome": "chosen"}))
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _show(request, stamp, found, rows, form, errors=_by_line(form, rows), status=422)
    meant = _meant(request, form, rows)
    # What is sealed is not known here: a cancellation gives every answer the common reason.
    errors = faults(rows, meant)
    if errors or request.POST.get("do") != "send":
        preview, status = (None, 422) if errors else (meant, 200)
        return _show(
            request, stamp, found, rows, form, errors=errors, preview=preview, status=status
        )
    return _record(request, stamp, found, rows, form, meant)


def _record(  # noqa: PLR0913, PLR0917 -- what the page sent
    request: HttpRequest,
    stamp: Stamp,
    found: Opening,
    rows: Sequence[Answer],
    form: OutcomeForm,
    meant: Conclusion,
) -> HttpResponse:
    try:
        conclude(found, conclusion=meant, stamp=stamp)
    except Unfinished as refusal:
        return _show(request, stamp, found, rows, form, errors=refusal.errors, status=422)
    messages.success(request, _("The outcome is on record, and the letters are on their way."))
    return HttpResponseRedirect(reverse("docking:opening", args=[found.pk]))


def _meant(request: HttpRequest, form: OutcomeForm, rows: Sequence[Answer]) -> Conclusion:
    kind = OpeningState(form.cleaned_data["outcome"])
    return Conclusion(
        outcome=kind,
        reason=form.cleaned_data["reason"],
        chosen=number_in(request, "chosen") if kind == OpeningState.CHOSEN else None,
        reasons={one.pk: request.POST.get(f"reason-{one.pk}", "") for one in rows},
    )


def _by_line(form: OutcomeForm, rows: Sequence[Answer]) -> dict[str, str]:
    if form.data.get("outcome") != OpeningState.CHOSEN or form.data.get("chosen"):
        return {}
    return {"chosen": _("Choose one of the answers that stand.")} if rows else {}


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: Opening,
    rows: Sequence[Answer],
    form: OutcomeForm,
    *,
    errors: dict[str, str] | None = None,
    preview: Conclusion | None = None,
    status: int = 200,
) -> HttpResponse:
    wear_city(request, found.scenario.city)
    wrong = errors or {}
    if "reason" in wrong and not form.errors.get("reason"):
        form.add_error("reason", wrong["reason"])
    context = {
        "opening": found,
        "scenario": found.scenario,
        "form": form,
        "lines": [_line(request, stamp, found, one, wrong, preview) for one in rows],
        "chosen": number_in(request, "chosen"),
        "wrong_chosen": wrong.get("chosen", ""),
        "preview": preview,
        "over": stamp.at >= found.closes_at,
        "may": rules.may_judge(stamp.actor, found, bound="", moment=stamp.at),
        "crumbs": [
            Link(label=_("Calls for answers"), url=reverse("docking:openings")),
            Link(label=found.scenario.label, url=reverse("docking:opening", args=[found.pk])),
            Link(label=_("Outcome")),
        ],
    }
    return show(request, TEMPLATE, context, status=status)


def _line(  # noqa: PLR0913, PLR0917 -- one line of the form
    request: HttpRequest,
    stamp: Stamp,
    found: Opening,
    one: Answer,
    wrong: dict[str, str],
    preview: Conclusion | None,
) -> Line:
    reason = request.POST.get(f"reason-{one.pk}", "")
    written = None
    if preview is not None:
        said = reason.strip() or preview.reason
        decision = Decision(preview.outcome, one.pk == preview.chosen, said, stamp.at)
        written = letter(found, one, decision)
    return Line(one, mark_of(one), reason, wrong.get(f"reason-{one.pk}", ""), written)
