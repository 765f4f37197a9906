"""Registering for an event: with an account, or as a guest with a mail address to confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.stages.events.actions.register import BadAnswers, Wish, register, register_guest
from citystage.stages.events.asking import form_of
from citystage.stages.events.models import Event, Place
from citystage.stages.events.printing import when
from citystage.stages.events.queries import events, inviting, places
from citystage.stages.events.rules.coming import may_be_guest, may_register
from citystage.stages.events.states.places import LIVE, PlaceState
from citystage.stages.intake import queries as intake
from citystage.web.events.forms import GuestForm, WishForm
from citystage.web.events.listing import language_of
from citystage.web.shell.answers import Questions, questions, typed_in
from citystage.web.shell.components import Link
from citystage.web.shell.context import frame_of
from citystage.web.shell.pages import open_page, page, show


def _wish(form: WishForm, event: Event, request: HttpRequest) -> Wish:
    data = dict(form.cleaned_data)
    typed = typed_in(form_of(event.questions), request.POST)
    return Wish(**data, language=get_language() or "zh-hans", typed=typed)


def _asked(event: Event, request: HttpRequest, errors: dict[str, str] | None = None) -> Questions:
    form = form_of(event.questions)
    typed = typed_in(form, request.POST) if request.method == "POST" else None
    lexicon = intake.lexicon(event.city)
    return questions(form, answers={}, lexicon=lexicon, typed=typed, errors=errors)


def _draw(
    request: HttpRequest,
    event: Event,
    form: WishForm,
    asked: Questions,
    *,
    guest: bool = False,
) -> HttpResponse:
    wrong = bool(form.errors or asked.errors)
    context = {
        "event": event,
        "when": when(event, language_of()),
        "form": form,
        "questions": list(asked),
        "guest": guest,
        "counts": events.counts(event),
        "crumbs": [
            Link(label=_("Events"), url=reverse("events:index")),
            Link(label=event.label, url=reverse("events:event", args=[event.number])),
            Link(label=_("Register")),
        ],
    }
    return show(request, "events/register.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def register_me(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Register in the hat one wears."""
    event = events.reach_shown(stamp.actor, number)
    own = places.own_at(stamp.actor, event)
    if own and own.state in LIVE:
        return HttpResponseRedirect(reverse("events:place", args=[own.pk]))
    invited = inviting.own_invitation(stamp.actor, event) is not None
    may_register(event, at=stamp.at, invited=invited).enforce()
    user = frame_of(request).user
    initial = {"name": user.name, "phone": user.phone, "side": Place.Side.SUPPLY} if user else {}
    form = WishForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _draw(request, event, form, _asked(event, request))
    try:
        place = register(event, wish=_wish(form, event, request), stamp=stamp)
    except BadAnswers as problem:
        return _draw(request, event, form, _asked(event, request, problem.errors))
    messages.success(request, SAID[PlaceState(place.state)]())
    return HttpResponseRedirect(reverse("events:place", args=[place.pk]))


SAID = {
    PlaceState.CONFIRMED: lambda: _("You are registered. Show the code at the desk."),
    PlaceState.QUEUED: lambda: _("All places are taken: you are on the waiting list."),
    PlaceState.ASKED: lambda: _("Your registration was sent. The organisers decide on it."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def register_as_guest(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """Register without an account, where the organisers take guests."""
    event = events.reach_shown(stamp.actor, number)
    may_be_guest(event).enforce()
    may_register(event, at=stamp.at, invited=False).enforce()
    form = GuestForm(request.POST or None, initial={"side": Place.Side.OTHER})
    if request.method != "POST" or not form.is_valid():
        return _draw(request, event, form, _asked(event, request), guest=True)
    try:
        register_guest(event, wish=_wish(form, event, request), stamp=stamp)
    except BadAnswers as problem:
        return _draw(request, event, form, _asked(event, request, problem.errors), guest=True)
    # Whether the address was known already is nobody's business.
    messages.success(request, _("A link was sent to your mail address. Open it to confirm."))
    return HttpResponseRedirect(reverse("events:event", args=[event.number]))
