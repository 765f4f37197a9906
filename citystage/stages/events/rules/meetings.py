"""Who arranges a one-to-one day, who speaks for a participant, and until when."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.events.models import Attendance, MeetingDay, MeetingPlan, Place
from citystage.stages.events.rules.hosting import may_arrange
from citystage.stages.events.states.meetings import STANDS
from citystage.stages.events.states.places import PlaceState


def may_plan(actor: Actor, day: MeetingDay) -> Verdict:
    """Officers of the organiser, while the event is not over."""
    return may_arrange(actor, day.event)


def may_take_part(place: Place) -> Verdict:
    """With a sure place, on one of the two sides."""
    if place.state != PlaceState.CONFIRMED:
        return Verdict(_("Wishes can be told once the place is confirmed."))
    if place.side == Place.Side.OTHER:
        return Verdict(_("Only those who look for suppliers or offer something meet one to one."))
    return ALLOWED


def may_speak(actor: Actor, attendance: Attendance, *, at: datetime) -> Verdict:
    """The participant while wishes are taken; the organisers until the event is over."""
    day, place = attendance.day, attendance.place
    if may_plan(actor, day):
        return may_take_part(place)
    if actor.user_id is None or place.person_id != actor.user_id:
        return Verdict(_("Only the participant decides on this."))
    if not day.takes_wishes(at):
        return Verdict(_("Wishes are no longer taken. Ask the organisers to change something."))
    return may_take_part(place)


def may_change(actor: Actor, plan: MeetingPlan) -> Verdict:
    """Officers, on a plan that stands."""
    if plan.state not in STANDS:
        return Verdict(_("This plan cannot be changed: it is not computed, or was replaced."))
    return may_plan(actor, plan.day)
