"""One first use, one firm brought in: what is claimed, by whom, on which proof, and what counts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.refusals import NotFound
from citystage.kernel.verdicts import Verdict
from citystage.stages.projects.actions import decide_claim as acts
from citystage.stages.projects.actions.merge_products import merge_products
from citystage.stages.projects.models import Arrival, FirstUse
from citystage.stages.projects.queries import claims as queries
from citystage.stages.projects.rules import claims as rules
from citystage.web.projects.marks import claim_mark, happened
from citystage.web.projects.register.forms import MergeForm
from citystage.web.shell import steps
from citystage.web.shell.components import Link
from citystage.web.shell.exports import attached
from citystage.web.shell.fields import ReasonForm
from citystage.web.shell.pages import open_page, page, show
from citystage.web.shell.steps import Shown, Step


def _deciding(prove: Any, refuse: Any, withdraw: Any) -> tuple[Step[Any], ...]:  # noqa: ANN401 -- acts
    def said(act: Any) -> Any:  # noqa: ANN401 -- an act with its reason
        return lambda one, form, stamp: act(one, reason=form.cleaned_data["reason"], stamp=stamp)

    return (
        Step(
            name="prove",
            label=gettext_lazy("Confirm as proven"),
            may=rules.may_decide,
            act=lambda one, _form, stamp: prove(one, stamp=stamp),
            done=gettext_lazy("Confirmed; it counts from now on."),
            first=True,
        ),
        Step(
            name="refuse",
            label=gettext_lazy("Do not confirm, with the reason"),
            may=rules.may_decide,
            form=ReasonForm,
            act=said(refuse),
            done=gettext_lazy("Not confirmed; who reported it reads why."),
        ),
        Step(
            name="withdraw",
            label=gettext_lazy("Withdraw it, with the reason"),
            may=rules.may_withdraw,
            form=ReasonForm,
            act=said(withdraw),
            done=gettext_lazy("Withdrawn; it counts no more, the reason stays."),
        ),
    )


def _may_merge(actor: Actor, use: FirstUse) -> Verdict:
    if not use.look_alikes:  # type: ignore[attr-defined]
        return Verdict(_("No other product looks like it."))
    return rules.may_merge(actor, use.city)


def _merge(use: FirstUse, form: Any, stamp: Stamp) -> None:  # noqa: ANN401 -- the step's form
    other = queries.reach_product(use.city_id, int(form.cleaned_data["other"]))
    reason = form.cleaned_data["reason"]
    merge_products(use.product, other=other, reason=reason, stamp=stamp)


_OF_USE: tuple[Step[FirstUse], ...] = (
    *_deciding(acts.prove_first_use, acts.refuse_first_use, acts.withdraw_first_use),
    Step(
        name="merge",
        label=gettext_lazy("Merge with the same product"),
        may=_may_merge,
        form=MergeForm,
        act=_merge,
        done=gettext_lazy("Merged; both reports stay, the product counts once."),
    ),
)
_OF_ARRIVAL: tuple[Step[Arrival], ...] = _deciding(
    acts.prove_arrival, acts.refuse_arrival, acts.withdraw_arrival
)


def _use(stamp: Stamp, pk: int) -> FirstUse:
    found = queries.reach_first_use(stamp.actor, pk)
    merges = bool(rules.may_merge(stamp.actor, found.city))
    found.look_alikes = queries.alike(found.product) if merges else []  # type: ignore[attr-defined]
    return found


@require_safe
@open_page
def first_use(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/projects/first-uses/<pk>/``."""
    return _draw_use(request, stamp, _use(stamp, pk))


@require_POST
@page
def act_on_use(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = _use(stamp, pk)
    if wrong := steps.take(request, stamp, found, name, _OF_USE):
        return _draw_use(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("projects:first_use", args=[pk]))


def _draw_use(
    request: HttpRequest, stamp: Stamp, found: FirstUse, wrong: Shown | None = None
) -> HttpResponse:
    others = queries.other_uses(found)
    open_to = queries.within_reach(stamp.actor, others)
    context = _common(stamp, found) | {
        "use": found,
        "others": [(one, claim_mark(one), one.pk in open_to) for one in others],
        "merged": queries.merged_into(found.product),
        "steps": steps.open_to(stamp.actor, found, _OF_USE, wrong=wrong),
        "act": reverse("projects:first_use", args=[found.pk]),
        "crumbs": [
            Link(label=_("First uses"), url=reverse("projects:first_uses")),
            Link(label=str(found.product)),
        ],
    }
    status = 422 if wrong else 200
    return show(request, "projects/register/first_use.html", context, status=status)


@require_safe
@page
def arrival(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/projects/firms/<pk>/``."""
    return _draw_arrival(request, stamp, queries.reach_arrival(stamp.actor, pk))


@require_POST
@page
def act_on_arrival(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = queries.reach_arrival(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, _OF_ARRIVAL):
        return _draw_arrival(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("projects:arrival", args=[pk]))


def _draw_arrival(
    request: HttpRequest, stamp: Stamp, found: Arrival, wrong: Shown | None = None
) -> HttpResponse:
    others = queries.other_claims([found])[found.pk]
    context = _common(stamp, found) | {
        "arrival": found,
        "others": [(one, claim_mark(one)) for one in others],
        "steps": steps.open_to(stamp.actor, found, _OF_ARRIVAL, wrong=wrong),
        "act": reverse("projects:arrival", args=[found.pk]),
        "crumbs": [
            Link(label=_("Firms brought in"), url=reverse("projects:arrivals")),
            Link(label=found.label),
        ],
    }
    status = 422 if wrong else 200
    return show(request, "projects/register/arrival.html", context, status=status)


def _common(stamp: Stamp, found: FirstUse | Arrival) -> dict[str, object]:
    sees = queries.sees_proofs(stamp.actor, found)
    return {
        "state": claim_mark(found),
        "proofs": queries.proofs_of(found) if sees else [],
        "sees": sees,
        "events": happened(queries.events_of(found)) if sees else [],
    }


def _proof(stamp: Stamp, found: FirstUse | Arrival, number: int) -> HttpResponse:
    if not queries.sees_proofs(stamp.actor, found):
        raise NotFound(_("There is no such file."))
    proof = queries.proof_of(found, number)
    with proof.file.open("rb") as file:
        return attached(file.read(), proof.name, "application/octet-stream")


@require_safe
@page
def use_proof(request: HttpRequest, stamp: Stamp, pk: int, proof: int) -> HttpResponse:  # noqa: ARG001
    """A file behind a first use."""
    return _proof(stamp, queries.reach_first_use(stamp.actor, pk), proof)


@require_safe
@page
def arrival_proof(request: HttpRequest, stamp: Stamp, pk: int, proof: int) -> HttpResponse:  # noqa: ARG001
    """A file behind a firm brought in."""
    return _proof(stamp, queries.reach_arrival(stamp.actor, pk), proof)
