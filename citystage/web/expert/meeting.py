"""Where the panel's meeting is right now, for its members."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.selection.queries import meetings
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show


@require_safe
@page
def meeting(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Now and next; who is in conflict with one of them is asked to leave the room."""
    found = meetings.reach_own_meeting(stamp.actor, pk)
    blind = found.programme.read_terms().scoring.blind
    context = {
        "meeting": found,
        "agenda": meetings.agenda(stamp.actor, found, blind=blind),
        "crumbs": [Link(label=_("Panels"), url=reverse("expert:home")), Link(label=found.title)],
    }
    return show(request, "expert/meeting.html", context, part="tracker")
