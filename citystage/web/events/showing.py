"""One event as everybody sees it: page, calendar entry, papers, pages of participants."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.calendars import calendar_file
from citystage.kernel.refusals import NotFound
from citystage.kernel.texts import said
from citystage.stages.docking.queries import promises
from citystage.stages.events.models import Event
from citystage.stages.events.printing import appointment, when
from citystage.stages.events.queries import events, inviting, places
from citystage.stages.events.rules.coming import may_register
from citystage.stages.events.states.places import LIVE
from citystage.web.events.listing import language_of
from citystage.web.shell.components import Link
from citystage.web.shell.pages import open_page, show


@require_safe
@open_page
def event(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """``/events/<number>/``."""
    found = events.reach_shown(stamp.actor, number)
    own = places.own_at(stamp.actor, found)
    invitation = inviting.own_invitation(stamp.actor, found)
    verdict = may_register(found, at=stamp.at, invited=invitation is not None)
    counts = events.counts(found)
    reads_all = events.reads_all(stamp.actor, found)
    context = {
        "event": found,
        "when": when(found, language_of()),
        "agenda": events.agenda(found),
        "scenarios": events.scenarios_of(found),
        "materials": events.materials(found, all_of_them=reads_all),
        "profiles": list(places.shown_pages(found)[:60]),
        "own": own if own and own.state in LIVE else None,
        "past_own": own if own and own.state not in LIVE else None,
        "invitation": invitation,
        "verdict": verdict,
        "left": None if found.capacity is None else max(found.capacity - counts.confirmed, 0),
        "counts": counts,
        "manages": stamp.actor.holds(Permission.EVENTS_EVENT_MANAGE, found.organiser),
        "kept": promises.kept_of_event(found, today=timezone.localdate(stamp.at)),
        "minutes": reverse("docking:minutes_of_event", args=[found.pk])
        if promises.notes(stamp.actor)
        else "",
        "signed_in": stamp.actor.user_id is not None,
        "statements": [(said(one), one.get("source", {})) for one in found.statements],
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Events"), url=reverse("events:index")),
            Link(label=found.label),
        ],
    }
    return show(request, "events/event.html", context)


@require_safe
@open_page
def calendar(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:  # noqa: ARG001
    """``/events/<number>/calendar.ics``."""
    found = events.reach_shown(stamp.actor, number)
    return calendar_of(found)


def calendar_of(found: Event) -> HttpResponse:
    """The event as a file for a calendar. Raises ``NotFound`` without a time."""
    entry = appointment(found)
    if entry is None:
        raise NotFound(_("The event has no time yet."))
    return HttpResponse(
        calendar_file([entry], name=found.label),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.number}.ics"'},
    )


@require_safe
@open_page
def material(request: HttpRequest, stamp: Stamp, number: str, pk: int) -> HttpResponse:  # noqa: ARG001
    """A paper of the event, under the name it was sent with."""
    found = events.reach_shown(stamp.actor, number)
    paper = events.reach_material(stamp.actor, found, pk)
    with paper.file.open("rb") as file:
        content = file.read()
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": str(content_disposition_header(True, paper.name))},  # noqa: FBT003
    )


@require_safe
@open_page
def participant(request: HttpRequest, stamp: Stamp, number: str, place: int) -> HttpResponse:
    """What a participant agreed to show; the code in the brochure leads here."""
    found = events.reach_shown(stamp.actor, number)
    page = places.page_of(found, place)
    context = {
        "event": found,
        "place": page,
        "crumbs": [
            Link(label=_("Events"), url=reverse("events:index")),
            Link(label=found.label, url=reverse("events:event", args=[found.number])),
            Link(label=page.organisation_name),
        ],
    }
    return show(request, "events/participant.html", context)
