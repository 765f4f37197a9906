"""A participant's own side of the day: times, wishes, the own plan as page, PDF and calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.documents.calendars import calendar_file
from citystage.kernel.refusals import NotFound
from citystage.stages.events.models import Attendance
from citystage.stages.events.queries.meetings import days, shown
from citystage.web.events.listing import language_of
from citystage.web.events.meeting.forms import TimesForm
from citystage.web.events.meeting.papers import appointments, own_paper
from citystage.web.events.meeting.said import keep_times, keep_wish, wishes_shown
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


def _mine(stamp: Stamp, pk: int) -> Attendance:
    """What I say of my day. Raises ``NotFound`` where I do not meet anybody one to one."""
    place, _day = days.reach_place(stamp.actor, pk)
    found = days.own_attendance(place)
    if found is None:
        raise NotFound("")
    return found


@require_safe
@page
def wishes(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Whom I would like to meet."""
    return _draw(request, stamp, _mine(stamp, pk))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Attendance, form: TimesForm | None = None
) -> HttpResponse:
    pk = found.place_id
    context = wishes_shown(request, stamp, found, form) | {
        "place": found.place,
        "event": found.day.event,
        "times_url": reverse("events:my_times", args=[pk]),
        "wish_view": "events:my_wish",
        "crumbs": _crumbs(found, _("My wishes")),
    }
    status = 422 if form is not None else 200
    return show(request, "events/meeting/wishes.html", context, status=status)


def _crumbs(found: Attendance, here: str) -> list[Link]:
    return [
        Link(label=_("My events"), url=reverse("events:mine")),
        Link(label=found.day.event.label, url=reverse("events:place", args=[found.place_id])),
        Link(label=here),
    ]


@require_POST
@page
def times(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Keep when I am there."""
    found = _mine(stamp, pk)
    form = keep_times(request, stamp, found)
    if form is not None:
        return _draw(request, stamp, found, form)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("events:my_wishes", args=[pk]))


@require_POST
@page
def wish(request: HttpRequest, stamp: Stamp, pk: int, to: int) -> HttpResponse:
    """Keep one wish."""
    found = _mine(stamp, pk)
    other = days.attendances(found.day).filter(pk=to).first()
    if other is None:
        raise NotFound("")
    keep_wish(request, stamp, found, other)
    return HttpResponseRedirect(f"{reverse('events:my_wishes', args=[pk])}#of-{to}")


@require_safe
@page
def meetings(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """My meetings, once the plan is published."""
    found = _mine(stamp, pk)
    plan = days.published_plan(found.day)
    context = {
        "attendance": found,
        "place": found.place,
        "event": found.day.event,
        "plan": plan,
        "rows": shown.of_one(found, plan) if plan else [],
        "crumbs": _crumbs(found, _("My meetings")),
    }
    return show(request, "events/meeting/mine.html", context)


@require_safe
@page
def meetings_pdf(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001
    """My meetings on A4."""
    found = _mine(stamp, pk)
    plan = days.published_plan(found.day)
    if plan is None:
        raise NotFound(_("The plan is not published yet."))
    content = own_paper(found, shown.of_one(found, plan), language_of(), stamp.at)
    name = f"{found.day.event.number}-{found.place.number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@require_safe
@page
def meetings_calendar(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001
    """My meetings for the calendar; those that fell away are cancelled there."""
    found = _mine(stamp, pk)
    plan = days.published_plan(found.day)
    if plan is None:
        raise NotFound(_("The plan is not published yet."))
    rows = shown.of_one(found, plan, with_cancelled=True)
    return HttpResponse(
        calendar_file(appointments(found, plan, rows), name=found.day.event.label),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{found.day.event.number}-meetings.ics"'
        },
    )
