"""A one-to-one day to which the owner of a scenario and those who answered it come."""

from datetime import timedelta

from citystage.stages.docking.models import Answer
from citystage.stages.docking.queries import answers
from citystage.stages.events.actions.publish_plan import publish_plan
from citystage.stages.events.actions.register import Wish, register
from citystage.stages.events.meeting.talking import Talk
from tests.docking.answering import AFTER, Docked
from tests.events.building import announced
from tests.events.meeting_days import a_day, computed, says

BEGINS = AFTER + timedelta(days=2)


def coming(town):
    """Blue and Red have answered; they and the owner come to a day with a plan, not published."""
    docked = Docked(town)
    opening = docked.open(sealed=False)
    docked.answer = docked.given(opening, docked.blue_person)
    docked.other = docked.given(opening, docked.red_person)
    event = announced(
        town, kind="one_to_one", starts_at=BEGINS, ends_at=BEGINS + timedelta(hours=3)
    )
    sides = ((docked.blue_person, "supply"), (docked.red_person, "supply"), (town.owner, "demand"))
    for person, side in sides:
        register(event, wish=Wish(name="某", side=side), stamp=town.stamp(person))
    day, firms, buyers = a_day(town, firms=1, buyers=1, event=event, first_at=BEGINS, tables=1)
    says(town, buyers[-1], firms[-1])
    docked.plan = computed(town, day)
    return docked


def published(town, docked):
    publish_plan(docked.plan, stamp=town.stamp(town.city_officer))


def offered(docked, answer=None):
    """All that the page of the answer offers."""
    of = (answer or docked.answer).pk
    answer = Answer.objects.select_related("opening__scenario").get(pk=of)
    return answers.talks_of(answer, AFTER)


def free(docked, answer=None):
    """The free times among it."""
    return [one for one in offered(docked, answer) if isinstance(one, Talk)]
