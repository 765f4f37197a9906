"""Intents and agreements: parties, reasons, amendments, expiry, totals that are never mixed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import override_settings

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.actions.keep_agreement import (
    Change,
    add_document,
    amend_agreement,
    end_agreement,
    enter_agreement,
)
from citystage.stages.docking.actions.keep_intent import (
    lose_intent,
    note_intent,
    revive_intent,
    turn_intent,
)
from citystage.stages.docking.actions.mind_agreements import mind_agreements
from citystage.stages.docking.agreeing import BadDeal, Terms, side_named
from citystage.stages.docking.asking import WordsMissing
from citystage.stages.docking.jobs import tracking as jobs
from citystage.stages.docking.queries import agreements as queries
from citystage.stages.docking.queries.agreements import Cut
from citystage.stages.docking.signing import Signature
from citystage.stages.docking.states.agreements import DealKind, Force
from citystage.stages.matchmaking.models import Outcome
from citystage.stages.selection.evidence import Evidence
from citystage.stages.selection.models import Shareholding
from tests.conftest import HOUSE, NOON
from tests.docking import tracking

pytestmark = pytest.mark.usefixtures("english")
WAN = 1_000_000
SIGNED = Signature(force=Force.BINDING, signed_on=tracking.TODAY)


@pytest.fixture(autouse=True)
def _files_go_elsewhere(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def _terms(**changes):
    return Terms(**({"kind": DealKind.PURCHASE, "title": "采购巡检机器人"} | changes))


def _sides(*names):
    return [side_named(name) for name in names or ("示例港口集团", "示例机器人公司")]


@pytest.fixture
def maker(town):
    return tracking.company(town)


def _intent(town, maker, **changes):
    return note_intent(
        town.city, terms=_terms(**changes), sides=_sides(), stamp=town.stamp(maker[1])
    )


def _agreement(town, maker, signature=SIGNED, sides=None, **changes):
    return enter_agreement(
        town.city,
        terms=_terms(**changes),
        signature=signature,
        sides=sides or _sides(),
        stamp=town.stamp(maker[1]),
    )


def test_parties_are_found_in_the_directory_or_kept_as_names(town, maker):
    made = note_intent(
        town.city,
        terms=_terms(),
        sides=_sides("示例机器人公司", "市交通运输局", "河头店镇人民政府"),
        stamp=town.stamp(maker[1]),
    )

    known = [(one.organisation, one.unit, one.name) for one in queries.parties_of(made)]
    assert known == [
        (maker[0], None, "示例机器人公司"),
        (None, town.transport, "市交通运输局"),
        (None, None, "河头店镇人民政府"),
    ]
    assert Notice.objects.filter(person=town.clerk).count() == 1


def test_one_party_alone_agrees_on_nothing(town, maker):
    with pytest.raises(BadDeal):
        note_intent(
            town.city,
            terms=_terms(),
            sides=_sides("示例机器人公司", " 示例机器人公司"),
            stamp=town.stamp(maker[1]),
        )


def test_an_intent_becomes_an_agreement_with_its_reason(town, maker):
    scenario = town.scenario()
    intent = _intent(town, maker, scenario=scenario, amount=80 * WAN)
    stamp = town.stamp(maker[1])

    with pytest.raises(WordsMissing):
        turn_intent(
            intent, terms=_terms(scenario=scenario), signature=SIGNED, reason="", stamp=stamp
        )
    made = turn_intent(
        intent,
        terms=_terms(scenario=scenario, amount=75 * WAN),
        signature=SIGNED,
        reason="试用达标",
        stamp=stamp,
    )

    intent.refresh_from_db()
    assert (intent.state, intent.reason, made.intent, made.amount) == (
        "agreed",
        "试用达标",
        intent,
        75 * WAN,
    )
    assert Outcome.objects.get().organisation == maker[0]
    with pytest.raises(WrongState):
        lose_intent(intent, reason="算了", stamp=stamp)


def test_a_lost_intent_keeps_its_reason_and_may_be_taken_up(town, maker):
    intent = _intent(town, maker)
    stamp = town.stamp(maker[1])

    with pytest.raises(WordsMissing):
        lose_intent(intent, reason=" ", stamp=stamp)
    assert lose_intent(intent, reason="预算未批", stamp=stamp).state == "lost"
    assert revive_intent(intent, reason="预算已批", stamp=stamp).state == "open"
    verbs = Entry.objects.filter(subject=f"docking.intent:{intent.pk}").order_by("id")
    assert [one.verb.rsplit(".", 1)[-1] for one in verbs] == ["noted", "lost", "revived"]


def test_days_stand_in_order(town, maker):
    tomorrow = tracking.TODAY + timedelta(days=1)
    yesterday = tracking.TODAY - timedelta(days=1)

    with pytest.raises(BadDeal):
        _agreement(town, maker, Signature(force=Force.BINDING, signed_on=tomorrow))
    with pytest.raises(BadDeal):
        _agreement(town, maker, replace(SIGNED, expires_on=yesterday))


def test_an_amendment_keeps_what_it_changed(town, maker):
    made = _agreement(town, maker, amount=100 * WAN)
    change = Change(
        text="扩至三个码头",
        made_on=tracking.TODAY,
        force=Force.BINDING,
        amount=150 * WAN,
        expires_on=None,
    )

    amendment = amend_agreement(made, change=change, stamp=town.stamp(maker[1]))

    made.refresh_from_db()
    assert amendment.changes == {"amount": [str(100 * WAN), str(150 * WAN)]}
    assert (made.amount, made.version) == (150 * WAN, 2)
    early = replace(change, made_on=tracking.TODAY - timedelta(days=3))
    with pytest.raises(BadDeal):
        amend_agreement(made, change=early, stamp=town.stamp(maker[1]))


def test_reminded_once_expired_once(town, maker):
    last = tracking.TODAY + timedelta(days=100)
    made = _agreement(town, maker, replace(SIGNED, expires_on=last))
    Notice.objects.all().delete()

    def minded(days):
        return mind_agreements(stamp=replace(HOUSE, at=NOON + timedelta(days=days)))

    assert [minded(day) for day in (39, 40, 41, 100, 101, 102)] == [0, 0, 0, 0, 1, 0]
    made.refresh_from_db()
    assert made.state == "expired"
    assert Entry.objects.filter(verb="docking.agreement.reminded").count() == 1
    assert jobs.mind_agreements.call() == 0


def test_an_early_end_gives_its_reason(town, maker):
    made = _agreement(town, maker)

    stranger = tracking.company(town, "stranger", "示例无关公司")[1]
    with pytest.raises(NotAllowed):
        end_agreement(made, reason="散伙", stamp=town.stamp(stranger))
    assert end_agreement(made, reason="项目终止", stamp=town.stamp(maker[1])).state == "ended"


def test_documents_are_kept_with_their_hash(town, maker):
    made = _agreement(town, maker)

    add_document(made, files=[Evidence("协议.pdf", b"%PDF-1.7")], stamp=town.stamp(maker[1]))

    kept = queries.proofs_of(made)[0]
    assert queries.proof_of(made, kept.pk).name == "协议.pdf"
    assert len(kept.sha256) == 64
    with pytest.raises(NotFound):
        queries.proof_of(made, 0)


def test_totals_are_told_by_kind_and_force_and_never_added(town, maker):
    framework = replace(SIGNED, force=Force.FRAMEWORK)
    _agreement(town, maker, amount=100 * WAN)
    _agreement(town, maker, amount=50 * WAN)
    _agreement(town, maker)
    _agreement(town, maker, framework, amount=7000 * WAN)
    _agreement(town, maker, framework, kind=DealKind.INVESTMENT, amount=800 * WAN)
    ended = _agreement(town, maker, amount=999 * WAN)
    end_agreement(ended, reason="终止", stamp=town.stamp(maker[1]))

    found = queries.totals(town.stamp(town.city_officer).actor, Cut())

    assert [(t.kind, t.force, t.number, t.fen, t.unnamed) for t in found] == [
        ("investment", "framework", 1, 800 * WAN, 0),
        ("purchase", "binding", 3, 150 * WAN, 1),
        ("purchase", "framework", 1, 7000 * WAN, 0),
    ]


def test_parties_related_by_shares_are_marked(town, maker):
    fund = tracking.company(town, "fund", "示例基金")[0]
    made = _agreement(town, maker, sides=_sides("示例基金", "示例机器人公司"))
    Shareholding.objects.create(
        holder=fund,
        holder_name=fund.name,
        held=maker[0],
        held_name=maker[0].name,
        percent=12,
        source="登记",
        made_at=NOON,
    )

    found = list(queries.agreements(town.stamp(town.city_officer).actor, Cut()))
    ties = queries.ties(found, today=tracking.TODAY)

    assert [(one.holder, one.percent) for one in ties[made.pk]] == [("示例基金", "12")]
    Shareholding.objects.update(ended_at=NOON)
    assert queries.ties(found, today=tracking.TODAY) == {}


def test_who_has_no_part_in_it_does_not_find_it(town, maker):
    made, intent = _agreement(town, maker), _intent(town, maker)
    stranger = tracking.company(town, "stranger", "示例无关公司")[1]

    for person in (maker[1], town.city_officer):
        actor = town.stamp(person).actor
        assert queries.reach_agreement(actor, made.pk) == made
        assert queries.reach_intent(actor, intent.pk) == intent
    for person in (stranger, town.jimo_officer):
        actor = town.stamp(person).actor
        with pytest.raises(NotFound):
            queries.reach_agreement(actor, made.pk)
        with pytest.raises(NotFound):
            queries.reach_intent(actor, intent.pk)


def test_lists_are_cut_by_kind_state_force_and_words(town, maker):
    made = _agreement(town, maker, title="港区采购")
    actor = town.stamp(maker[1]).actor

    assert list(queries.agreements(actor, Cut(words="机器人", forces=("binding",)))) == [made]
    assert not queries.agreements(actor, Cut(forces=("framework",)))
    assert not queries.agreements(actor, Cut(kinds=("trial",)))
    assert not queries.intents(actor, Cut(states=("lost",), words="港区"))
