"""One ask: what was asked, who answers by when, and what one may do now."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.verdicts import Verdict
from citystage.stages.docking.actions.answer_ask import (
    Reply,
    Rule,
    link_rule,
    reply_to_ask,
    reroute_ask,
)
from citystage.stages.docking.actions.dispute_ask import decide_ask, dispute_ask
from citystage.stages.docking.actions.end_ask import allow_reading, close_ask, withdraw_ask
from citystage.stages.docking.models import Ask
from citystage.stages.docking.queries import asks as queries
from citystage.stages.docking.rules import asks as rules
from citystage.stages.docking.states.asks import AskOutcome, outcomes_of
from citystage.web.docking.asking.marks import is_late, outcome_mark, state_mark
from citystage.web.docking.tracking import steps
from citystage.web.docking.tracking.forms import CleanText, StepForm, WordsForm
from citystage.web.docking.tracking.happenings import events_of
from citystage.web.docking.tracking.steps import Shown, Step
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


class ReplyForm(StepForm):
    """Agree, agree with conditions, or say why not."""

    outcome = forms.ChoiceField(label=gettext_lazy("Answer"), widget=forms.RadioSelect)
    words = CleanText(
        label=gettext_lazy("In words"),
        rows=6,
        help_text=gettext_lazy("What is opened and how; or what stands against it."),
    )
    conditions = CleanText(
        label=gettext_lazy("Conditions"),
        required=False,
        help_text=gettext_lazy("One on each line; only with “agreed with conditions”."),
    )

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        known = outcomes_of(self.record.kind)
        fields["outcome"].choices = [(one.value, one.label) for one in known]
        if AskOutcome.CONDITIONS not in known:
            del fields["conditions"]


class RerouteForm(StepForm):
    """To whom it is passed on, and why; once."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit in charge"))
    reason = CleanText(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("An ask is passed on once only. The asker reads the reason."),
    )

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        units = queries.offices_of(self.record.city)
        self.units = {str(one.pk): one for one in units if one.pk != self.record.unit_id}
        fields: dict[str, Any] = self.fields
        fields["unit"].choices = [(pk, one.label) for pk, one in self.units.items()]


class DisputeForm(StepForm):
    """Why the reply does not do."""

    words = CleanText(label=gettext_lazy("Why the reply does not do"))


class DecideForm(StepForm):
    """What the city answers, for good."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    words = CleanText(
        label=gettext_lazy("Reasons"), help_text=gettext_lazy("Both sides read them word for word.")
    )

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        fields: dict[str, Any] = self.fields
        known = outcomes_of(self.record.kind)
        fields["outcome"].choices = [(one.value, one.label) for one in known]


class RuleForm(StepForm):
    """The rule that changed."""

    title = CleanText(label=gettext_lazy("Title of the rule"), rows=1, max_length=200)
    number = CleanText(label=gettext_lazy("Number"), rows=1, max_length=80, required=False)
    url = forms.URLField(
        label=gettext_lazy("Address"), required=False, max_length=400, assume_scheme="https"
    )


def _reply(ask: Ask, form: Any, stamp: Stamp) -> None:  # noqa: ANN401 -- the step's own form
    said = form.cleaned_data
    reply = Reply(
        outcome=AskOutcome(said["outcome"]),
        words=said["words"],
        conditions=said.get("conditions", ""),
    )
    reply_to_ask(ask, reply=reply, stamp=stamp)


def _reroute(ask: Ask, form: Any, stamp: Stamp) -> None:  # noqa: ANN401
    said = form.cleaned_data
    reroute_ask(ask, unit=form.units[said["unit"]], reason=said["reason"], stamp=stamp)


def _decide(ask: Ask, form: Any, stamp: Stamp) -> None:  # noqa: ANN401
    said = form.cleaned_data
    decide_ask(ask, outcome=AskOutcome(said["outcome"]), words=said["words"], stamp=stamp)


def _may_publish(actor: Actor, ask: Ask) -> Verdict:
    return Verdict(_("It is public.")) if ask.public else rules.is_asker(actor, ask)


def _may_hide(actor: Actor, ask: Ask) -> Verdict:
    return rules.is_asker(actor, ask) if ask.public else Verdict(_("It is not public."))


def _said(name: str) -> Any:  # noqa: ANN401 -- reads one answer of a form
    return lambda form: form.cleaned_data[name]


STEPS: tuple[Step[Ask], ...] = (
    Step(
        name="reply",
        label=gettext_lazy("Reply"),
        may=rules.may_reply,
        form=ReplyForm,
        act=_reply,
        done=gettext_lazy("The reply is with the asker."),
        first=True,
    ),
    Step(
        name="reroute",
        label=gettext_lazy("Pass on to another unit"),
        may=rules.may_reroute,
        form=RerouteForm,
        act=_reroute,
        done=gettext_lazy("Passed on; the days begin anew."),
    ),
    Step(
        name="decide",
        label=gettext_lazy("Decide the dispute"),
        may=rules.may_decide,
        form=DecideForm,
        act=_decide,
        done=gettext_lazy("Decided; both sides are told."),
        first=True,
    ),
    Step(
        name="close",
        label=gettext_lazy("Close the ask"),
        may=rules.may_close,
        form=WordsForm,
        act=lambda ask, form, stamp: close_ask(ask, words=_said("words")(form), stamp=stamp),
        done=gettext_lazy("The ask is closed."),
        first=True,
    ),
    Step(
        name="dispute",
        label=gettext_lazy("Dispute the reply"),
        may=rules.may_dispute,
        form=DisputeForm,
        act=lambda ask, form, stamp: dispute_ask(ask, words=_said("words")(form), stamp=stamp),
        done=gettext_lazy("The city decides now."),
    ),
    Step(
        name="rule",
        label=gettext_lazy("Name the rule that changed"),
        may=rules.may_link_rule,
        form=RuleForm,
        act=lambda ask, form, stamp: link_rule(ask, rule=Rule(**form.cleaned_data), stamp=stamp),  # type: ignore[union-attr]
        done=gettext_lazy("The rule stands beside the suggestion."),
    ),
    Step(
        name="publish",
        label=gettext_lazy("Let everybody read it"),
        may=_may_publish,
        act=lambda ask, _form, stamp: allow_reading(ask, public=True, stamp=stamp),
    ),
    Step(
        name="hide",
        label=gettext_lazy("End public reading"),
        may=_may_hide,
        act=lambda ask, _form, stamp: allow_reading(ask, public=False, stamp=stamp),
    ),
    Step(
        name="withdraw",
        label=gettext_lazy("Withdraw"),
        may=rules.may_withdraw,
        act=lambda ask, _form, stamp: withdraw_ask(ask, stamp=stamp),
        done=gettext_lazy("The ask is withdrawn."),
    ),
)


@require_safe
@page
def ask(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/docking/asks/<pk>/``."""
    return _draw(request, stamp, queries.reach_ask(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = queries.reach_ask(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("docking:ask", args=[pk]))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Ask, wrong: Shown | None = None
) -> HttpResponse:
    context = {
        "ask": found,
        "state": state_mark(found),
        "outcome": outcome_mark(found),
        "late": is_late(found, stamp.at),
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": reverse("docking:ask", args=[found.pk]),
        "events": events_of(queries.events_of(found)),
        "crumbs": [Link(label=_("Asks"), url=reverse("docking:asks")), Link(label=found.title)],
    }
    status = 422 if wrong else 200
    return show(request, "docking/asking/one.html", context, status=status)
