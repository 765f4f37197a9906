"""What one may do with a trial: each step with its rule, its form and its act."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import Verdict
from citystage.stages.trials.actions.amend_trial import withdraw_amendment
from citystage.stages.trials.actions.begin_trial import drop_draft
from citystage.stages.trials.actions.climb import (
    agree_to_step,
    take_back_agreement,
    unlock_step,
)
from citystage.stages.trials.actions.conclude_trial import (
    Outcome,
    close_as_failed,
    exit_trial,
    leave,
    take_over,
)
from citystage.stages.trials.actions.judge_step import lose_step, uphold_step
from citystage.stages.trials.actions.mind_incident import (
    Happened,
    report_incident,
    resume_trial,
)
from citystage.stages.trials.actions.publish_trial import allow_public, stop_public
from citystage.stages.trials.actions.sign_trial import sign_trial
from citystage.stages.trials.rules import permits, trials
from citystage.web.shell.fields import ReasonForm, StepForm
from citystage.web.shell.steps import Step
from citystage.web.trials import permitted as acting
from citystage.web.trials.permitted import Present
from citystage.web.trials.step_forms import (
    DoubtForm,
    FailForm,
    IncidentForm,
    OutcomeForm,
    StepReasonForm,
    TakeForm,
    UnlockForm,
    WordsOfStepForm,
)


class SignForm(StepForm):
    """The hash of the text that was shown, so that nothing else is signed."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        version = self.record.waiting
        self.fields["sha256"].initial = version.sha256 if version else ""


def _outcome(form: Any) -> Outcome:  # noqa: ANN401 -- the step's form
    said = form.cleaned_data
    return Outcome(words=said["words"], lessons=said["lessons"])


def _happened(form: Any) -> Happened:  # noqa: ANN401 -- the step's form
    said = form.cleaned_data
    return Happened(what=said["what"], at=said["at"], place=said["place"], back_to=said["back_to"])


def _said(name: str) -> Callable[[Any], Any]:
    return lambda form: form.cleaned_data[name]


def _may_stop_public(actor: Actor, present: Present) -> Verdict:
    trial = present.trial
    if not acting.allows_public(actor, trial):
        return Verdict(_("Your side has not allowed it."))
    return trials.may_publish(actor, trial)


def _may_allow_public(actor: Actor, present: Present) -> Verdict:
    trial = present.trial
    if acting.allows_public(actor, trial):
        return Verdict(_("Your side has allowed it already."))
    return trials.may_publish(actor, trial)


def _taking() -> tuple[Step[Present], ...]:
    """Steps of the agreement: signed, given up, an amendment withdrawn."""
    return (
        Step(
            name="sign",
            label=gettext_lazy("Sign this text"),
            may=acting.may_sign,
            form=SignForm,
            act=lambda one, form, stamp: sign_trial(
                one.trial, sha256=_said("sha256")(form), stamp=stamp
            ),
            done=gettext_lazy("Signed: who, when and the hash of the text are on record."),
            first=True,
        ),
        Step(
            name="withdraw",
            label=gettext_lazy("Withdraw the amendment"),
            may=acting.may_withdraw_amendment,
            form=ReasonForm,
            act=lambda one, form, stamp: withdraw_amendment(
                one.trial, reason=_said("reason")(form), stamp=stamp
            ),
            done=gettext_lazy("The amendment is withdrawn; what was signed goes on."),
        ),
        Step(
            name="drop",
            label=gettext_lazy("Give up the draft"),
            may=acting.of_trial(trials.may_draft),
            form=ReasonForm,
            act=lambda one, form, stamp: drop_draft(
                one.trial, reason=_said("reason")(form), stamp=stamp
            ),
            done=gettext_lazy("On record, with the reason."),
        ),
    )


def _climbing() -> tuple[Step[Present], ...]:
    """Steps of the ladder: unlocked, agreed to, taken back; incidents, and going on."""
    return (
        Step(
            name="unlock",
            label=gettext_lazy("Unlock the next step"),
            may=acting.may_unlock,
            form=UnlockForm,
            act=lambda one, form, stamp: unlock_step(
                one.trial, step=_said("step")(form), stamp=stamp
            ),
            done=gettext_lazy("The next step is unlocked."),
            first=True,
        ),
        Step(
            name="agree",
            label=gettext_lazy("Agree to the next step"),
            may=acting.may_agree,
            form=WordsOfStepForm,
            act=lambda one, form, stamp: agree_to_step(
                one.trial, step=_said("step")(form), words=_said("words")(form), stamp=stamp
            ),
            done=gettext_lazy("Your agreement is on record."),
            first=True,
        ),
        Step(
            name="take-back",
            label=gettext_lazy("Take the agreement to the next step back"),
            may=acting.may_take_back,
            form=StepReasonForm,
            act=lambda one, form, stamp: take_back_agreement(
                one.trial, step=_said("step")(form), reason=_said("reason")(form), stamp=stamp
            ),
            done=gettext_lazy("On record, with the reason."),
        ),
        Step(
            name="resume",
            label=gettext_lazy("Let it go on"),
            may=acting.of_trial(permits.may_resume),
            form=ReasonForm,
            act=lambda one, form, stamp: resume_trial(
                one.trial, reason=_said("reason")(form), stamp=stamp
            ),
            done=gettext_lazy("The trial goes on."),
            first=True,
        ),
        Step(
            name="incident",
            label=gettext_lazy("Report an incident"),
            may=acting.of_trial(permits.may_report_incident),
            form=IncidentForm,
            act=lambda one, form, stamp: report_incident(
                one.trial, happened=_happened(form), stamp=stamp
            ),
            done=gettext_lazy("The incident is on record; everybody concerned was told."),
        ),
    )


def _judging() -> tuple[Step[Present], ...]:
    """Steps of a doubt: the unlocked step stands, or is taken back."""
    return (
        Step(
            name="uphold",
            label=gettext_lazy("Let the step stand"),
            may=acting.may_uphold,
            form=DoubtForm,
            act=lambda one, form, stamp: uphold_step(
                one.trial, step=_said("step")(form), reason=_said("reason")(form), stamp=stamp
            ),
            done=gettext_lazy("The step stands; the reason is on record."),
            first=True,
        ),
        Step(
            name="lose",
            label=gettext_lazy("Take the step back"),
            may=acting.may_lose,
            form=DoubtForm,
            act=lambda one, form, stamp: lose_step(
                one.trial, step=_said("step")(form), reason=_said("reason")(form), stamp=stamp
            ),
            done=gettext_lazy("The trial stands on the step below; everybody concerned was told."),
            first=True,
        ),
    )


def _ending() -> tuple[Step[Present], ...]:
    """Steps of the end: taken over, not taken over, failed; whether it may be public."""
    return (
        Step(
            name="take",
            label=gettext_lazy("Take it over"),
            may=acting.of_trial(trials.may_take),
            form=TakeForm,
            act=lambda one, form, stamp: take_over(
                one.trial, outcome=_outcome(form), price=_said("price")(form), stamp=stamp
            ),
            done=gettext_lazy("On record: taken over."),
        ),
        Step(
            name="leave",
            label=gettext_lazy("Not take it over"),
            may=acting.of_trial(trials.may_conclude),
            form=OutcomeForm,
            act=lambda one, form, stamp: leave(one.trial, outcome=_outcome(form), stamp=stamp),
            done=gettext_lazy("On record, with the reason."),
        ),
        Step(
            name="exit",
            label=gettext_lazy("End it by the clause on exit"),
            may=acting.of_trial(trials.may_exit),
            form=OutcomeForm,
            act=lambda one, form, stamp: exit_trial(one.trial, outcome=_outcome(form), stamp=stamp),
            done=gettext_lazy("On record, with the reason."),
        ),
        Step(
            name="fail",
            label=gettext_lazy("Close it as failed"),
            may=acting.of_trial(trials.may_fail),
            form=FailForm,
            act=lambda one, form, stamp: close_as_failed(
                one.trial, outcome=_outcome(form), stamp=stamp
            ),
            done=gettext_lazy("On record; others can learn from it."),
        ),
        Step(
            name="public",
            label=gettext_lazy("Allow it to be public"),
            may=_may_allow_public,
            act=lambda one, _form, stamp: allow_public(one.trial, stamp=stamp),
            done=gettext_lazy("Your side allows it; it is public once both sides do."),
        ),
        Step(
            name="private",
            label=gettext_lazy("No longer allow it to be public"),
            may=_may_stop_public,
            act=lambda one, _form, stamp: stop_public(one.trial, stamp=stamp),
            done=gettext_lazy("It is no longer public."),
        ),
    )


STEPS: tuple[Step[Present], ...] = (*_taking(), *_judging(), *_climbing(), *_ending())
