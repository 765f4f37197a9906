"""Set up the one-to-one meetings of an event: slots, breaks, tables, limits."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.meetings import DaySetUp
from citystage.stages.events.locks import lock_event
from citystage.stages.events.meeting.enrolling import enrol
from citystage.stages.events.models import Event, MeetingDay
from citystage.stages.events.rules.hosting import may_arrange

MOST_SLOTS: Final = 60
"""Slots of one day; the engine takes more, a day of people does not."""


class FrameWrong(Refusal):
    """Numbers that make no day."""


class ChangedMeanwhile(Refusal):
    """Somebody else changed the frame since the form was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What officers set; see `MeetingDay`."""

    first_at: datetime
    slots: int
    slot_minutes: int
    pause_minutes: int
    breaks: list[int] = field(default_factory=list)
    tables: int = 8
    way: str = MeetingDay.Way.OPT_OUT
    most_supply: int | None = None
    most_demand: int | None = None
    most_of_kind: dict[str, int] = field(default_factory=dict)
    spacing: int = 0
    travel: int = 0
    fair_from: int = 5
    wishes_until: datetime | None = None


@transaction.atomic(durable=True)
def set_up_meetings(event: Event, *, frame: Frame, seen: int, stamp: Stamp) -> MeetingDay:
    """Set the frame; ``seen`` is the version the form showed, 0 where there was none.

    Times already said stay; meetings of plans stay where they are until a plan is computed.
    """
    locked = lock_event(event.pk)
    may_arrange(stamp.actor, locked).enforce()
    _check(frame)
    day = MeetingDay.objects.select_for_update(of=("self",)).filter(event=locked).first()
    if (day.version if day else 0) != seen:
        raise ChangedMeanwhile(_("Somebody changed these numbers meanwhile. Look at them again."))
    if day is None:
        day = MeetingDay(event=locked, version=0, first_at=frame.first_at)
    for name, value in asdict(frame).items():
        setattr(day, name, value)
    day.version += 1
    day.changed_at = stamp.at
    day.save()
    enrol(day)
    told = DaySetUp(event_id=locked.pk, day_id=day.pk, version=day.version)
    journal.record(told, subject=locked, stamp=stamp)
    return day


def _check(frame: Frame) -> None:
    if not 0 < frame.slots <= MOST_SLOTS:
        raise FrameWrong(_("A day has from 1 to %d slots.") % MOST_SLOTS)
    if any(not 0 <= slot < frame.slots for slot in frame.breaks):
        raise FrameWrong(_("A break must be one of the slots of the day."))
    if len(set(frame.breaks)) >= frame.slots:
        raise FrameWrong(_("At least one slot must be no break."))
    if frame.wishes_until is not None and frame.wishes_until > frame.first_at:
        raise FrameWrong(_("Wishes must end before the meetings begin."))
