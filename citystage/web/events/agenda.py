"""The agenda as its organisers write it: rooms, items, papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.events.actions.add_material import (
    WrongFile,
    add_material,
    remove_material,
)
from citystage.stages.events.actions.keep_agenda import (
    Clash,
    RoomWords,
    SessionWords,
    keep_room,
    keep_session,
    remove_room,
    remove_session,
)
from citystage.stages.events.models import Event
from citystage.stages.events.queries import events
from citystage.stages.events.states.events import OPEN
from citystage.web.events.forms import MaterialForm, RoomForm, SessionForm
from citystage.web.events.frame import framed
from citystage.web.shell.pages import page


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


@require_safe
@page
def agenda(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Rooms and items; ``?item=`` or ``?room=`` opens one to be changed."""
    return _draw(request, events.reach_event(stamp.actor, pk))


def _draw(
    request: HttpRequest,
    event: Event,
    *,
    room: RoomForm | None = None,
    item: SessionForm | None = None,
) -> HttpResponse:
    rooms, items = events.rooms(event), events.agenda(event)
    edited = next((one for one in items if one.pk == _number(request.GET.get("item"))), None)
    kept = next((one for one in rooms if one.pk == _number(request.GET.get("room"))), None)
    first = {"starts_at": event.starts_at}
    if edited:
        names = ("title", "starts_at", "ends_at", "speakers", "text")
        first = {name: getattr(edited, name) for name in names} | {"room": edited.room_id}
    about = (
        {name: getattr(kept, name) for name in ("name", "way", "seats", "tables")} if kept else {}
    )
    context = {
        "rooms": rooms,
        "items": items,
        "edited": edited,
        "kept": kept,
        "room_form": room or RoomForm(initial=about, auto_id="room_%s"),
        "item_form": item or SessionForm(initial=first, rooms=rooms, auto_id="item_%s"),
        "open": event.state in OPEN,
    }
    wrong = room is not None or item is not None
    return framed(
        request, event, "agenda", "events/agenda.html", context, status=422 if wrong else 200
    )


@require_POST
@page
def write_room(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Add or change a room."""
    event = events.reach_event(stamp.actor, pk)
    form = RoomForm(request.POST, auto_id="room_%s")
    if form.is_valid():
        said = RoomWords(**(form.cleaned_data | {"tables": form.cleaned_data["tables"] or 0}))
        try:
            keep_room(event, pk=_number(request.POST.get("pk")), said=said, stamp=stamp)
        except Clash as clash:
            form.add_error("name", str(clash))
        else:
            return _back(pk)
    return _draw(request, event, room=form)


@require_POST
@page
def write_item(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Add or change an item."""
    event = events.reach_event(stamp.actor, pk)
    form = SessionForm(request.POST, rooms=events.rooms(event), auto_id="item_%s")
    if form.is_valid():
        data = dict(form.cleaned_data)
        said = SessionWords(room_id=_number(data.pop("room")), **data)
        try:
            keep_session(event, pk=_number(request.POST.get("pk")), said=said, stamp=stamp)
        except Clash as clash:
            form.add_error("starts_at", str(clash))
        else:
            return _back(pk)
    return _draw(request, event, item=form)


@require_POST
@page
def take_away(request: HttpRequest, stamp: Stamp, pk: int, what: str, which: int) -> HttpResponse:
    """Take a room or an item away."""
    event = events.reach_event(stamp.actor, pk)
    acts = {"room": remove_room, "item": remove_session}
    if what not in acts:
        raise NotFound(_("There is no such act."))
    acts[what](event, pk=which, stamp=stamp)
    messages.success(request, _("Taken away."))
    return _back(pk)


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("events:agenda", args=[pk]))


@require_safe
@page
def materials(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The papers of the event."""
    return _papers(request, events.reach_event(stamp.actor, pk), MaterialForm())


def _papers(request: HttpRequest, event: Event, form: MaterialForm) -> HttpResponse:
    context = {"rows": events.materials(event, all_of_them=True), "form": form}
    status = 422 if form.errors else 200
    return framed(request, event, "materials", "events/materials.html", context, status=status)


@require_POST
@page
def add_paper(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Add a paper."""
    event = events.reach_event(stamp.actor, pk)
    form = MaterialForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            add_material(
                event,
                title=form.cleaned_data["title"],
                name=sent.name,
                content=sent.read(),
                public=form.cleaned_data["public"],
                stamp=stamp,
            )
        except WrongFile as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("The paper is on the event's page."))
            return HttpResponseRedirect(reverse("events:materials", args=[pk]))
    return _papers(request, event, form)


@require_POST
@page
def remove_paper(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """Take a paper away."""
    remove_material(events.reach_event(stamp.actor, pk), pk=which, stamp=stamp)
    messages.success(request, _("Taken away."))
    return HttpResponseRedirect(reverse("events:materials", args=[pk]))
