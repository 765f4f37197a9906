"""A trial is drafted, written anew, or amended: one form of the agreement's points."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries.scenarios import reach_scenario
from citystage.stages.docking.models import Agreement, Answer, Intent
from citystage.stages.docking.queries import agreements as deals
from citystage.stages.docking.queries import answers
from citystage.stages.trials.actions.amend_trial import propose_amendment
from citystage.stages.trials.actions.begin_trial import Beginning, begin_trial, write_anew
from citystage.stages.trials.contents import Content
from citystage.stages.trials.models import Trial, Version
from citystage.stages.trials.queries import beginning, standing, tolerances
from citystage.stages.trials.queries import trials as queries
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import stale
from citystage.web.shell.pages import page, show
from citystage.web.trials.forms import AmendForm, BeginForm, TextForm, initial_of
from citystage.web.trials.listing import ensure

_UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """Out of what a trial begins."""

    scenario: Scenario
    supplier: Organisation | None = None
    answer: Answer | None = None
    intent: Intent | None = None
    agreement: Agreement | None = None
    back: str = ""


def _about(request: HttpRequest, stamp: Stamp) -> _About:
    """The record the address names. Raises ``NotFound``."""
    told = {name: request.GET.get(name, "") for name in ("answer", "intent", "agreement")}
    if told["answer"].isdecimal():
        answer, _part = answers.reach_answer(stamp.actor, int(told["answer"]))
        beginning.is_chosen(answer).enforce(NotFound)
        return _About(
            scenario=beginning.scenario(answer.opening.scenario_id),
            supplier=answer.organisation,
            answer=answer,
            back=reverse("docking:answer", args=[answer.pk]),
        )
    if told["intent"].isdecimal():
        intent = deals.reach_intent(stamp.actor, int(told["intent"]))
        back = reverse("docking:intent", args=[intent.pk])
        return _of_deal(intent, intent=intent, back=back)
    if told["agreement"].isdecimal():
        agreement = deals.reach_agreement(stamp.actor, int(told["agreement"]))
        back = reverse("docking:agreement", args=[agreement.pk])
        return _of_deal(agreement, agreement=agreement, back=back)
    found = reach_scenario(stamp.actor, request.GET.get("scenario", ""))
    back = reverse("public:scenario", args=[found.number])
    return _About(scenario=beginning.scenario(found.pk), back=back)


def _of_deal(deal: Intent | Agreement, **come: Any) -> _About:  # noqa: ANN401 -- the record itself
    if deal.scenario_id is None:
        raise NotFound(_("It names no scenario: a trial is of a scenario."))
    scenario = beginning.scenario(deal.scenario_id)
    return _About(scenario=scenario, supplier=beginning.supplier_of(deal, scenario), **come)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def begin(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/trials/new/``; ``answer``, ``intent``, ``agreement`` or ``scenario`` say out of what."""
    ensure(stamp.actor)
    about = _about(request, stamp)
    terms = standing.terms(about.scenario.city_id)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        initial=beginning.proposal(about.scenario, about.supplier, timezone.localdate(stamp.at)),
        paired=about.supplier is not None,
        terms=terms,
        measures=terms.measures,
        districts=beginning.districts(about.scenario),
    )
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: _begun(form, about, stamp))
        if made is not None:
            messages.success(request, _("The draft is kept. The other side was told."))
            return HttpResponseRedirect(reverse("trials:trial", args=[made.pk]))
    context = {
        "form": form,
        "scenario": about.scenario,
        "supplier": about.supplier,
        "title": _("Draft a trial agreement"),
        "back": about.back,
        "verb": _("Keep the draft"),
        "crumbs": [
            Link(label=_("Trial agreements"), url=reverse("trials:list")),
            Link(label=_("Draft a trial agreement")),
        ],
    }
    status = _UNPROCESSABLE if form.is_bound else 200
    return show(request, "trials/write.html", context, status=status)


def _begun(form: BeginForm, about: _About, stamp: Stamp) -> Trial | None:
    supplier = about.supplier
    if supplier is None:
        typed = form.cleaned_data["supplier"]
        supplier = tolerances.supplier_named(about.scenario.city, typed)
    if supplier is None:
        form.add_error("supplier", _("Nobody of this name is registered here."))
        return None
    return begin_trial(
        about.scenario,
        beginning=Beginning(
            supplier=supplier,
            ladder=form.cleaned_data["ladder"],
            answer=about.answer,
            intent=about.intent,
            agreement=about.agreement,
        ),
        content=form.content(),
        stamp=stamp,
    )


def _tried[M](form: TextForm, act: Callable[[], M | None]) -> M | None:
    """What it made; a refusal for what was typed stands in the form."""
    try:
        return act()
    except Refusal as refusal:
        if refusal.status != _UNPROCESSABLE:
            raise
        form.add_error(None, str(refusal))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@page
def write(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The text that stands open, of the agreement or of an amendment, is written anew."""
    ensure(stamp.actor)
    trial = queries.reach_trial(stamp.actor, pk)
    version = queries.open_text(queries.versions_of(trial))
    if version is None:
        raise NotFound(_("There is no text that waits for a signature."))
    form = _form(TextForm, request, trial, version)
    old = stale(request, version.number)
    if request.method == "POST" and form.is_valid() and old is None:
        made = _tried(
            form,
            lambda: write_anew(trial, content=form.content(), number=version.number, stamp=stamp),
        )
        if made is not None:
            messages.success(request, _("The new text is kept; it waits for both signatures."))
            return HttpResponseRedirect(reverse("trials:trial", args=[pk]))
    context = _around(trial, form, _("Write the text anew"), _("Keep the new text"))
    context |= {"stale": old, "version": version, "text": version.worded if old else ""}
    status = 409 if old else _UNPROCESSABLE if form.is_bound else 200
    return show(request, "trials/write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def amend(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """A change of what was signed is proposed."""
    ensure(stamp.actor)
    trial = queries.reach_trial(stamp.actor, pk)
    version = queries.in_force(queries.versions_of(trial))
    if version is None:
        raise NotFound(_("There is nothing signed yet that could be amended."))
    form = _form(AmendForm, request, trial, version)
    if request.method == "POST" and form.is_valid():
        made = _tried(
            form,
            lambda: propose_amendment(
                trial,
                content=form.content(),
                reason=form.cleaned_data["reason"],
                stamp=stamp,
            ),
        )
        if made is not None:
            messages.success(request, _("The amendment is proposed; both sides sign it."))
            return HttpResponseRedirect(reverse("trials:trial", args=[pk]))
    context = _around(trial, form, _("Propose an amendment"), _("Propose the amendment"))
    return show(
        request, "trials/write.html", context, status=_UNPROCESSABLE if form.is_bound else 200
    )


def _form[F: TextForm](kind: type[F], request: HttpRequest, trial: Trial, version: Version) -> F:
    measures = standing.frame(trial).measures
    return kind(
        request.POST if request.method == "POST" else None,
        initial=initial_of(Content.of(version.content), measures),
        terms=standing.terms(trial.city_id),
        measures=measures,
        districts=beginning.districts(trial.scenario),
    )


def _around(trial: Trial, form: TextForm, title: str, verb: str) -> dict[str, object]:
    return {
        "form": form,
        "trial": trial,
        "scenario": trial.scenario,
        "supplier": trial.supplier,
        "title": title,
        "verb": verb,
        "back": reverse("trials:trial", args=[trial.pk]),
        "crumbs": [
            Link(label=_("Trial agreements"), url=reverse("trials:list")),
            Link(label=trial.title, url=reverse("trials:trial", args=[trial.pk])),
            Link(label=title),
        ],
    }
