"""One agreement: what it says now, its amendments, documents and source."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.kernel.verdicts import Verdict
from citystage.stages.docking.actions.keep_agreement import (
    Change,
    add_document,
    amend_agreement,
    end_agreement,
)
from citystage.stages.docking.models import Agreement
from citystage.stages.docking.queries import agreements as queries
from citystage.stages.docking.queries import progress
from citystage.stages.docking.rules import agreements as rules
from citystage.stages.docking.states.agreements import AMEND, END, Force
from citystage.web.docking.agreeing.forms import AmendForm
from citystage.web.docking.agreeing.marks import agreement_mark, amount_of, force_mark
from citystage.web.docking.tracking import files, steps
from citystage.web.docking.tracking.forms import FilesForm, ReasonForm
from citystage.web.docking.tracking.happenings import events_of
from citystage.web.docking.tracking.progressed import led
from citystage.web.docking.tracking.steps import Shown, Step
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


def _while(move: Any) -> Any:  # noqa: ANN401 -- a move, a rule
    def may(actor: Actor, agreement: Agreement) -> Verdict:
        if agreement.state not in move.sources:
            return Verdict(_("This step is no longer open."))
        return rules.may_keep(actor, agreement)

    return may


def _amend(agreement: Agreement, form: Any, stamp: Stamp) -> None:  # noqa: ANN401 -- the step's form
    said = form.cleaned_data | {"force": Force(form.cleaned_data["force"])}
    amend_agreement(agreement, change=Change(**said), stamp=stamp)


STEPS: tuple[Step[Agreement], ...] = (
    Step(
        name="document",
        label=gettext_lazy("Add the signed document"),
        may=rules.may_keep,
        form=FilesForm,
        act=lambda one, form, stamp: add_document(
            one,
            files=form.cleaned_data["papers"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("The document is kept."),
    ),
    Step(
        name="amend",
        label=gettext_lazy("Enter an amendment"),
        may=_while(AMEND),
        form=AmendForm,
        act=_amend,
        done=gettext_lazy("The amendment is on record."),
    ),
    Step(
        name="end",
        label=gettext_lazy("Record that it ended early"),
        may=_while(END),
        form=ReasonForm,
        act=lambda one, form, stamp: end_agreement(
            one,
            reason=form.cleaned_data["reason"],  # type: ignore[union-attr]
            stamp=stamp,
        ),
        done=gettext_lazy("On record, with the reason."),
    ),
)


@require_safe
@page
def show_one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/docking/agreements/<pk>/``."""
    return _draw(request, stamp, queries.reach_agreement(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = queries.reach_agreement(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("docking:agreement", args=[pk]))


@require_safe
@page
def proof(request: HttpRequest, stamp: Stamp, pk: int, proof: int) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """One of its documents."""
    return files.sent(queries.proof_of(queries.reach_agreement(stamp.actor, pk), proof))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Agreement, wrong: Shown | None = None
) -> HttpResponse:
    ties = queries.ties([found], today=timezone.localdate(stamp.at))
    context = {
        "deal": found,
        "signed": True,
        "begins": stamp.actor.may(Permission.PROJECT_RECORD_KEEP),
        "state": agreement_mark(found),
        "force": force_mark(found),
        "amount": amount_of(found),
        "parties": queries.parties_of(found),
        "ties": ties.get(found.pk, ()),
        "amendments": queries.amendments_of(found),
        "progress": led(stamp.actor, progress.of_agreement(found)),
        "proofs": queries.proofs_of(found),
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": reverse("docking:agreement", args=[found.pk]),
        "events": events_of(queries.events_of(found)),
        "crumbs": [
            Link(label=_("Agreements"), url=reverse("docking:agreements")),
            Link(label=found.title),
        ],
    }
    return show(request, "docking/agreeing/one.html", context, status=422 if wrong else 200)
