"""What counts as a meeting in the funnel: an event, a talk one to one, a show that took place."""

from datetime import timedelta

import pytest

from citystage.foundation.directory.models import Organisation
from citystage.stages.docking.actions.judge_answer import Show, answer_invitation, invite_to_show
from citystage.stages.docking.models import Introduction
from citystage.stages.docking.queries import funnel
from citystage.stages.events.models import Event, MeetingDay
from tests.conftest import NOON
from tests.docking.answering import AFTER, Docked
from tests.events.meeting_days import a_day, computed, says

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
LONG_AGO = NOON - timedelta(days=300)


def met(town):
    actor = town.stamp(town.city_officer).actor
    return list(funnel.records(actor, step="meeting"))


@pytest.fixture
def talked(town):
    """A firm and a buyer with a scenario met one to one, long ago."""
    day, (firm, *_), (buyer, *_) = a_day(town)
    scenario = town.scenario(owner=buyer.place.organisation)
    says(town, buyer, firm)
    plan = computed(town, day)
    plan.state = "published"  # as its publishing leaves it
    plan.save(update_fields=["state"])
    MeetingDay.objects.filter(pk=day.pk).update(first_at=LONG_AGO)
    Event.objects.filter(pk=day.event_id).update(state="held", starts_at=LONG_AGO)
    return scenario, firm.place.organisation, plan


def introduced(scenario, firm, **changes):
    known = {
        "state": "introduced",
        "begun_as": "owner",
        "begun_at": LONG_AGO,
        "owner_agreed_at": LONG_AGO,
        "supplier_agreed_at": LONG_AGO,
    }
    return Introduction.objects.create(scenario=scenario, organisation=firm, **(known | changes))


def test_a_talk_one_to_one_counts_for_the_scenario_both_know_of(town, talked):
    scenario, firm, _plan = talked
    other = town.scenario(title="另一需求", owner=scenario.owner)
    assert met(town) == []

    introduced(scenario, firm)

    assert met(town) == [scenario]
    assert other not in met(town)


def test_a_talk_with_somebody_else_or_a_cancelled_one_counts_for_nothing(town, talked):
    scenario, firm, plan = talked
    stranger = Organisation.objects.exclude(pk__in=[firm.pk, scenario.owner_id]).first()
    introduced(scenario, stranger)
    assert met(town) == []

    introduced(scenario, firm)
    plan.meetings.update(cancelled_at=NOON)

    assert met(town) == []


def test_a_show_counts_once_the_company_came(town):
    docked = Docked(town)
    opening = docked.open(sealed=False)
    answer = docked.given(opening, docked.blue_person)
    owner = town.stamp(town.owner, at=AFTER)
    show = Show(AFTER + timedelta(hours=1), "示例大厦")
    invite_to_show(answer, show=show, stamp=owner)
    answer.refresh_from_db()
    answer.show_at = LONG_AGO
    answer.save(update_fields=["show_at"])
    assert met(town) == []

    blue = town.stamp(docked.blue_person, at=AFTER)
    answer_invitation(answer, comes=True, words="", stamp=blue)

    assert met(town) == [docked.scenario]
