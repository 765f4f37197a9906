"""The responsibility list, the funnel and the coverage board."""

from datetime import timedelta

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.models import Capability, Lab, Scenario
from citystage.stages.docking.actions.follow_up import Changed, Duty, follow_up
from citystage.stages.docking.actions.invite_suppliers import invite_suppliers
from citystage.stages.docking.actions.keep_agreement import enter_agreement
from citystage.stages.docking.actions.keep_intent import note_intent
from citystage.stages.docking.agreeing import Terms, side_named
from citystage.stages.docking.funnel import STEPS, measured
from citystage.stages.docking.models import Answer, Introduction, Opening
from citystage.stages.docking.queries import coverage, following, funnel
from citystage.stages.docking.queries.following import Cut
from citystage.stages.docking.signing import Signature
from citystage.stages.docking.states.agreements import DealKind, Force
from citystage.stages.matchmaking.models import Suggestion
from tests.conftest import NOON
from tests.docking import tracking

pytestmark = pytest.mark.usefixtures("english")


def _duty(person=None, **changes):
    known = {"person": person, "person_name": "", "next_step": "约谈", "next_on": tracking.TODAY}
    return Duty(**(known | changes))


def test_a_line_names_the_person_who_is_told(town):
    scenario = town.scenario()

    row = follow_up(scenario, duty=_duty(town.clerk), version=0, stamp=town.stamp())

    assert (row.person, row.version, row.unit) == (town.clerk, 1, town.laoshan)
    assert Notice.objects.get().person == town.clerk
    told = Entry.objects.get(verb="docking.follow.changed")
    assert told.payload["changes"]["next_step"] == ["", "约谈"]


def test_the_person_keeps_the_line_and_others_do_not(town):
    scenario = town.scenario()
    follow_up(scenario, duty=_duty(town.clerk), version=0, stamp=town.stamp())

    done = follow_up(
        scenario, duty=_duty(town.clerk, progress="已约谈"), version=1, stamp=town.stamp(town.clerk)
    )

    assert done.progress == "已约谈"
    with pytest.raises(NotAllowed):
        follow_up(scenario, duty=_duty(), version=2, stamp=town.stamp(town.jimo_officer))


def test_two_officers_do_not_write_over_each_other(town):
    scenario = town.scenario()
    first = follow_up(scenario, duty=_duty(person_name="张三"), version=0, stamp=town.stamp())

    with pytest.raises(Changed):
        follow_up(scenario, duty=_duty(person_name="李四"), version=0, stamp=town.stamp())
    same = follow_up(scenario, duty=_duty(person_name="张三"), version=1, stamp=town.stamp())
    assert same.version == first.version


def test_what_is_late_mine_and_nobodys(town):
    first, second, bare = (town.scenario(title=f"场景{n}") for n in range(3))
    yesterday = tracking.TODAY - timedelta(days=1)
    duty = _duty(town.clerk, next_on=yesterday)
    follow_up(first, duty=duty, version=0, stamp=town.stamp())
    follow_up(second, duty=_duty(person_name="张三"), version=0, stamp=town.stamp())
    actor = town.stamp().actor

    def lines(**cut):
        return [row.scenario for row in following.lines(actor, Cut(**cut), today=tracking.TODAY)]

    assert lines() == [first, second]
    assert lines(show="late") == [first]
    assert lines(show="mine") == []
    assert lines(words="场景1", district="laoshan") == [second]
    assert list(following.without(actor, Cut())) == [bare]
    assert following.due(town.stamp(town.clerk).actor).get().scenario == first
    with pytest.raises(NotFound):
        following.reach_followed(town.stamp(town.jimo_officer).actor, first.number)


def _suggest(scenario, organisation, verdict="match", rank=1):
    return Suggestion.objects.create(
        scenario=scenario,
        organisation=organisation,
        score=0.8,
        verdict=verdict,
        rank=rank,
        changed_at=NOON - timedelta(days=20),
    )


def _opening(scenario, **changes):
    known = {
        "opens_at": NOON - timedelta(days=15),
        "questions_until": NOON - timedelta(days=10),
        "closes_at": NOON - timedelta(days=5),
        "outcome_due_at": NOON,
        "opened_at": NOON - timedelta(days=15),
        "sealed": False,
    }
    return Opening.objects.create(scenario=scenario, **(known | changes))


def _answer(opening, organisation):
    return Answer.objects.create(
        opening=opening,
        organisation=organisation,
        state="submitted",
        given={},
        submitted_at=NOON - timedelta(days=8),
        begun_at=NOON,
        changed_at=NOON,
    )


def _walked(town):
    """One scenario that came to an agreement, one suggested only, one untouched."""
    organisation, maker = tracking.company(town)
    far, near, bare = (town.scenario(title=f"场景{n}") for n in range(3))
    for scenario in (far, near):
        _suggest(scenario, organisation)
    broker = plant(parent=town.city, kind=Unit.Kind.ORGANISATION, name="示例经理人", code="")
    Introduction.objects.create(
        scenario=far,
        organisation=organisation,
        begun_as="broker",
        begun_at=NOON - timedelta(days=10),
        introducer=broker,
    )
    _answer(_opening(far), organisation)
    terms = Terms(kind=DealKind.TRIAL, title="试用", scenario=far)
    sides = [side_named("示例机器人公司"), side_named("示例港口集团")]
    note_intent(town.city, terms=terms, sides=sides, stamp=town.stamp(maker))
    signed = Signature(force=Force.BINDING, signed_on=tracking.TODAY)
    enter_agreement(town.city, terms=terms, signature=signed, sides=sides, stamp=town.stamp(maker))
    return far, near, bare, broker


def test_the_funnel_counts_scenarios_step_by_step_with_the_time_between(town):
    _walked(town)

    found = funnel.funnel(town.stamp(town.city_officer).actor, by="field")

    steps = dict(zip((step.code for step in STEPS), found.whole.reached, strict=True))
    assert found.whole.total == 3
    assert steps == {
        "suggestion": 2,
        "interest": 1,
        "answer": 1,
        "meeting": 0,
        "intent": 1,
        "agreement": 1,
        "trial": 0,
        "landing": 0,
    }
    took = dict(zip((step.code for step in STEPS), found.whole.took, strict=True))
    assert (took["interest"], took["answer"]) == (timedelta(days=10), timedelta(days=2))
    assert (took["suggestion"], took["meeting"]) == (None, None)
    assert [(part.label, part.line.total) for part in found.parts] == [("Ports and shipping", 3)]


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("district", ["崂山区"]),
        ("department", []),
        ("owner", ["示例港口集团"]),
        ("broker", ["示例经理人"]),
        ("event", []),
    ],
)
def test_the_funnel_is_cut_by_any_dimension(town, by, labels):
    _walked(town)

    found = funnel.funnel(town.stamp(town.city_officer).actor, by=by, year=2026)

    assert [part.label for part in found.parts] == labels


def test_a_number_of_the_funnel_opens_into_its_records(town):
    far, near, bare, broker = _walked(town)
    actor = town.stamp(town.city_officer).actor

    assert set(funnel.records(actor, step="suggestion")) == {far, near}
    assert list(funnel.records(actor, step="agreement")) == [far]
    assert list(funnel.records(actor, step="", by="broker", key=str(broker.pk))) == [far]
    assert bare in funnel.records(actor, step="", year=2026)
    with pytest.raises(NotFound):
        funnel.records(actor, step="nothing")
    with pytest.raises(NotFound):
        funnel.records(actor, step="", by="nothing", key="1")


def test_a_district_sees_its_own_part_and_a_company_none(town):
    _walked(town)
    jimo = funnel.funnel(town.stamp(town.jimo_officer).actor, by="field")

    assert jimo.whole.total == 0
    assert funnel.years(town.stamp().actor) == [2026]
    with pytest.raises(NotFound):
        funnel.funnel(town.stamp(town.owner).actor, by="field")


def test_sealed_answers_count_once_the_seal_is_off(town):
    scenario = town.scenario()
    organisation = tracking.company(town)[0]
    opening = _opening(scenario, sealed=True, closes_at=NOON + timedelta(days=4000))
    _answer(opening, organisation)
    actor = town.stamp(town.city_officer).actor

    assert list(funnel.records(actor, step="answer")) == []
    assert list(coverage.unanswered(town.city)) == []
    Opening.objects.update(sealed=False)
    assert list(funnel.records(actor, step="answer")) == [scenario]
    assert list(coverage.unanswered(town.city)) == []
    Answer.objects.all().delete()
    assert list(coverage.unanswered(town.city)) == [scenario]


def test_fitting_suppliers_are_invited_once(town):
    scenario = town.scenario()
    organisation, maker = tracking.company(town)
    _suggest(scenario, organisation)
    officer = town.stamp(town.city_officer)

    fitting = coverage.fitting(scenario)
    assert fitting == [organisation]
    assert invite_suppliers(scenario, organisations=fitting, stamp=officer) == 1
    assert invite_suppliers(scenario, organisations=fitting, stamp=officer) == 0
    assert coverage.fitting(scenario) == []
    assert coverage.invited_among([scenario.pk]) == {scenario.pk: 1}
    assert Notice.objects.get().person == maker
    with pytest.raises(NotAllowed):
        invite_suppliers(scenario, organisations=[], stamp=town.stamp())


def test_labs_and_capabilities_without_a_scene(town):
    organisation = tracking.company(town)[0]
    scenario = town.scenario()
    lab = Lab.objects.create(
        city=town.city, name="示例实验室", builder=organisation, batch=1, created_at=NOON
    )
    Capability.objects.create(
        organisation=organisation,
        city=town.city,
        title="巡检",
        version=1,
        created_at=NOON,
        changed_at=NOON,
    )
    actor = town.stamp(town.city_officer).actor

    assert list(coverage.idle_labs(town.city)) == [lab]
    assert list(coverage.idle(actor, town.city)) == [organisation]
    assert list(coverage.thin(actor, town.city)) == [scenario]
    _suggest(scenario, organisation)
    assert list(coverage.idle_labs(town.city)) == []
    assert list(coverage.idle(actor, town.city)) == []


def test_the_board_belongs_to_the_office_of_the_city(town):
    other = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    town.person("far", Role.CITY_OFFICER, other)
    actor = town.stamp(town.city_officer).actor

    assert coverage.reach_city(actor, "") == town.city
    assert coverage.neighbours(town.city) == [other]
    for code, person in (("chengdu", town.city_officer), ("", town.officer)):
        with pytest.raises(NotFound):
            coverage.reach_city(town.stamp(person).actor, code)
    with pytest.raises(NotFound):
        coverage.reach_open(town.city, "QD-0")


def test_a_funnel_of_nothing_counts_nothing(town):
    whole, parts = measured(Scenario.objects.none(), by="district")

    assert (whole.total, set(whole.reached), set(whole.took), parts) == (0, {0}, {None}, [])
