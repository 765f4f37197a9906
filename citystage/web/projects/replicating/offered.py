"""What one may do with a pattern: the city's yes, its return, its end, and its recognition."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import Verdict
from citystage.stages.projects.actions.name_recognition import (
    name_recognition,
    part_recognition,
)
from citystage.stages.projects.actions.write_pattern import (
    publish_pattern,
    return_pattern,
    withdraw_pattern,
)
from citystage.stages.projects.models import Pattern
from citystage.stages.projects.queries.patterns import demonstrations_for
from citystage.stages.projects.rules import patterns as rules
from citystage.web.projects.replicating.forms import RecognitionForm
from citystage.web.shell.fields import ReasonForm
from citystage.web.shell.steps import Step


def _said(act: Any) -> Any:  # noqa: ANN401 -- an act with its reason
    return lambda one, form, stamp: act(one, reason=form.cleaned_data["reason"], stamp=stamp)


def _may_recognise(actor: Actor, one: Pattern) -> Verdict:
    """Offered where there is something to choose."""
    verdict = rules.may_recognise(actor, one)
    if verdict and not demonstrations_for(one).exists():
        return Verdict(_("No recognised demonstration of the city is without its pattern."))
    return verdict


STEPS: tuple[Step[Pattern], ...] = (
    Step(
        name="publish",
        label=gettext_lazy("Publish the pattern"),
        may=rules.may_publish,
        act=lambda one, _form, stamp: publish_pattern(one, stamp=stamp),
        done=gettext_lazy("Published; everybody may read and copy it."),
        first=True,
    ),
    Step(
        name="return",
        label=gettext_lazy("Return for changes"),
        may=rules.may_publish,
        form=ReasonForm,
        act=_said(return_pattern),
        done=gettext_lazy("Returned; the owner reads why."),
    ),
    Step(
        name="recognise",
        label=gettext_lazy("Name the recognised demonstration it is"),
        may=_may_recognise,
        form=RecognitionForm,
        act=lambda one, form, stamp: name_recognition(
            one,
            lab=form.cleaned_data["lab"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("Named; the two pages lead to each other."),
    ),
    Step(
        name="part",
        label=gettext_lazy("It is another demonstration, with the reason"),
        may=rules.may_part,
        form=ReasonForm,
        act=_said(part_recognition),
        done=gettext_lazy("The two pages no longer name each other; the reason is on record."),
    ),
    Step(
        name="withdraw",
        label=gettext_lazy("Withdraw it, with the reason"),
        may=rules.may_withdraw_pattern,
        form=ReasonForm,
        act=_said(withdraw_pattern),
        done=gettext_lazy("Withdrawn; who copied it is told why."),
    ),
)
