"""One intent: its parties, and how it ends."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.verdicts import Verdict
from citystage.stages.docking.actions.keep_intent import lose_intent, revive_intent, turn_intent
from citystage.stages.docking.models import Intent
from citystage.stages.docking.queries import agreements as queries
from citystage.stages.docking.rules import agreements as rules
from citystage.stages.docking.states.agreements import IntentState
from citystage.web.docking.agreeing.forms import TurnForm
from citystage.web.docking.agreeing.marks import amount_of, intent_mark
from citystage.web.docking.tracking import steps
from citystage.web.docking.tracking.forms import ReasonForm
from citystage.web.docking.tracking.happenings import events_of
from citystage.web.docking.tracking.steps import Shown, Step
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


def _while(state: IntentState) -> Any:  # noqa: ANN401 -- a rule
    def may(actor: Actor, intent: Intent) -> Verdict:
        if intent.state != state:
            return Verdict(_("This step is no longer open."))
        return rules.may_keep(actor, intent)

    return may


def _turn(intent: Intent, form: Any, stamp: Stamp) -> None:  # noqa: ANN401 -- the step's form
    turn_intent(
        intent,
        terms=form.terms(),
        signature=form.signature(),
        reason=form.cleaned_data["reason"],
        stamp=stamp,
    )


STEPS: tuple[Step[Intent], ...] = (
    Step(
        name="turn",
        label=gettext_lazy("Turn into an agreement"),
        may=_while(IntentState.OPEN),
        form=TurnForm,
        act=_turn,
        done=gettext_lazy("The agreement is on record."),
        first=True,
    ),
    Step(
        name="lose",
        label=gettext_lazy("Record that it came to nothing"),
        may=_while(IntentState.OPEN),
        form=ReasonForm,
        act=lambda one, form, stamp: lose_intent(
            one,
            reason=form.cleaned_data["reason"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("On record, with the reason."),
    ),
    Step(
        name="revive",
        label=gettext_lazy("Take up again"),
        may=_while(IntentState.LOST),
        form=ReasonForm,
        act=lambda one, form, stamp: revive_intent(
            one,
            reason=form.cleaned_data["reason"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("The talks go on."),
    ),
)


@require_safe
@page
def show_one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/docking/intents/<pk>/``."""
    return _draw(request, stamp, queries.reach_intent(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = queries.reach_intent(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("docking:intent", args=[pk]))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Intent, wrong: Shown | None = None
) -> HttpResponse:
    ties = queries.ties([found], today=timezone.localdate(stamp.at))
    context = {
        "deal": found,
        "state": intent_mark(found),
        "amount": amount_of(found),
        "parties": queries.parties_of(found),
        "ties": ties.get(found.pk, ()),
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": reverse("docking:intent", args=[found.pk]),
        "events": events_of(queries.events_of(found)),
        "crumbs": [
            Link(label=_("Agreements"), url=reverse("docking:agreements")),
            Link(label=_("Intents"), url=reverse("docking:intents")),
            Link(label=found.title),
        ],
    }
    return show(request, "docking/agreeing/one.html", context, status=422 if wrong else 200)
