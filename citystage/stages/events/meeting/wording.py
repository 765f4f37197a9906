"""What the engine found, in words for officers and participants."""

from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.engines.scheduling.explaining import Reason, ReasonCode
from citystage.engines.scheduling.outcome import Obstacle, ObstacleCode
from citystage.engines.scheduling.problem import Side
from citystage.kernel.texts import in_readers_language
from citystage.stages.events.meeting.posing import Posed
from citystage.stages.events.models import Attendance


def name_of(attendance: Attendance) -> str:
    """A participant as the plan names it: the organisation, else the person."""
    place = attendance.place
    if place.organisation is not None:
        return in_readers_language(place.organisation.name, place.organisation.name_en)
    return place.organisation_name or place.name


def clock(posed: Posed, slot: int | None) -> str:
    """The time of a slot, as on the wall."""
    if slot is None:
        return ""
    return timezone.localtime(posed.day.begins(slot)).strftime("%H:%M")


def why_not(posed: Posed, reason: Reason) -> str:
    """Why a wish is not met."""
    who = name_of(posed.who(*reason.someone)) if reason.someone else ""
    values = {"who": who, "time": clock(posed, reason.slot)}
    return {
        ReasonCode.NO_COMMON_SLOT: _("They are never there at the same time."),
        ReasonCode.ROOMS_APART: _("Each of them stays in another room."),
        ReasonCode.FULL: _("%(who)s has as many meetings as it may have."),
        ReasonCode.KIND_FULL: _("%(who)s has as many meetings with such partners as allowed."),
        ReasonCode.BUSY: _("Whenever both are there, one of them meets somebody else."),
        ReasonCode.TOO_NEAR: _("There is too little time to another meeting."),
        ReasonCode.TABLES: _("Whenever both are free, every table is taken."),
        ReasonCode.UNWEIGHTED: _("Nobody gave this wish a weight."),
        ReasonCode.POSSIBLE: _("Both are free at %(time)s, and so is a table."),
    }[reason.code] % values


def instead(posed: Posed, reason: Reason) -> list[str]:
    """The lightest meetings that would have to give way."""
    return [
        _("%(time)s %(one)s – %(other)s")
        % {
            "time": clock(posed, one.slot),
            "one": name_of(posed.who(Side.LEFT, one.left)),
            "other": name_of(posed.who(Side.RIGHT, one.right)),
        }
        for one in reason.instead
    ]


def stands_against(posed: Posed, obstacle: Obstacle) -> str:
    """Why pinned meetings, or a change by hand, cannot stand."""
    values = {
        "who": name_of(posed.who(*obstacle.someone)) if obstacle.someone else "",
        "time": clock(posed, obstacle.slot),
        "wanted": obstacle.wanted,
        "available": obstacle.available,
    }
    return {
        ObstacleCode.TWICE: _("The same two would meet twice."),
        ObstacleCode.AWAY: _("%(who)s is not there at %(time)s."),
        ObstacleCode.BREAK: _("There is a break at %(time)s."),
        ObstacleCode.CLASH: _("%(who)s would be in two meetings at %(time)s."),
        ObstacleCode.TABLES: _(
            "At %(time)s there would be %(wanted)d meetings at %(available)d tables."
        ),
        ObstacleCode.TABLE: _("At %(time)s two meetings would be at one table."),
        ObstacleCode.MOST: _("%(who)s would have %(wanted)d meetings, %(available)d are allowed."),
        ObstacleCode.KIND: _(
            "%(who)s would have %(wanted)d meetings with such partners, %(available)d are allowed."
        ),
        ObstacleCode.SPACING: _("%(who)s would have too little time between two meetings."),
        ObstacleCode.ROOM: _("%(who)s stays in another room."),
        ObstacleCode.TOGETHER: _(
            "The pinned meetings cannot all stand with the rooms and the ways between them."
        ),
    }[obstacle.code] % values
