"""The weights of an assessment: set by the office, each setting kept with who, when and why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation.actions.set_weights import BadWeights, set_weights
from citystage.stages.evaluation.keeping import NoReason, Outrun
from citystage.stages.evaluation.models import Exercise, Weighting
from citystage.stages.evaluation.queries import exercises as queries
from citystage.stages.evaluation.queries.matrix import weightings, weights_of
from citystage.stages.evaluation.states.exercises import ExerciseState
from citystage.stages.evaluation.yearly import rules
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale
from citystage.web.shell.marking import sent_version
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.looks import home, name_of


def shares(exercise: Exercise, weighting: Weighting) -> list[tuple[str, str, str, float]]:
    """Code, name, weight as written, and its share of the whole in per cent."""
    found = weights_of(weighting)
    whole = sum(found.values())
    return [
        (one.code, name_of(one), weighting.weights[one.code], 100 * found[one.code] / whole)
        for one in exercise.read_terms().measures
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def weights(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Set them, or read what was set before."""
    exercise = queries.reach_exercise(stamp.actor, pk)
    if request.method != "POST":
        return _draw(request, stamp, exercise)
    sent = {
        one.code: request.POST.get(f"weight-{one.code}", "").strip()
        for one in exercise.read_terms().measures
    }
    reason = clean(request.POST.get("reason", "")).strip()
    try:
        set_weights(
            exercise, weights=sent, reason=reason, number=sent_version(request), stamp=stamp
        )
    except BadWeights as refusal:
        return _draw(request, stamp, exercise, sent=(sent, reason), errors=refusal.errors)
    except NoReason as refusal:
        errors = {"reason": str(refusal)}
        return _draw(request, stamp, exercise, sent=(sent, reason), errors=errors)
    except Outrun:
        return _draw(request, stamp, exercise, sent=(sent, reason), outrun=True)
    messages.success(request, _("The weights are set; the former ones stay on record."))
    return HttpResponseRedirect(reverse("steering:assessment_weights", args=[pk]))


def _draw(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    exercise: Exercise,
    *,
    sent: tuple[dict[str, str], str] | None = None,
    errors: dict[str, str] | None = None,
    outrun: bool = False,
) -> HttpResponse:
    known = weightings(exercise)
    written, reason = sent or (known[0].weights, "")
    wrong = errors or {}
    context = {
        "exercise": exercise,
        "allowed": rules.may_weigh(stamp.actor, exercise),
        "lines": [
            (one, name_of(one), written.get(one.code, ""), wrong.get(one.code, ""))
            for one in exercise.read_terms().measures
        ],
        "reason": reason,
        "errors": wrong,
        "stale": Stale(str(known[0].number)) if outrun else None,
        "number": known[0].number,
        "needs_reason": exercise.state == ExerciseState.SCORING,
        "versions": [(one, shares(exercise, one)) for one in known],
        "crumbs": [
            home(),
            Link(label=exercise.title, url=reverse("steering:assessment", args=[exercise.pk])),
            Link(label=_("Weights")),
        ],
    }
    status = 409 if outrun else 422 if errors else 200
    return show(request, "steering/assessing/weights.html", context, status=status)
