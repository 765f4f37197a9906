"""Who may do what with a trial, role by role, while it runs and while it stands still."""

from datetime import timedelta

import pytest

from citystage.stages.trials.actions.mind_incident import Happened, report_incident
from citystage.stages.trials.models import Trial
from citystage.stages.trials.rules import permits, readings, tolerances, trials
from tests.conftest import NOON
from tests.trials.trying import Tried

RULES = {
    "amend": trials.may_amend,
    "take": trials.may_take,
    "leave": trials.may_conclude,
    "exit": trials.may_exit,
    "fail": trials.may_fail,
    "publish": trials.may_publish,
    "follow": trials.may_follow,
    "add": readings.may_add,
    "remove": readings.may_remove,
    "give access": readings.may_give_access,
    "report": permits.may_report_incident,
    "resume": permits.may_resume,
    "uphold": permits.may_uphold,
    "lose": permits.may_lose,
    "tolerate": tolerances.may_grant,
    "judge": tolerances.may_judge,
}
BOTH = {"amend", "fail", "publish", "follow", "add", "remove", "give access", "report"}
OFFICE = {"follow", "remove", "report", "uphold", "lose", "tolerate", "judge"}


@pytest.fixture
def tried(town):
    return Tried(town)


@pytest.fixture
def people(tried):
    town = tried.town
    return {
        "owner": town.owner,
        "supplier": tried.blue_person,
        "other supplier": tried.red_person,
        "district": town.officer,
        "department": town.clerk,
        "city": town.city_officer,
        "other district": town.jimo_officer,
        "stranger": town.person("stranger"),
    }


def allowed(tried, person, trial):
    actor = tried.by(person).actor
    return {name for name, rule in RULES.items() if rule(actor, trial)}


def test_what_each_role_may_do_while_it_runs(tried, people):
    trial = Trial.objects.select_related("supplier").get(pk=tried.signed().pk)

    told = {role: allowed(tried, person, trial) for role, person in people.items()}

    assert told == {
        "owner": BOTH | {"take", "leave", "lose"},
        "supplier": BOTH | {"exit"},
        "other supplier": set(),
        "district": OFFICE,
        "department": OFFICE,
        "city": OFFICE,
        "other district": set(),
        "stranger": set(),
    }


def test_what_each_role_may_do_while_it_stands_still(tried, people):
    trial = tried.signed()
    report_incident(
        trial,
        happened=Happened(what="碰撞", at=NOON, back_to=1),
        stamp=tried.by(tried.town.owner, NOON + timedelta(hours=1)),
    )
    trial.refresh_from_db()

    told = {role: allowed(tried, person, trial) for role, person in people.items()}

    assert told["owner"] == BOTH | {"leave", "lose", "resume"}
    assert told["supplier"] == BOTH | {"exit"}
    assert told["district"] == told["department"] == told["city"] == OFFICE | {"resume"}
    assert told["other supplier"] == told["other district"] == told["stranger"] == set()
