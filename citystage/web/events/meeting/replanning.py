"""The day itself: who did not come, who comes late; the plan follows with few changes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.events.actions.replan_meetings import replan_meetings
from citystage.stages.events.queries.meetings import days, shown
from citystage.web.events.frame import framed
from citystage.web.shell.pages import page


@require_http_methods(["GET", "HEAD", "POST"])
@page
def replan(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Say who is missing; slots that have begun stay as they were."""
    day = days.reach_day(stamp.actor, pk)
    plan = days.standing_plan(day)
    if plan is None:
        raise NotFound(_("There is no plan yet."))
    slots = shown.slots_of(day)
    over = sum(one.begins <= stamp.at for one in slots)
    rows = shown.people(day, shown.meetings_shown(day, plan))
    if request.method == "POST":
        known = {row.attendance.pk for row in rows}
        said: dict[int, int | None] = {}
        for pk_of in known:
            word = request.POST.get(f"there_{pk_of}", "")
            if word == "gone":
                said[pk_of] = None
            elif word.isdecimal() and int(word) < day.slots:
                said[pk_of] = int(word)
        done = replan_meetings(plan, there_from=said, since=over, stamp=stamp)
        messages.success(
            request,
            _("%(dropped)d meetings fell away, %(added)d were added, %(moved)d moved.")
            % {"dropped": len(done.dropped), "added": len(done.added), "moved": len(done.moved)},
        )
        return HttpResponseRedirect(reverse("events:meetings", args=[pk]))
    context = {
        "plan": plan,
        "rows": [row for row in rows if row.partners or row.wishes],
        "later": [one for one in slots[over:] if not one.is_break],
        "over": over,
    }
    return framed(request, day.event, "meetings", "events/meeting/replan.html", context)
