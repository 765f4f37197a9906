"""One-to-one days for tests: a frame, firms and buyers with confirmed places."""

from citystage.stages.events.actions.compute_plan import ask_plan
from citystage.stages.events.actions.set_up_meetings import Frame, set_up_meetings
from citystage.stages.events.actions.tell_wish import tell_wish
from citystage.stages.events.jobs.meetings import compute_plan as job
from citystage.stages.events.models import Attendance, MeetingPlan
from tests.conftest import NOON
from tests.events.building import BEGINS, announced, comes


def frame(**changes):
    told = {
        "first_at": BEGINS,
        "slots": 4,
        "slot_minutes": 25,
        "pause_minutes": 5,
        "tables": 2,
        "way": "opt_out",
    } | changes
    return Frame(**told)


def a_day(town, *, firms=2, buyers=2, event=None, **changes):
    """The day, its firms and its buyers as they meet."""
    event = event or announced(town, kind="one_to_one")
    for at in range(firms):
        comes(town, event, f"示例供给{at}公司", side="supply")
    for at in range(buyers):
        comes(town, event, f"示例需求{at}公司", side="demand")
    officer = town.stamp(town.city_officer)
    day = set_up_meetings(event, frame=frame(**changes), seen=0, stamp=officer)
    return day, sides(day, "supply"), sides(day, "demand")


def sides(day, side):
    along = ("place__organisation", "place__event__organiser", "place__person")
    found = Attendance.objects.filter(day=day, place__side=side).order_by("place__number")
    return list(found.select_related(*along, "day__event__organiser"))


def says(town, by, to, *, weight=1, kind="wish", at=NOON):  # noqa: PLR0913 -- one word
    stamp = town.stamp(by.place.person, at=at)
    return tell_wish(by, to=to, kind=kind, weight=weight, stamp=stamp)


def computed(town, day, seed=0):
    """A plan, computed as the worker does."""
    asked = ask_plan(day, seed=seed, stamp=town.stamp(town.city_officer))
    job.func(asked.pk)
    return MeetingPlan.objects.select_related("day__event__organiser").get(pk=asked.pk)


def pairs(plan):
    live = plan.meetings.filter(cancelled_at__isnull=True).order_by("pk")
    return {(one.supply_id, one.demand_id) for one in live}
