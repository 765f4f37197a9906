"""A participant says when it is there and how many meetings it takes; so may the organisers."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.meetings import AttendanceSaid
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import Attendance, MeetingDay, Place, Room
from citystage.stages.events.rules.meetings import may_speak


class NoSuchTime(Refusal):
    """A slot, or a room, that is not one of the day."""


@transaction.atomic(durable=True)
def say_attendance(  # noqa: PLR0913 -- what a participant says at once
    day: MeetingDay,
    place: Place,
    *,
    away: Collection[int],
    most: int | None,
    room: Room | None,
    stamp: Stamp,
) -> Attendance:
    """Keep what ``place`` says of its day; the first word makes it one of those who meet."""
    lock_event(day.event_id)
    found = Attendance.objects.select_for_update(of=("self",)).filter(place=place).first()
    attendance = found or Attendance(day=day, place=place, version=0)
    attendance.day, attendance.place = day, place
    may_speak(stamp.actor, attendance, at=stamp.at).enforce()
    if any(not 0 <= slot < day.slots for slot in away):
        raise NoSuchTime(_("This is no time of the day."))
    if room is not None and (room.event_id != day.event_id or not room.tables):
        raise NoSuchTime(_("There are no tables in this room."))
    attendance.away, attendance.most, attendance.room = sorted(set(away)), most, room
    attendance.version += 1
    attendance.save()
    told = AttendanceSaid(
        event_id=day.event_id, attendance_id=attendance.pk, away=tuple(attendance.away)
    )
    journal.record(told, subject=day.event, stamp=stamp)
    return attendance
