"""The organisers speak for a participant who called: times, limits, wishes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.events.meeting.wording import name_of
from citystage.stages.events.models import Attendance
from citystage.stages.events.queries.meetings import days
from citystage.web.events.frame import framed
from citystage.web.events.meeting.forms import TimesForm
from citystage.web.events.meeting.said import keep_times, keep_wish, wishes_shown
from citystage.web.shell.pages import page


@require_safe
@page
def participant(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """What was said for this participant."""
    return _draw(request, stamp, days.reach_attendance(stamp.actor, pk, which))


def _draw(
    request: HttpRequest, stamp: Stamp, found: Attendance, form: TimesForm | None = None
) -> HttpResponse:
    pk = found.day.event_id
    context = wishes_shown(request, stamp, found, form) | {
        "name": name_of(found),
        "times_url": reverse("events:meetings_times", args=[pk, found.pk]),
        "wish_view": "events:meetings_wish",
    }
    return framed(
        request,
        found.day.event,
        "meetings",
        "events/meeting/participant.html",
        context,
        status=422 if form is not None else 200,
    )


@require_POST
@page
def times(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """Keep when this participant is there."""
    found = days.reach_attendance(stamp.actor, pk, which)
    form = keep_times(request, stamp, found)
    if form is not None:
        return _draw(request, stamp, found, form)
    messages.success(request, _("Saved. Compute or replan to let the plan follow."))
    return HttpResponseRedirect(reverse("events:meetings_participant", args=[pk, which]))


@require_POST
@page
def wish(request: HttpRequest, stamp: Stamp, pk: int, which: int, to: int) -> HttpResponse:
    """Keep a wish told by telephone."""
    found = days.reach_attendance(stamp.actor, pk, which)
    keep_wish(request, stamp, found, days.reach_attendance(stamp.actor, pk, to))
    return HttpResponseRedirect(
        f"{reverse('events:meetings_participant', args=[pk, which])}#of-{to}"
    )
