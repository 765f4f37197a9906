"""A lab's own page: needs, services, trials, financing; renewal before the term ends."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.actions.label import NoTerm, renew_label, withdraw_label
from citystage.stages.catalogue.models import Label
from citystage.stages.catalogue.queries import labs as catalogue
from citystage.stages.evaluation.actions.keep_need import (
    add_need,
    drop_need,
    meet_need,
    reopen_need,
)
from citystage.stages.evaluation.actions.keep_record import (
    BadRecord,
    Told,
    add_record,
    change_record,
    strike_record,
)
from citystage.stages.evaluation.actions.remind_labs import remind_labs
from citystage.stages.evaluation.actions.renew_term import (
    ask_renewal,
    grant_renewal,
    refuse_renewal,
    take_renewal_back,
)
from citystage.stages.evaluation.keeping import NoReason, Outrun
from citystage.stages.evaluation.models import Need, Record, Renewal
from citystage.stages.evaluation.queries.public import shown
from tests.conftest import HOUSE
from tests.evaluation import building
from tests.evaluation.building import at, label_of, member, ruled

MONEY = Told(title="A轮融资", since=date(2026, 3, 1), round="a", amount=3_000_000_000)
TRIAL = Told(title="港区试点", since=date(2026, 5, 1), outcome="running", partner="示例码头")


@pytest.fixture
def office(town):
    return town.stamp(town.city_officer)


@pytest.fixture
def made(town):
    ruled(town)
    return building.lab(town)


@pytest.fixture
def mine(town, made):
    return town.stamp(member(town))


def need(made, stamp, *, public=True):
    return add_need(
        made, kind="scene", title="需要夜间作业场地", words="", public=public, stamp=stamp
    )


def test_a_need_is_met_dropped_and_taken_up_again(town, made, mine, office):
    one = need(made, mine)

    meet_need(one, reason="港口已开放三号堆场。", stamp=office)
    with pytest.raises(WrongState):
        drop_need(one, reason="不再需要。", stamp=mine)
    reopen_need(one, reason="场地收回。", stamp=mine)
    drop_need(one, reason="改在仿真环境验证。", stamp=mine)

    one.refresh_from_db()
    assert (one.state, one.reason) == ("dropped", "改在仿真环境验证。")
    assert Notice.objects.filter(person=mine.actor.person, template__contains="is met").count() == 1


def test_the_lab_alone_makes_a_need_public(made, mine, office):
    need(made, office)
    need(made, mine)

    assert [one.public for one in Need.objects.order_by("pk")] == [False, True]
    assert len(shown(made).needs) == 1


def test_a_need_ends_with_a_reason_and_by_those_it_concerns(town, made, mine):
    one = need(made, mine)

    with pytest.raises(NoReason):
        meet_need(one, reason=" ", stamp=mine)
    for somebody in (town.owner, town.officer):
        stranger = building.member(town, f"x{somebody.pk}", town.jimo)
        with pytest.raises(NotAllowed):
            meet_need(one, reason="已解决。", stamp=town.stamp(stranger))


def test_both_sides_enter_and_only_the_lab_shows(town, made, mine, office):
    service = Told(title="组织对接", since=date(2026, 2, 1), shown="full")
    add_record(made, kind="service", told=service, stamp=office)
    own = add_record(made, kind="financing", told=replace(MONEY, shown="fact"), stamp=mine)
    add_record(made, kind="trial", told=TRIAL, stamp=mine)

    kept = Record.objects.order_by("pk").values_list("kind", "shown")
    assert list(kept) == [("service", "hidden"), ("financing", "fact"), ("trial", "hidden")]
    assert shown(made).financing == [own]
    change_record(own, told=replace(MONEY, shown="full", amount=1), version=1, stamp=office)
    own.refresh_from_db()
    assert (own.shown, own.amount) == ("fact", 1)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("financing", {"amount": None}),
        ("financing", {"amount": -1}),
        ("financing", {"round": ""}),
        ("service", {}),
        ("trial", {"round": "", "amount": None}),
        ("financing", {"outcome": "passed"}),
        ("financing", {"until": date(2026, 3, 1)}),
    ],
)
def test_what_does_not_hold_together_is_not_entered(made, mine, kind, changes):
    with pytest.raises(BadRecord):
        add_record(made, kind=kind, told=replace(MONEY, **changes), stamp=mine)


def test_an_entry_is_put_right_by_one_at_a_time_and_struck_out_with_why(made, mine):
    one = add_record(made, kind="financing", told=replace(MONEY, shown="full"), stamp=mine)
    change_record(one, told=replace(MONEY, amount=5, shown="full"), version=1, stamp=mine)

    with pytest.raises(Outrun):
        change_record(one, told=MONEY, version=1, stamp=mine)
    strike_record(one, reason="重复登记。", stamp=mine)
    with pytest.raises(BadRecord):
        strike_record(one, reason="再次。", stamp=mine)
    assert shown(made).financing == []


def test_renewal_is_asked_in_the_last_days_and_gives_a_new_term(town, made, mine, office):
    early = replace(mine, at=at(2026, 12, 2))
    with pytest.raises(NotAllowed):
        ask_renewal(made, words="继续验证。", stamp=early)
    in_time = replace(mine, at=at(2026, 12, 3))
    asked = ask_renewal(made, words="完成三项，下一期推广。", stamp=in_time)
    with pytest.raises(WrongState):
        ask_renewal(made, words="再次。", stamp=in_time)
    with pytest.raises(NotAllowed):
        grant_renewal(asked, until=date(2030, 6, 1), reason="", stamp=in_time)
    with pytest.raises(NoTerm):
        grant_renewal(asked, until=date(2027, 6, 1), reason="", stamp=office)

    grant_renewal(asked, until=date(2030, 6, 1), reason="成效明显。", stamp=office)

    old, new = Label.objects.filter(lab=made).order_by("pk")
    asked.refresh_from_db()
    assert (asked.state, old.state, new.state) == ("granted", "renewed", "valid")
    assert (new.since, new.until, catalogue.renewed_by(old)) == (
        date(2027, 6, 1),
        date(2030, 6, 1),
        new,
    )


def test_a_renewal_is_refused_with_why_or_taken_back(town, made, mine, office):
    moment = replace(mine, at=at(2027, 1, 1))
    first = ask_renewal(made, words="继续。", stamp=moment)
    with pytest.raises(NoReason):
        refuse_renewal(first, reason="", stamp=office)
    refuse_renewal(first, reason="连续两年未报告。", stamp=office)
    second = ask_renewal(made, words="已补报。", stamp=moment)
    take_renewal_back(second, stamp=moment)

    states = Renewal.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["refused", "taken_back"]
    assert label_of(made).state == "valid"


def test_a_label_renewed_or_withdrawn_on_its_own_page_answers_the_request(made, mine, office):
    moment = replace(mine, at=at(2027, 1, 1))
    asked = ask_renewal(made, words="继续。", stamp=moment)
    renew_label(label_of(made), until=date(2030, 1, 1), stamp=office)
    asked.refresh_from_db()
    assert asked.state == "granted"

    later = replace(mine, at=at(2029, 12, 1))
    again = ask_renewal(made, words="再续。", stamp=later)
    withdraw_label(label_of(made), reason="停办。", stamp=office)
    again.refresh_from_db()
    assert again.state == "closed"


@pytest.mark.parametrize(
    ("state", "until", "day"),
    [("withdrawn", date(2027, 6, 1), (2027, 1, 1)), ("valid", None, (2027, 1, 1)),
     ("valid", date(2027, 6, 1), (2027, 6, 1))],
)  # fmt: skip
def test_where_nothing_can_be_renewed_nothing_is_asked(made, mine, state, until, day):
    Label.objects.update(state=state, until=until)

    with pytest.raises(NotAllowed):
        ask_renewal(made, words="继续。", stamp=replace(mine, at=at(*day)))


def test_the_end_of_a_term_is_told_in_time_unless_renewal_is_asked(made, mine):
    def remind(moment):
        return remind_labs(made.city, stamp=replace(HOUSE, at=moment))

    assert [remind(at(2026, 12, 3)), remind(at(2026, 12, 4))] == [1, 0]
    ask_renewal(made, words="继续。", stamp=replace(mine, at=at(2027, 1, 1)))
    assert remind(at(2027, 5, 20)) == 0
    told = Notice.objects.get(person=mine.actor.person, template__contains="Ask for renewal")
    assert told.values["days"] == 180
    assert timezone.is_aware(told.at)
