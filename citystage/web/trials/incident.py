"""One incident: what happened, what followed at once, and how an office judged it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.verdicts import Verdict as Permitted
from citystage.stages.trials.actions.mind_incident import Verdict, judge_incident
from citystage.stages.trials.models import Incident
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries import tolerances as queries
from citystage.stages.trials.rules import tolerances as rules
from citystage.stages.trials.states.trials import Judgement
from citystage.web.shell import steps
from citystage.web.shell.components import Link
from citystage.web.shell.fields import CleanText, StepForm
from citystage.web.shell.pages import page, show
from citystage.web.shell.steps import Shown, Step
from citystage.web.trials.listing import ensure
from citystage.web.trials.marks import judgement_mark


class JudgeForm(StepForm):
    """Within tolerance or not, why, and what follows."""

    judgement = forms.ChoiceField(
        label=gettext_lazy("Judgement"), choices=Judgement.choices, widget=forms.RadioSelect
    )
    tolerance: Any = forms.ChoiceField(
        label=gettext_lazy("Tolerance it falls under"), required=False
    )
    reasons = CleanText(label=gettext_lazy("Reasons"), rows=3, max_length=2000)
    consequence = CleanText(
        label=gettext_lazy("What follows"), rows=2, max_length=2000, required=False
    )

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.known = {str(one.pk): one for one in queries.holding_at(self.record)}
        names = [(pk, one.title) for pk, one in self.known.items()]
        fields: dict[str, Any] = self.fields
        fields["tolerance"].choices = [("", _("none")), *names]
        if not names:
            fields["tolerance"].help_text = _("Nothing was tolerated in this trial on that day.")
        elif len(names) == 1:
            fields["tolerance"].initial = names[0][0]


def _may_judge(actor: Actor, incident: Incident) -> Permitted:
    if incident.judgement:
        return Permitted(_("This incident was judged already."))
    return rules.may_judge(actor, incident.trial)


def _judge(incident: Incident, form: Any, stamp: Stamp) -> None:  # noqa: ANN401 -- the step's form
    said = form.cleaned_data
    verdict = Verdict(
        judgement=Judgement(said["judgement"]),
        reasons=said["reasons"],
        tolerance=form.known.get(said["tolerance"]),
        consequence=said["consequence"],
    )
    judge_incident(incident, verdict=verdict, stamp=stamp)


STEPS: tuple[Step[Incident], ...] = (
    Step(
        name="judge",
        label=gettext_lazy("Judge the incident"),
        may=_may_judge,
        form=JudgeForm,
        act=_judge,
        done=gettext_lazy("The judgement is on record; both sides were told."),
        first=True,
    ),
)


@require_safe
@page
def show_one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/trials/incidents/<pk>/``."""
    ensure(stamp.actor)
    return _draw(request, stamp, queries.reach_incident(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    ensure(stamp.actor)
    found = queries.reach_incident(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("trials:incident", args=[pk]))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Incident, wrong: Shown | None = None
) -> HttpResponse:
    frame = standing.frame(found.trial)
    before, after = frame.step(found.step_before), frame.step(found.step_after)
    none = _("no permission")
    context = {
        "incident": found,
        "mark": judgement_mark(found, waiting=_("not judged yet")),
        "before": before.label if before else none,
        "after": after.label if after else none,
        "fell": found.step_after < found.step_before,
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": reverse("trials:incident", args=[found.pk]),
        "crumbs": [
            Link(label=_("Trial agreements"), url=reverse("trials:list")),
            Link(label=found.trial.title, url=reverse("trials:trial", args=[found.trial_id])),
            Link(label=_("Incident")),
        ],
    }
    return show(request, "trials/incident.html", context, status=422 if wrong else 200)
