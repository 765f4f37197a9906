"""What a participant says, as the own page and the organisers' page show and keep it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.stages.events.actions.say_attendance import say_attendance
from citystage.stages.events.actions.tell_wish import tell_wish
from citystage.stages.events.meeting.wording import name_of
from citystage.stages.events.models import Attendance, MeetingWish
from citystage.stages.events.queries import events
from citystage.stages.events.queries.meetings import shown, wishes
from citystage.stages.events.rules.meetings import may_speak
from citystage.web.events.meeting.forms import TimesForm, WishForm

_PER_PAGE = 30


def wishes_shown(
    request: HttpRequest, stamp: Stamp, found: Attendance, form: TimesForm | None
) -> dict[str, object]:
    """The own times, and everybody of the other side with what was said."""
    asked = request.GET.get("q", "").strip()
    page = Paginator(wishes.across(found, asked), _PER_PAGE).get_page(request.GET.get("page"))
    return {
        "attendance": found,
        "day": found.day,
        "form": form or _times(found),
        "q": asked,
        "page": page,
        "rows": wishes.candidates(found, list(page)),
        "choices": [
            ("", _("no wish")),
            *((str(weight), label) for weight, label in MeetingWish.Weight.choices),
            ("decline", _("rather not")),
        ],
        "verdict": may_speak(stamp.actor, found, at=stamp.at),
    }


def _times(found: Attendance) -> TimesForm:
    first = {
        "away": [str(slot) for slot in found.away],
        "most": found.most,
        "room": str(found.room_id or ""),
    }
    return TimesForm(
        initial=first, slots=shown.slots_of(found.day), rooms=events.rooms(found.day.event)
    )


def keep_times(request: HttpRequest, stamp: Stamp, found: Attendance) -> TimesForm | None:
    """Keep what the form says; the form where it is wrong."""
    form = TimesForm(
        request.POST, slots=shown.slots_of(found.day), rooms=events.rooms(found.day.event)
    )
    if not form.is_valid():
        return form
    said = form.said()
    if "room" not in form.fields:
        said["room"] = found.room
    say_attendance(found.day, found.place, **said, stamp=stamp)
    return None


def keep_wish(request: HttpRequest, stamp: Stamp, found: Attendance, to: Attendance) -> None:
    """Keep one word and say so."""
    form = WishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This was not understood. Choose again."))
        return
    tell_wish(found, to=to, **form.said(), stamp=stamp)
    messages.success(request, _("Noted for %s.") % name_of(to))
