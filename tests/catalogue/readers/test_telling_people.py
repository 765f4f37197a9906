"""Owners and followers are told what became of a scenario."""

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.notices.models import Mail, Notice
from citystage.stages.catalogue.actions.correct import correct
from citystage.stages.catalogue.actions.follow import follow
from citystage.stages.catalogue.actions.make_addendum import make_addendum
from citystage.stages.catalogue.actions.publish import publish
from citystage.stages.catalogue.actions.record_outcome import record_outcome
from citystage.stages.catalogue.actions.release_list import release_list
from citystage.stages.catalogue.handlers import enter_chosen
from citystage.stages.catalogue.models import Scenario, Subscription
from citystage.stages.catalogue.queries import readers
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.review.facts import CaseChosen
from tests.catalogue.listing import prepared_list, released_list
from tests.catalogue.readers.acting import notices, reserve
from tests.conftest import HOUSE, NOON


def test_owner_and_followers_are_told_what_became_of_it(town):
    reader = town.person("reader")
    scenario = town.scenario(owner_unit=town.firm)
    for person in (reader, town.owner):
        follow(scenario, stamp=town.stamp(person))

    record_outcome(
        scenario, outcome="match", note="与示例科技签约。", stamp=town.stamp(town.city_officer)
    )

    words = "A partner was found for “港区无人集卡水平运输”: 与示例科技签约。"
    assert notices(reader) == [("followed", words)]
    assert notices(town.owner) == [("progress", words)]
    assert Mail.objects.filter(to=reader.email).count() == 1


@pytest.mark.parametrize(
    ("before", "outcome", "words"),
    [
        ("open", "land", "has landed: 好"),
        ("open", "close", "was closed without landing: 好"),
        ("matched", "reopen", "is open for answers again: 好"),
        ("open", "withdraw", "was withdrawn from the public: 好"),
    ],
)
def test_every_outcome_is_told(town, before, outcome, words):
    reader = town.person("reader")
    scenario = town.scenario(state=before, title="甲")
    follow(scenario, stamp=town.stamp(reader))

    record_outcome(scenario, outcome=outcome, note="好", stamp=town.stamp(town.city_officer))

    assert notices(reader) == [("followed", f"“甲” {words}")]


def test_a_correction_is_told_to_followers_also_when_an_import_made_it(town):
    reader = town.person("reader")
    scenario = town.scenario(title="甲", owner_unit=town.firm)
    follow(scenario, stamp=town.stamp(reader))
    officer = town.stamp(town.city_officer)

    correct(scenario, changes={"summary": "新"}, version=1, stamp=officer)
    by_import = type(officer)(officer.actor, officer.at, "job", officer.request_id)
    correct(scenario, changes={"summary": "更新"}, version=2, stamp=by_import)
    correct(town.scenario(), changes={"summary": "更新"}, version=1, stamp=by_import)

    assert len(notices(reader)) == 2
    assert len(notices(town.owner)) == 1


def test_owners_learn_of_publication_and_of_the_list(town):
    application = town.application()
    application.editors.create(
        user=town.clerk, email=town.clerk.email, invited_by=town.owner, invited_at=NOON
    )
    scenario = reserve(town, title="甲", application=application)
    publish(scenario, stamp=town.stamp(town.city_officer))

    assert notices(town.owner) == [("progress", "“甲” is public now.")]
    assert notices(town.clerk) == notices(town.owner)


def test_owners_learn_in_which_list_they_stand(town):
    member = town.person("member", Role.DEMAND_OWNER, town.firm)
    release = prepared_list(town)
    release.items.get(ordinal=1).scenario.__class__.objects.update(owner_unit=town.firm)

    release_list(release, stamp=town.stamp(town.city_officer))

    assert notices(member) == [
        ("progress", f"“{title}” is item {n} of the released list “{release.title}”.")
        for n, title in ((1, "港区无人集卡"), (2, "=山地无人机"))
    ]


def test_lists_that_come_in_by_command_tell_nobody(town):
    release = prepared_list(town)
    officer = town.stamp(town.city_officer)

    release_list(release, stamp=type(officer)(officer.actor, NOON, "cli", officer.request_id))

    assert Notice.objects.count() == 0


def test_followers_of_a_list_are_told_of_addenda(town):
    reader, other = town.person("reader"), town.person("other")
    release = released_list(town)
    item = release.items.select_related("scenario").get(ordinal=1)
    item.scenario.owner_unit = town.firm
    item.scenario.save()
    follow(release, stamp=town.stamp(reader))
    follow(item.scenario, stamp=town.stamp(other))
    officer = town.stamp(town.city_officer)

    make_addendum(release, kind="correction", text="预算更正。", item=item, stamp=officer)
    make_addendum(release, kind="withdrawal", text="计划调整。", item=item, stamp=officer)

    correction = f"Addendum 1 to the list “{release.title}”: 预算更正。"
    withdrawal = f"Addendum 2 to the list “{release.title}”: 计划调整。"
    gone = "“港区无人集卡” was withdrawn from the public: 计划调整。"
    assert notices(reader) == [("followed", correction), ("followed", withdrawal)]
    assert notices(other) == [("followed", correction), ("followed", gone)]
    assert notices(town.owner) == [("progress", correction), ("progress", gone)]


def test_a_chosen_application_enters_the_reserve_pool_once(town):
    application = town.application()
    chosen = CaseChosen(case_id=1, application_id=application.pk)

    for _ in range(2):
        enter_chosen(chosen, town.stamp(town.city_officer))

    scenario = Scenario.objects.get()
    assert (scenario.state, scenario.application) == (ScenarioState.RESERVE, application)
    assert scenario.number.endswith("-2026-00001")


def test_a_person_is_shown_as_a_follower(town):
    scenario = town.scenario()
    follow(scenario, stamp=town.stamp(town.owner))

    assert readers.follows(town.stamp(town.owner).actor, scenario)
    assert not readers.follows(town.stamp(town.clerk).actor, scenario)
    assert not readers.follows(HOUSE.actor, scenario)


def test_a_subscription_names_itself():
    assert str(Subscription(email="a@b.invalid", query="q=1")) == "a@b.invalid q=1"
