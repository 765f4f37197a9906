"""Asks: routed by the table, passed on once, answered in time, disputed, closed or lapsed."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.tenancy.models import Unit, plant
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.actions.answer_ask import (
    BadReply,
    Reply,
    Rule,
    link_rule,
    reply_to_ask,
    reroute_ask,
)
from citystage.stages.docking.actions.dispute_ask import decide_ask, dispute_ask
from citystage.stages.docking.actions.end_ask import allow_reading, close_ask, withdraw_ask
from citystage.stages.docking.actions.file_ask import NoNeighbour, Wanted, file_ask
from citystage.stages.docking.actions.mind_asks import climb_asks, close_by_time
from citystage.stages.docking.asking import WordsMissing
from citystage.stages.docking.jobs.tracking import mind_asks
from citystage.stages.docking.models import Ask
from citystage.stages.docking.queries import asks as queries
from citystage.stages.docking.states.asks import AskKind, AskOutcome
from tests.conftest import HOUSE, Town
from tests.docking import tracking

pytestmark = pytest.mark.usefixtures("english")


def _at(moment):
    return replace(HOUSE, at=moment)


@pytest.fixture
def maker(town):
    tracking.routes(town, ("scene", "", "transport"), ("scene", "port", "health"))
    return tracking.company(town)[1]


def test_an_ask_goes_to_the_unit_of_its_kind_and_field(town, maker):
    plain = tracking.ask(town, maker)
    port = tracking.ask(town, maker, field=town.field)
    data = tracking.ask(town, maker, kind=AskKind.DATA)

    assert [one.unit for one in (plain, port, data)] == [town.transport, town.health, town.city]
    # Ten working days after a Saturday: the end of Friday two weeks later.
    assert plain.due_at.isoformat() == "2026-12-05T00:00:00+08:00"
    told = Notice.objects.get(person=town.clerk)
    assert str(told)
    assert told.subject == f"docking.ask:{plain.pk}"


def test_days_come_from_the_pack(town):
    tracking.routes(town, reply_working_days=2)
    maker = tracking.company(town)[1]

    made = tracking.ask(town, maker)

    assert made.due_at.isoformat() == "2026-11-25T00:00:00+08:00"


def test_only_who_acts_for_a_unit_asks(town):
    expert = town.person("expert", Role.EXPERT, town.firm)

    with pytest.raises(NotAllowed):
        tracking.ask(town, expert)


def test_an_ask_is_passed_on_once_with_its_reason(town, maker):
    made = tracking.ask(town, maker)
    clerk = town.stamp(town.clerk)

    with pytest.raises(WordsMissing):
        reroute_ask(made, unit=town.health, reason=" ", stamp=clerk)
    with pytest.raises(BadReply):
        reroute_ask(made, unit=town.transport, reason="不归我局", stamp=clerk)
    moved = reroute_ask(made, unit=town.health, reason="不归我局", stamp=clerk)

    doctor = town.person("doctor", Role.DEPARTMENT_OFFICER, town.health)
    assert (moved.unit, moved.first_unit, moved.state) == (town.health, town.transport, "filed")
    with pytest.raises(WrongState, match="once"):
        reroute_ask(moved, unit=town.laoshan, reason="再转", stamp=town.stamp(doctor))
    with pytest.raises(WrongState, match="Only"):
        tracking.replied(town, moved, town.clerk)


@pytest.mark.parametrize(
    ("outcome", "conditions", "kind"),
    [
        (AskOutcome.CONDITIONS, " ", AskKind.SCENE),
        (AskOutcome.ADOPTED, "", AskKind.SCENE),
        (AskOutcome.AGREED, "", AskKind.RULE),
    ],
)
def test_a_reply_goes_with_its_kind(town, maker, outcome, conditions, kind):
    made = tracking.ask(town, maker, kind=kind)
    person = town.clerk if kind == AskKind.SCENE else town.city_officer

    with pytest.raises(BadReply):
        tracking.replied(town, made, person, outcome, conditions=conditions)


def test_conditions_stand_beside_the_reply(town, maker):
    made = tracking.ask(town, maker)

    done = tracking.replied(town, made, town.clerk, AskOutcome.CONDITIONS, conditions="夜间进行")

    assert (done.state, done.outcome, done.conditions) == ("replied", "conditions", "夜间进行")
    assert Notice.objects.filter(person=maker).count() == 1


def test_a_dispute_is_decided_by_another_person_for_good(town, maker):
    made = tracking.ask(town, maker, kind=AskKind.DATA)
    tracking.replied(town, made, town.city_officer, AskOutcome.CANNOT)
    mine = town.stamp(maker)

    disputed = dispute_ask(made, words="数据已公开过", stamp=mine)
    with pytest.raises(WrongState, match="Another officer"):
        decide_ask(
            disputed, outcome=AskOutcome.AGREED, words="可", stamp=town.stamp(town.city_officer)
        )
    other = town.stamp(town.person("second", Role.CITY_OFFICER, town.city))
    decided = decide_ask(disputed, outcome=AskOutcome.AGREED, words="可以开放", stamp=other)

    assert (decided.first_outcome, decided.outcome, decided.state) == (
        "cannot",
        "agreed",
        "decided",
    )
    with pytest.raises(WrongState):
        dispute_ask(decided, words="再议", stamp=mine)
    assert close_ask(decided, words="", stamp=mine).state == "closed"


def test_an_ask_is_withdrawn_before_the_reply_only(town, maker):
    first, second = tracking.ask(town, maker), tracking.ask(town, maker)
    tracking.replied(town, second, town.clerk)

    assert withdraw_ask(first, stamp=town.stamp(maker)).state == "withdrawn"
    with pytest.raises(WrongState):
        withdraw_ask(second, stamp=town.stamp(maker))
    with pytest.raises(WrongState):
        close_ask(second, words="", stamp=town.stamp(town.owner))


def test_a_late_reply_climbs_to_the_unit_and_then_the_city(town, maker):
    made = tracking.ask(town, maker)
    late = made.due_at + timedelta(hours=1)
    Notice.objects.all().delete()

    assert climb_asks(stamp=_at(made.due_at - timedelta(seconds=1))) == 0
    assert (climb_asks(stamp=_at(late)), climb_asks(stamp=_at(late))) == (1, 0)
    assert Notice.objects.filter(person=town.city_officer).count() == 0
    assert climb_asks(stamp=_at(late + timedelta(days=6))) == 1
    assert Notice.objects.filter(person=town.city_officer).count() == 1
    levels = Entry.objects.filter(verb="docking.ask.climbed").order_by("id")
    assert [one.payload["level"] for one in levels] == [1, 2]


def test_an_answered_ask_lapses_with_notice(town, maker):
    made = tracking.replied(town, tracking.ask(town, maker), town.clerk)
    notice = made.lapses_at - timedelta(days=7)

    assert close_by_time(stamp=_at(notice - timedelta(seconds=1))) == 0
    assert close_by_time(stamp=_at(notice)) == 0
    assert close_by_time(stamp=_at(made.lapses_at)) == 1
    made.refresh_from_db()
    assert (made.state, made.warned_at) == ("lapsed", notice)


def test_nothing_lapses_without_notice_however_late_the_clock(town, maker):
    made = tracking.replied(town, tracking.ask(town, maker), town.clerk)
    late = made.lapses_at + timedelta(days=100)

    assert [close_by_time(stamp=_at(late + timedelta(days=n))) for n in (0, 6, 7)] == [0, 0, 1]


def test_an_adopted_suggestion_names_the_rule(town, maker):
    made = tracking.ask(town, maker, kind=AskKind.RULE)
    officer = town.stamp(town.city_officer)
    rule = Rule(title="无人设备上路办法", number="青政〔2026〕8号", url="https://example.invalid/8")

    with pytest.raises(NotAllowed, match="adopted"):
        link_rule(made, rule=rule, stamp=officer)
    done = tracking.replied(town, made, town.city_officer, AskOutcome.ADOPTED)
    linked = link_rule(done, rule=rule, stamp=officer)

    assert (linked.rule_title, linked.rule_number) == (rule.title, rule.number)
    assert Entry.objects.filter(verb="docking.ask.rule_linked").count() == 1


def test_a_city_asks_the_city_next_door(town):
    other = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    far = town.person("far", Role.CITY_OFFICER, other)
    wanted = Wanted(kind=AskKind.NEIGHBOUR, title="推荐供应商", text="请推荐。", public=False)
    stamp = town.stamp(town.city_officer)

    with pytest.raises(NoNeighbour):
        file_ask(town.city, wanted=wanted, stamp=stamp)
    made = file_ask(other, wanted=wanted, stamp=stamp)

    assert (made.unit, made.asker) == (other, town.city)
    assert queries.to_answer(town.stamp(far).actor).get() == made
    with pytest.raises(WrongState, match="not passed on"):
        reroute_ask(made, unit=other, reason="转", stamp=town.stamp(far))
    assert tracking.replied(town, made, far).state == "replied"


def test_who_has_no_part_in_it_does_not_find_it(town, maker):
    made = tracking.ask(town, maker)
    stranger = tracking.company(town, "stranger", "示例无关公司")[1]

    for person in (maker, town.clerk, town.city_officer):
        assert queries.reach_ask(town.stamp(person).actor, made.pk) == made
    for person in (stranger, town.officer):
        with pytest.raises(NotFound):
            queries.reach_ask(town.stamp(person).actor, made.pk)


def test_everybody_reads_it_once_answered_and_allowed(town, maker):
    made = tracking.ask(town, maker)

    with pytest.raises(NotFound):
        queries.reach_shown(made.pk)
    tracking.replied(town, made, town.clerk)
    assert queries.reach_shown(made.pk) == made
    allow_reading(made, public=False, stamp=town.stamp(maker))
    with pytest.raises(NotFound):
        queries.reach_shown(made.pk)


def test_the_worker_minds_asks(town, maker):
    tracking.ask(town, maker)

    assert mind_asks.call() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_replies_at_once_one_comes_late():
    town = Town()
    tracking.routes(town, ("scene", "", "transport"))
    made = tracking.ask(town, tracking.company(town)[1])
    barrier, said = Barrier(2), []

    def reply(words):
        try:
            barrier.wait(10)
            answer = Reply(outcome=AskOutcome.AGREED, words=words)
            reply_to_ask(made, reply=answer, stamp=town.stamp(town.clerk))
            said.append("done")
        except WrongState:
            said.append("late")
        finally:
            connection.close()

    threads = [Thread(target=reply, args=(words,)) for words in ("一", "二")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(said) == ["done", "late"]
    assert Entry.objects.filter(verb="docking.ask.replied").count() == 1
    assert Ask.objects.get(pk=made.pk).reply in {"一", "二"}
