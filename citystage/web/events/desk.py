"""The desk at the door: scan, type, search; taken back when wrong; what was noted on paper."""

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.events.actions.check_in import Arrival, check_in, undo_check_in
from citystage.stages.events.actions.read_paper_list import Line, Unreadable, read_paper_list
from citystage.stages.events.models import DeskPass, Event, Place
from citystage.stages.events.queries import events, passes, places
from citystage.stages.events.states.places import PlaceState
from citystage.web.events.forms import PaperListForm
from citystage.web.events.frame import framed
from citystage.web.events.passes import KEY
from citystage.web.shell.components import Link
from citystage.web.shell.kept import ask_to_sign_in
from citystage.web.shell.pages import open_page, page, show

_MOST_BYTES = 2 * 1024 * 1024


def _event(stamp: Stamp, pk: int) -> Event:
    return events.reach_event(stamp.actor, pk, Permission.EVENTS_DESK_SERVE)


@require_safe
@page
def desk(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/events/manage/<pk>/desk/``; with script the search answers while one types."""
    return _draw(request, _event(stamp, pk))


def _draw(  # noqa: PLR0913 -- what the desk has to say
    request: HttpRequest,
    event: Event,
    *,
    place: Place | None = None,
    arrival: Arrival | None = None,
    unknown: str = "",
    lines: list[Line] | None = None,
    form: PaperListForm | None = None,
    status: int = 200,
) -> HttpResponse:
    words = request.GET.get("q", "")
    context = {
        "counts": events.counts(event),
        "q": words,
        "found": [
            (one, reverse("events:desk_listed", args=[event.pk, one.pk]))
            for one in places.at_the_desk(event, words)
        ],
        "desk": reverse("events:desk", args=[event.pk]),
        "typing": reverse("events:desk_code", args=[event.pk]),
        "lately": places.lately(event),
        "place": place,
        "arrival": arrival,
        "unknown": unknown,
        "lines": lines,
        "form": form or PaperListForm(),
    }
    return framed(request, event, "desk", "events/desk.html", context, part="found", status=status)


@require_POST
@page
def typed(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """A code that was typed, or a link that a hand scanner typed."""
    event, text = _event(stamp, pk), request.POST.get("code", "")[:400]
    place = places.by_code(event, text)
    if place is None:
        return _draw(request, event, unknown=text, status=422)
    arrival = check_in(place, way=Place.Way.CODE, stamp=stamp)
    return _draw(request, event, place=place, arrival=arrival)


@require_POST
@page
def listed(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """Somebody found by name."""
    event = _event(stamp, pk)
    place = places.reach_place(event, which)
    arrival = check_in(place, way=Place.Way.LIST, stamp=stamp)
    return _draw(request, event, place=place, arrival=arrival)


@require_POST
@page
def undo(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """It was somebody else."""
    event = _event(stamp, pk)
    place = undo_check_in(places.reach_place(event, which), stamp=stamp)
    messages.success(request, _("The arrival of %(name)s was taken back.") % {"name": place.name})
    return HttpResponseRedirect(reverse("events:desk", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def scanned(request: HttpRequest, stamp: Stamp, token: str) -> HttpResponse:
    """``/events/checkin/<token>/``: the link of a code, opened by a camera.

    Opening it changes nothing, for programs open links too; one large button notes the arrival.
    A participant who scans the own code comes to the own page; a helper notes it with the pass
    of the day that the browser keeps.
    """
    found = places.of_token(token)
    helper = None
    if not stamp.actor.holds(Permission.EVENTS_DESK_SERVE, found.event.organiser):
        helper = _helper(request, stamp, found)
        if helper is None:
            if stamp.actor.user_id is None:
                return ask_to_sign_in(request)
            if found.person_id == stamp.actor.user_id:
                return HttpResponseRedirect(reverse("events:place", args=[found.pk]))
            raise NotFound("")
    arrival = None
    if request.method == "POST":
        arrival = check_in(found, way=Place.Way.SCAN, helper=helper, stamp=stamp)
    desk = (
        reverse("events:helper", args=[helper.token])
        if helper
        else reverse("events:desk", args=[found.event_id])
    )
    context = {
        "place": found,
        "event": found.event,
        "arrival": arrival,
        "confirmed": found.state == PlaceState.CONFIRMED,
        "desk": desk,
        "crumbs": [
            Link(label=_("Check-in"), url=desk),
            Link(label=found.name),
        ],
    }
    return show(request, "events/checkin.html", context, part="answer")


def _helper(request: HttpRequest, stamp: Stamp, place: Place) -> DeskPass | None:
    """The pass this browser keeps, while it opens the desk of the place's event."""
    try:
        kept = passes.helper_of(request.session.get(KEY, ""), at=stamp.at)
    except NotFound:
        return None
    return kept if kept.event_id == place.event_id else None


@require_POST
@page
def paper_list(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """What was noted on paper, row by row."""
    event = _event(stamp, pk)
    form = PaperListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, event, form=form, status=422)
    try:
        rows = _read(form.cleaned_data["file"])
        lines = read_paper_list(event, rows=rows, stamp=stamp)
    except Unreadable as problem:
        form.add_error("file", str(problem))
        return _draw(request, event, form=form, status=422)
    return _draw(request, event, lines=lines)


def _read(file) -> list[list[str]]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise Unreadable(_("The file is larger than 2 MB."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return list(csv.reader(io.StringIO(text.replace("\0", ""))))
    raise Unreadable(_("The file is no text in UTF-8 or GB 18030."))
