"""Where a company shows what it offers: a time and a place, or a free time of a one-to-one day."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.writing import in_words
from citystage.stages.events.meeting.posing import tables_of
from citystage.stages.events.meeting.talking import (
    Coming,
    Talk,
    arrange_talk,
    coming_days,
    free_talks,
    give_up_talk,
    wish_talk,
)
from citystage.stages.events.models import Meeting
from citystage.stages.events.queries.meetings.shown import table_names


class NoTime(Refusal):
    """No moment was named, or the time of a day is no longer free."""

    status = 422


def talks(answer: Answer, opening: Opening, *, at: datetime) -> list[Talk | Coming]:
    """Free times of coming one-to-one days to which the owner and the company both come.

    Of a day without a published plan the day itself: the plan will give the time.
    """
    owner = opening.scenario.owner_id
    if owner is None:
        return []
    company = answer.organisation_id
    return [
        *free_talks(supply=company, demand=owner, after=at),
        *coming_days(supply=company, demand=owner, after=at),
    ]


def place_of(talk: Talk | Coming) -> str:
    """The event and the table, as people find it."""
    if isinstance(talk, Coming):
        return _("%(event)s, time by its plan") % {"event": talk.day.event.label}
    names = table_names(tables_of(talk.plan.day))
    said = {"event": talk.plan.day.event.label, "table": names[talk.table]}
    return _("%(event)s, %(table)s") % said


def settled(  # noqa: PLR0913 -- the parts of one invitation
    answer: Answer,
    opening: Opening,
    *,
    at: datetime | None,
    place: str,
    talk: str,
    stamp: Stamp,
) -> tuple[datetime, str, Meeting | None]:
    """When and where, with the meeting of the day if it is one. Raises ``NoTime``, ``NoWords``."""
    if talk:
        free = {one.key: one for one in talks(answer, opening, at=stamp.at)}
        if talk not in free:
            raise NoTime(_("This time was given to others meanwhile. Choose another one."))
        chosen = free[talk]
        with override(settings.LANGUAGE_CODE):
            where = place_of(chosen)[:200]
        if isinstance(chosen, Coming):
            wish_talk(chosen, stamp=stamp)
            return chosen.begins, where, None
        return chosen.begins, where, arrange_talk(chosen, stamp=stamp)
    if at is None:
        raise NoTime(_("Say when, or choose a time of a one-to-one day."))
    where = " ".join(place.split())[:200]
    if not where:
        in_words(where, _("Say where."))
    return at, where, None


def give_up(answer: Answer, reason: str, stamp: Stamp) -> None:
    """The meeting of a day falls away, where the invitation was to one."""
    if answer.show_meeting_id is None:
        return
    meeting = Meeting.objects.select_related("plan__day").get(pk=answer.show_meeting_id)
    give_up_talk(meeting, reason=reason, stamp=stamp)


def is_given_up(answer: Answer) -> bool:
    """Whether it was invited to a meeting of a day that will not be held."""
    meeting = answer.show_meeting
    return meeting is not None and meeting.cancelled_at is not None
