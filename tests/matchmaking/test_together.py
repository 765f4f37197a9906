"""Teams, the map of topics, thin and idle ends, and the record of what was shown."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from citystage.kernel.refusals import NotFound
from citystage.stages.matchmaking import running
from citystage.stages.matchmaking.actions.judge import judge
from citystage.stages.matchmaking.actions.note_outcome import note_outcome
from citystage.stages.matchmaking.actions.rematch import rematch_city
from citystage.stages.matchmaking.actions.show import Shown, record_showing
from citystage.stages.matchmaking.joining import joined
from citystage.stages.matchmaking.models import Outcome, Showing
from citystage.stages.matchmaking.queries.teams import teams_for
from citystage.stages.matchmaking.queries.topics import idle, thin, topic_map
from citystage.stages.matchmaking.states import JudgementKind, ReasonCode
from tests.conftest import HOUSE, NOON
from tests.matchmaking.builders import (
    DRONES,
    PHARMACY,
    matching,
    organisation_of,
    recognised_lab,
    supplier,
)

TRUCKS_AND_DRONES = "1. 港区无人驾驶集卡自动接驳；2. 无人机自动巡检工地违规作业；3. 古琴演奏培训。"


@pytest.fixture
def officer(town):
    matching(town)
    return town.stamp(town.city_officer)


def test_two_suppliers_together_cover_what_neither_does_alone(town, officer):
    scenario = town.scenario(title="港区", summary=TRUCKS_AND_DRONES)
    supplier(town)
    supplier(town, "示例无人机有限公司", title="无人机巡检", text=DRONES)

    found = teams_for(officer.actor, scenario)

    names = {one.name for team in found.teams for one, _capability in team.members}
    assert names == {"示例无人车有限公司", "示例无人机有限公司"}
    assert not found.alone
    assert any("古琴" in point.words.text for point in found.nobody)
    for answered in found.teams[0].answered:
        assert all(text in f"{DRONES}{supplier_text(one)}" for one, text, _s in answered.by)


def supplier_text(organisation):
    from citystage.stages.catalogue.models import Capability  # noqa: PLC0415 -- beside its use

    return "".join(
        f"{one.title}{one.description}"
        for one in Capability.objects.filter(organisation=organisation)
    )


def test_who_was_rejected_is_in_no_team(town, officer):
    scenario = town.scenario(title="港区", summary=TRUCKS_AND_DRONES)
    trucks = supplier(town).organisation
    judge(
        scenario,
        organisation=trucks,
        kind=JudgementKind.REJECT,
        reason=ReasonCode.SIZE,
        words="",
        capability=None,
        seen=None,
        stamp=officer,
    )

    assert teams_for(officer.actor, scenario).teams == ()
    with pytest.raises(NotFound):
        teams_for(town.stamp(town.clerk).actor, scenario)


def rematched(town, officer):
    run = rematch_city(town.city, stamp=officer)
    stamp = HOUSE.__class__(HOUSE.actor, timezone.now(), "job", HOUSE.request_id)
    return running.match_again(run, stamps=lambda: stamp)


def test_the_map_of_topics_is_drawn_by_the_re_match(town, officer, django_assert_num_queries):
    for number in range(6):
        town.scenario(title=f"港区无人集卡{number}", summary="港区无人驾驶集卡自动接驳")
        town.scenario(title=f"工地巡检{number}", summary="无人机巡检工地违规作业")
        supplier(town, f"示例药房{number}有限公司", title="发药机器人", text=PHARMACY)
    organisation_of(town, "示例介绍有限公司", introduction="研发药房发药机器人与设备。")
    builder = organisation_of(town, "示例药学研究院")
    recognised_lab(town, builder, name="示例药房实验室", direction=PHARMACY)
    before = topic_map(officer.actor, town.city)
    run = rematched(town, officer)

    with django_assert_num_queries(5):
        drawn = topic_map(officer.actor, town.city)

    assert (before.run, before.topics) == (None, ())
    assert drawn.run == run
    assert sum(topic.demands for topic in drawn.topics) == 12
    assert sum(topic.supplies for topic in drawn.topics) == 8
    assert any(builder in topic.organisations for topic in drawn.topics)
    assert {topic.white for topic in drawn.white} == {"demand", "supply"}
    assert all(topic.words for topic in drawn.topics)
    with pytest.raises(NotFound):
        topic_map(town.stamp(town.owner).actor, town.city)


def test_thin_demand_and_idle_supply_are_named(town, officer):
    scenario = town.scenario(title="港区无人集卡", summary="港区无人驾驶集卡自动接驳，支持夜间作业")
    supplier(town)
    supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)
    rematched(town, officer)

    (thinnest,) = thin(officer.actor, town.city)

    assert thinnest == scenario
    assert thinnest.able in {0, 1}
    assert "示例药房设备有限公司" in [one.name for one in idle(officer.actor, town.city)]
    with pytest.raises(NotFound):
        thin(town.stamp(town.owner).actor, town.city)


def test_what_was_shown_is_kept_once_a_day_and_never_changed(town, officer):
    one, other = town.scenario(), town.scenario()
    rows = [Shown(1, 5, 0.91, {"need": 91}), Shown(1, 7, 0.5, {"need": 50, "field": None})]
    for _again in range(2):
        record_showing(one, rows=rows, version="settings 1", stamp=officer)
    record_showing(one, rows=rows[:1], version="settings 1", stamp=officer)
    record_showing(other, rows=[], version="settings 1", stamp=officer)

    first, second = Showing.objects.order_by("pk")
    assert (first.organisations, first.scores, first.viewer) == (
        [5, 7],
        [910, 500],
        town.city_officer,
    )
    assert (first.about, first.city) == (f"scenario:{one.pk}", town.city)
    assert first.parts == {"need": [91, 50], "field": [None, None]}
    assert second.organisations == [5]
    for act in (
        lambda: Showing.objects.update(about="x"),
        lambda: Showing.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_an_outcome_is_joined_to_what_had_been_shown_before(town, officer):
    scenario = town.scenario(summary=TRUCKS_AND_DRONES)
    trucks = supplier(town).organisation
    other = supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY).organisation
    rows = [
        Shown(scenario.pk, other.pk, 0.9, {"need": 12}),
        Shown(scenario.pk, trucks.pk, 0.7, {"need": 80, "field": None}),
    ]
    record_showing(scenario, rows=rows, version="settings 1", stamp=officer)
    later = town.stamp(town.city_officer, at=NOON + timedelta(days=30))
    note_outcome(scenario, organisation=trucks, kind=Outcome.Kind.LANDED, stamp=later)
    note_outcome(scenario, organisation=trucks, kind=Outcome.Kind.LANDED, stamp=later)
    early = town.stamp(town.city_officer, at=NOON - timedelta(days=30))
    note_outcome(scenario, organisation=other, kind=Outcome.Kind.FAILED, stamp=early)

    (found,) = joined(town.city)

    assert (found.organisation_id, found.kind, found.rank, found.score) == (
        trucks.pk,
        "landed",
        2,
        700,
    )
    assert found.parts == {"need": 80, "field": None}
