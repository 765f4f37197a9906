"""An order by outcomes: fitted on earlier ones, proven on later ones, switched by the office."""

from datetime import timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.matchmaking import rules
from citystage.stages.matchmaking.actions.rerank import (
    NotProven,
    TooFew,
    fit_reranking,
    switch_off,
    switch_on,
)
from citystage.stages.matchmaking.finding.knowledge import ENGINE
from citystage.stages.matchmaking.joining import Joined
from citystage.stages.matchmaking.models import Reranking
from citystage.stages.matchmaking.queries import rerankings
from citystage.stages.matchmaking.queries.suppliers import able_suppliers
from citystage.stages.matchmaking.sampling import known_from, sample_of, split
from tests.conftest import NOON
from tests.matchmaking.builders import TRUCKS, WORKSHOP, matching, supplier
from tests.matchmaking.outcomes import became

pytestmark = pytest.mark.usefixtures("english")

NEED = "码头前沿至堆场之间的水平运输由外包司机完成，希望以无人驾驶集卡替代，实现自动接驳。"


@pytest.fixture
def office(town):
    return town.stamp(town.city_officer)


def joined(scenario, organisation, kind, day, *, score=500, parts=None):  # noqa: PLR0913
    at = NOON + timedelta(days=day)
    return Joined(scenario, organisation, kind, at, NOON, 1, score, parts or {"need": 40})


def fitted(town, **fields):
    known = {
        "city": town.city,
        "weights": {"score": 0.0, "need": 0.0, "freshness": 4.0},
        "intercept": 0.0,
        "sample": {"pairs": 300, "good": 100, "earlier": 210, "later": 90},
        "demands": 40,
        "plain": 0.6,
        "reranked": 0.8,
        "p": 0.001,
        "engine": ENGINE,
        "made_at": NOON,
    }
    return Reranking.objects.create(**(known | fields))


def test_what_became_of_a_pair_says_whether_it_went_well():
    found = known_from(
        [
            joined(1, 1, "answered", 1, score=310, parts={"need": 30, "field": None}),
            joined(1, 2, "answered", 2),
            joined(1, 1, "landed", 9, score=990),
            joined(2, 3, "answered", 3),
            joined(3, 4, "agreed", 4),
            joined(3, 4, "failed", 8),
            joined(4, 5, "failed", 10),
            joined(4, 5, "landed", 20),
        ]
    )

    assert [(one.example.demand, one.example.good) for one in found] == [
        ("3", False),
        ("1", True),
        ("1", False),
        # A trial failed, and then it landed.
        ("4", True),
    ]
    # As it was shown before the first thing became of it.
    assert found[1].example.features == {"score": 0.31, "need": 0.3, "field": None}


def test_no_scenario_lies_on_both_sides_of_the_split():
    known = known_from(
        [joined(at // 2 if at < 8 else at % 4, at, "landed", at) for at in range(10)]
    )

    found = split(known)

    assert {one.demand for one in found.earlier}.isdisjoint(one.demand for one in found.later)
    assert len(found.earlier) == 7
    assert split([]).split is None


def test_it_is_fitted_on_earlier_outcomes_and_measured_on_later_ones(town, office):
    became(town)

    made = fit_reranking(town.city, stamp=office)

    assert made.state == "ready"
    assert made.weights["need"] > made.weights["score"]
    assert min(made.weights.values()) >= 0
    assert (made.sample["pairs"], made.sample["earlier"], made.sample["later"]) == (400, 280, 120)
    assert 0 < made.demands <= 30
    assert made.reranked > made.plain
    assert len(made.plain_curve) == 10
    told = Entry.objects.get(verb="matchmaking.reranking.fitted").payload
    assert told["demands"] == made.demands


def test_too_few_outcomes_are_refused_in_words(town, office):
    became(town, 20)

    with pytest.raises(TooFew, match="There are 56"):
        fit_reranking(town.city, stamp=office)
    assert not Reranking.objects.exists()


def test_a_proven_fit_is_switched_on_and_off(town, office):
    became(town)
    made = fit_reranking(town.city, stamp=office)

    on = switch_on(made, stamp=office)
    used = rerankings.in_use(town.city)
    off = switch_off(made, stamp=office)

    assert (used, on.state, off.state) == (made, "on", "off")
    assert rerankings.in_use(town.city) is None
    assert off.switched_by == town.city_officer
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "matchmaking.reranking.fitted",
        "matchmaking.reranking.switched_on",
        "matchmaking.reranking.switched_off",
    ]


def test_what_is_no_better_than_the_plain_order_stays_off(town, office):
    became(town, by="score")
    made = fit_reranking(town.city, stamp=office)

    with pytest.raises(NotProven, match="Not proven"):
        switch_on(made, stamp=office)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"demands": 0}, "no scenario of the later outcomes"),
        ({"reranked": 0.6}, "was not better"),
        ({"p": 0.2}, "in 20 of 100 cases"),
        ({"engine": "0"}, "an earlier version"),
        ({"state": "on"}, "in use already"),
    ],
)
def test_the_switch_says_why_it_refuses(town, office, fields, why):
    made = fitted(town, **fields)

    with pytest.raises(NotProven, match=why):
        switch_on(made, stamp=office)


def test_only_the_newest_fit_is_used_and_replaces_the_one_before(town, office):
    before = fitted(town)
    switch_on(before, stamp=office)
    newer = fitted(town)

    switch_on(newer, stamp=office)

    before.refresh_from_db()
    assert (before.state, rerankings.in_use(town.city)) == ("off", newer)
    told = Entry.objects.get(verb="matchmaking.reranking.switched_off").payload
    assert told["followed_by"] == newer.pk
    with pytest.raises(NotProven, match="newer fit"):
        switch_on(before, stamp=office)
    with pytest.raises(WrongState, match="not in use"):
        switch_off(before, stamp=office)


def test_only_the_office_of_the_city_fits_and_switches(town):
    stranger = town.stamp(town.officer)
    made = fitted(town)

    for act in (
        lambda: fit_reranking(town.city, stamp=stranger),
        lambda: switch_on(made, stamp=stranger),
        lambda: switch_off(made, stamp=stranger),
    ):
        with pytest.raises((NotAllowed, TooFew, NotProven, WrongState), match="Only the coord"):
            act()
    with pytest.raises(NotFound):
        rerankings.reach_city(stranger.actor, town.city.code)
    with pytest.raises(NotFound):
        rerankings.reach_fit(town.city, 0)
    assert not rules.is_enough(sample_of(town.city))


def test_suppliers_are_ordered_by_it_only_while_it_is_on(town, office):
    matching(town)
    scenario = town.scenario(summary=NEED, owner_unit=town.firm)
    trucks = supplier(town, text=TRUCKS)
    other = supplier(town, "示例港机有限公司", title="设备维修", text=WORKSHOP)
    type(trucks).objects.filter(pk=trucks.pk).update(changed_at=NOON - timedelta(days=900))
    made = fitted(town)
    plain = able_suppliers(office.actor, scenario)

    switch_on(made, stamp=office)
    learned = able_suppliers(office.actor, scenario)
    switch_off(made, stamp=office)
    again = able_suppliers(office.actor, scenario)

    first, second = trucks.organisation, other.organisation
    assert [row.organisation for row in plain.rows] == [first, second]
    assert [row.organisation for row in learned.rows] == [second, first]
    assert [row.organisation for row in again.rows] == [first, second]
    # The verdict stays that of the best score.
    assert (learned.verdict, learned.good) == (plain.verdict, plain.good)
    assert (plain.again, learned.again, again.again) == (None, made, None)
    assert learned.version == f"{plain.version} · order {made.pk}"


def test_a_fit_for_another_engine_is_not_used(town):
    made = fitted(town, state="on", engine="0")

    assert rerankings.in_use(town.city) is None
    assert not rerankings.is_of_this_engine(made)
