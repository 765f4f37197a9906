"""The owner's page of one opening: open it, see what comes in, give more time."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.actions.open_scenario import extend_opening, open_scenario
from citystage.stages.docking.models import Opening
from citystage.stages.docking.opening import BadOpening, Settings, essentials_in, suggested
from citystage.stages.docking.queries import answers, progress, questions, words
from citystage.stages.docking.queries import openings as queries
from citystage.stages.docking.rules import answers as rules
from citystage.stages.docking.states.answers import OpeningState
from citystage.web.docking.answering.forms import ExtendForm, OpenForm
from citystage.web.docking.answering.wording import mark_of, number_in
from citystage.web.docking.tracking.progressed import led
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.pages import page, show


@require_http_methods(["GET", "HEAD", "POST"])
@page
def open_for_answers(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Settle the window, the essentials and the seal; what the pack says stands there first."""
    scenario = queries.reach_openable(stamp.actor, number)
    rules.may_open(stamp.actor, scenario).enforce(NotAllowed)
    form = OpenForm(request.POST if request.method == "POST" else None, initial=_first(scenario))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = open_scenario(scenario, settings=_settings(form, stamp.at), stamp=stamp)
            except BadOpening as refusal:
                _complain(form, refusal.errors)
            else:
                messages.success(request, _("Open for answers; its page says so."))
                return HttpResponseRedirect(reverse("docking:opening", args=[made.pk]))
    wear_city(request, scenario.city)
    context = {
        "scenario": scenario,
        "form": form,
        "terms": queries.terms_of(scenario),
        "current": queries.current(scenario),
        "crumbs": [
            Link(label=_("Calls for answers"), url=reverse("docking:openings")),
            Link(label=scenario.label, url=reverse("public:scenario", args=[number])),
            Link(label=_("Take answers")),
        ],
    }
    return show(request, "docking/answering/open.html", context, status=status)


def _first(scenario: Scenario) -> dict[str, object]:
    """What the form begins with: the city's terms, and what the scenario asks of suppliers."""
    terms = queries.terms_of(scenario)
    last = timezone.localtime() + timedelta(days=terms.window_days)
    closes = timezone.make_aware(datetime.combine(last.date(), time(17)))
    return {
        "closes_at": closes,
        "questions_until": closes - timedelta(days=terms.questions_days_before),
        "essentials": "\n".join(suggested(scenario.answers)),
        "sealed": terms.sealed,
        "asks_price": terms.asks_price,
        "eligible_kinds": list(terms.eligible_kinds),
    }


def _settings(form: Form, now: datetime) -> Settings:
    told = form.cleaned_data
    return Settings(
        opens_at=now,
        closes_at=told["closes_at"],
        questions_until=told["questions_until"],
        essentials=essentials_in(told["essentials"]),
        sealed=told["sealed"],
        asks_price=told["asks_price"],
        eligible_kinds=told["eligible_kinds"],
        note=told["note"],
    )


def _complain(form: Form, errors: Mapping[str, str]) -> None:
    for name, said in errors.items():
        form.add_error(name if name in form.fields else None, said)


@require_safe
@page
def opening(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Where it stands and what waits: answers when they may be read, questions, the outcome."""
    found = queries.reach_opening(stamp.actor, pk)
    return _show(request, stamp, found, _extending(found), 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def extend(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Give more time."""
    found = queries.reach_opening(stamp.actor, pk)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("docking:opening", args=[pk]))
    form = ExtendForm(request.POST)
    if form.is_valid():
        try:
            extend_opening(
                found,
                closes_at=form.cleaned_data["closes_at"],
                reason=form.cleaned_data["reason"],
                version=number_in(request, VERSION),
                stamp=stamp,
            )
        except BadOpening as refusal:
            _complain(form, refusal.errors)
        else:
            messages.success(request, _("The time is extended; everybody concerned is told."))
            return HttpResponseRedirect(reverse("docking:opening", args=[pk]))
    return _show(request, stamp, found, form, 422)


def _extending(found: Opening) -> ExtendForm:
    return ExtendForm(initial={"closes_at": found.closes_at})


def _show(
    request: HttpRequest, stamp: Stamp, found: Opening, form: Form, status: int
) -> HttpResponse:
    wear_city(request, found.scenario.city)
    shut = found.is_shut_at(stamp.at)
    rows = [] if shut else answers.judged(stamp.actor, found)
    undecided = found.state == OpeningState.OPEN
    context = {
        "opening": found,
        "scenario": found.scenario,
        "form": form,
        "shut": shut,
        "over": stamp.at >= found.closes_at,
        "undecided": undecided,
        "overdue": undecided and stamp.at >= found.outcome_due_at,
        "told": [(one, mark_of(one.answer)) for one in words.told(rows, found, given=True)],
        "progress": led(stamp.actor, progress.of_scenario(found.scenario)),
        "questions": list(questions.of_opening(found)),
        "may_extend": rules.may_extend(stamp.actor, found, stamp.at),
        "crumbs": [
            Link(label=_("Calls for answers"), url=reverse("docking:openings")),
            Link(label=found.scenario.label),
        ],
    }
    return show(request, "docking/answering/opening.html", context, status=status)
