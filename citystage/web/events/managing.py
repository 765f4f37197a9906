"""Events as their organisers prepare them: the list, the description, the steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.docking.queries import promises
from citystage.stages.events import asking
from citystage.stages.events.actions import announce_event as steps
from citystage.stages.events.actions.change_event import EventMoved, change_event, show_scenarios
from citystage.stages.events.actions.prepare_event import prepare_event
from citystage.stages.events.models import Event
from citystage.stages.events.printing import when
from citystage.stages.events.queries import events
from citystage.stages.events.states.events import OPEN, EventState
from citystage.web.events.forms import EventForm, ReasonForm, TimeForm
from citystage.web.events.frame import framed
from citystage.web.events.listing import language_of
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale, version_sent
from citystage.web.shell.pages import page, show

_PER_PAGE = 20


def _organisers(stamp: Stamp) -> list[Unit]:
    found = events.organisers(stamp.actor)
    if not found:
        raise NotFound(_("There is nothing here for your role."))
    return found


@require_safe
@page
def managed(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/events/manage/``."""
    _organisers(stamp)
    state = request.GET.get("state", "")
    found = events.managed(stamp.actor)
    if state in EventState.values:
        found = found.filter(state=state)
    rows = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": rows,
        "rows": [(one, when(one, language_of())) for one in rows],
        "state": state,
        "states": EventState.choices,
        "crumbs": [Link(label=_("Events"))],
    }
    return show(request, "events/managed.html", context)


def _initial(event: Event) -> dict[str, Any]:
    named = {name: getattr(event, name) for name in EventForm.base_fields if hasattr(event, name)}
    contact = {f"contact_{part}": text for part, text in event.contact.items()}
    numbers = " ".join(event.scenarios.order_by("number").values_list("number", flat=True))
    return named | contact | {"questions": asking.written(event.questions), "scenarios": numbers}


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Prepare an event; nobody sees it before it is announced."""
    organisers = _organisers(stamp)
    form = EventForm(request.POST or None, organisers=organisers)
    problem = ""
    if request.method == "POST" and form.is_valid():
        chosen = str(form.cleaned_data.get("organiser") or organisers[0].pk)
        organiser = next(one for one in organisers if str(one.pk) == chosen)
        try:
            made = prepare_event(organiser, said=form.said(), stamp=stamp)
        except Refusal as refusal:
            if refusal.status != 422:  # noqa: PLR2004 -- HTTP: a form that does not fit together
                raise
            problem = str(refusal)
        else:
            _scenarios(request, made, form, stamp)
            messages.success(request, _("The event is prepared. Announce it when it is whole."))
            return HttpResponseRedirect(reverse("events:hub", args=[made.pk]))
    context = {
        "form": form,
        "problem": problem,
        "crumbs": [
            Link(label=_("Events"), url=reverse("events:managed")),
            Link(label=_("New event")),
        ],
    }
    return show(request, "events/new.html", context, status=422 if form.errors or problem else 200)


def _scenarios(request: HttpRequest, event: Event, form: EventForm, stamp: Stamp) -> None:
    if unknown := show_scenarios(event, numbers=form.numbers(), stamp=stamp):
        said = _("No scenario has the number %(numbers)s.") % {"numbers": ", ".join(unknown)}
        messages.warning(request, said)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Change what the event says."""
    event = events.reach_event(stamp.actor, pk)
    form = EventForm(request.POST or None, initial=_initial(event), organisers=[event.organiser])
    stale, problem = None, ""
    if request.method == "POST" and form.is_valid():
        version = version_sent(request, otherwise=event.version)
        try:
            change_event(event, said=form.said(), version=version, stamp=stamp)
        except EventMoved:
            event = events.reach_event(stamp.actor, pk)
            stale = Stale(str(event.version))
        except Refusal as refusal:
            if refusal.status != 422:  # noqa: PLR2004 -- HTTP: a form that does not fit together
                raise
            problem = str(refusal)
        else:
            _scenarios(request, event, form, stamp)
            messages.success(request, _("Saved. Who registered is told of what changed."))
            return HttpResponseRedirect(reverse("events:hub", args=[pk]))
    context = {"form": form, "stale": stale, "problem": problem, "open": event.state in OPEN}
    status = 409 if stale else 422 if form.errors or problem else 200
    return framed(request, event, "words", "events/change.html", context, status=status)


@require_safe
@page
def hub(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/events/manage/<pk>/``."""
    return draw_hub(request, stamp, events.reach_event(stamp.actor, pk))


def draw_hub(
    request: HttpRequest, stamp: Stamp, event: Event, *, status: int = 200, **forms: object
) -> HttpResponse:
    """Where the event stands, and what may be done with it now."""
    begun = event.starts_at is not None and event.starts_at <= stamp.at
    context = {
        "when": when(event, language_of()),
        "counts": events.counts(event),
        "invited": event.invitations.count(),
        "items": event.sessions.count(),
        "kept": promises.kept_of_event(event, today=timezone.localdate(stamp.at)),
        "may_publish": event.state == EventState.DRAFT,
        "may_postpone": event.state == EventState.PUBLISHED and not begun,
        "may_reschedule": event.state in {EventState.PUBLISHED, EventState.POSTPONED},
        "may_cancel": event.state in OPEN,
        "may_close": event.state == EventState.PUBLISHED and begun,
        "time_form": TimeForm(auto_id="time_%s"),
        "postpone_form": ReasonForm(auto_id="postpone_%s"),
        "cancel_form": ReasonForm(auto_id="cancel_%s"),
    }
    return framed(request, event, "overview", "events/hub.html", context | forms, status=status)


def _with_reason(act: Callable[..., Event], name: str) -> Callable[..., HttpResponse | None]:
    def take(request: HttpRequest, stamp: Stamp, event: Event) -> HttpResponse | None:
        form = ReasonForm(request.POST, auto_id=f"{name}_%s")
        if not form.is_valid():
            return draw_hub(request, stamp, event, status=422, **{f"{name}_form": form})
        act(event, reason=form.cleaned_data["reason"], stamp=stamp)
        return None

    return take


def _reschedule(request: HttpRequest, stamp: Stamp, event: Event) -> HttpResponse | None:
    form = TimeForm(request.POST, auto_id="time_%s")
    if not form.is_valid():
        return draw_hub(request, stamp, event, status=422, time_form=form)
    steps.reschedule_event(event, **form.cleaned_data, stamp=stamp)
    return None


def _publish(_request: HttpRequest, stamp: Stamp, event: Event) -> None:
    steps.publish_event(event, stamp=stamp)


def _close(_request: HttpRequest, stamp: Stamp, event: Event) -> None:
    steps.close_event(event, stamp=stamp)


_STEPS: dict[str, tuple[Callable[..., HttpResponse | None], Callable[[], str]]] = {
    "publish": (_publish, lambda: _("The event is announced.")),
    "postpone": (
        _with_reason(steps.postpone_event, "postpone"),
        lambda: _("The event is postponed. Everybody concerned is told."),
    ),
    "reschedule": (_reschedule, lambda: _("The new time is set. Everybody concerned is told.")),
    "cancel": (
        _with_reason(steps.cancel_event, "cancel"),
        lambda: _("The event is called off. Everybody concerned is told."),
    ),
    "close": (_close, lambda: _("The event is noted as held.")),
}


@require_POST
@page
def step(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Announce, put off, set a new time, call off, note as held."""
    event = events.reach_event(stamp.actor, pk)
    if verb not in _STEPS:
        raise NotFound(_("There is no such act."))
    act, said = _STEPS[verb]
    if (drawn := act(request, stamp, event)) is not None:
        return drawn
    messages.success(request, said())
    return HttpResponseRedirect(reverse("events:hub", args=[pk]))
