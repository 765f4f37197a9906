"""The plan on paper and in calendars."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.documents.calendars import Appointment
from citystage.foundation.documents.meetings import MeetingsPaper, Part, meetings_pdf
from citystage.foundation.documents.model import Language
from citystage.stages.events.meeting.wording import name_of
from citystage.stages.events.models import Attendance, Event, MeetingDay, MeetingPlan
from citystage.stages.events.printing import when
from citystage.stages.events.queries.meetings.shown import Person, Seen, slots_of


def times(seen: Seen) -> str:
    """From and until, as on the wall."""
    begins, ends = timezone.localtime(seen.slot.begins), timezone.localtime(seen.slot.ends)
    return f"{begins:%H:%M}–{ends:%H:%M}"


def plan_paper(day: MeetingDay, seen: Sequence[Seen], language: Language, at: datetime) -> bytes:
    """All meetings by time, for the wall and for the desk when the network is gone."""
    parts = [
        Part(
            heading=f"{timezone.localtime(slot.begins):%H:%M}–{timezone.localtime(slot.ends):%H:%M}"
            + (f" {_('Break')}" if slot.is_break else ""),
            rows=[
                (one.table, one.demand, one.supply)
                for one in seen
                if one.meeting.slot == slot.number
            ],
        )
        for slot in slots_of(day)
    ]
    head = (_("Table"), _("Looks for suppliers"), _("Offers"))
    return meetings_pdf(_paper(day.event, _("One-to-one meetings"), head, parts, language, at))


def people_paper(event: Event, people: Sequence[Person], language: Language, at: datetime) -> bytes:
    """Everybody's meetings, one participant after another."""
    parts = [
        Part(
            heading=person.name,
            rows=[(times(seen), seen.table, partner) for seen, partner in person.partners],
        )
        for person in people
    ]
    head = (_("Time"), _("Table"), _("With"))
    return meetings_pdf(_paper(event, _("Meetings by participant"), head, parts, language, at))


def own_paper(
    attendance: Attendance, rows: Sequence[tuple[Seen, str]], language: Language, at: datetime
) -> bytes:
    """The meetings of one participant."""
    part = Part(
        heading=name_of(attendance),
        rows=[(times(seen), seen.table, partner) for seen, partner in rows],
    )
    head = (_("Time"), _("Table"), _("With"))
    event = attendance.day.event
    return meetings_pdf(_paper(event, _("My meetings"), head, [part], language, at))


def _paper(  # noqa: PLR0913, PLR0917 -- the parts of one paper
    event: Event,
    title: str,
    head: Sequence[str],
    parts: Sequence[Part],
    language: Language,
    at: datetime,
) -> MeetingsPaper:
    return MeetingsPaper(
        title=f"{event.label}　{title}" if language != "en" else f"{event.label}: {title}",
        lead=" ".join(part for part in (when(event, language), event.place) if part),
        organiser=event.organiser.label,
        footer=_("%(number)s, printed %(time)s")
        % {"number": event.number, "time": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"},
        nothing=_("No meeting"),
        head=head,
        parts=parts,
        language=language,
        printed_on=timezone.localdate(at),
    )


def appointments(
    attendance: Attendance, plan: MeetingPlan, rows: Sequence[tuple[Seen, str]]
) -> list[Appointment]:
    """Each meeting as a calendar entry; a later version of the plan replaces it."""
    event = attendance.day.event
    address = reverse("events:my_meetings", args=[attendance.place_id])
    return [
        Appointment(
            uid=f"meeting-{seen.meeting.pk}@{event.number}",
            sequence=plan.version,
            changed=plan.published_at or plan.asked_at,
            starts=seen.slot.begins,
            ends=seen.slot.ends,
            summary=_("Meeting with %s") % partner,
            location=" ".join(part for part in (seen.table, event.place) if part),
            description=event.label,
            url=f"{settings.SITE_ADDRESS}{address}",
            cancelled=seen.meeting.cancelled_at is not None,
        )
        for seen, partner in rows
    ]
