"""Objections: who, until when, what they block, and how they end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import override_settings

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice as Told
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection import ending
from citystage.stages.selection.actions.decide_objection import (
    AnswerMissing,
    admit,
    not_admit,
    reject,
    uphold,
)
from citystage.stages.selection.actions.file_objection import appeal, file_objection
from citystage.stages.selection.actions.let_time_pass import let_time_pass
from citystage.stages.selection.actions.remind_of_objections import remind_of_objections
from citystage.stages.selection.actions.show_objector import show_objector
from citystage.stages.selection.actions.take_effect import take_effect
from citystage.stages.selection.actions.withdraw_objection import withdraw_objection
from citystage.stages.selection.evidence import Evidence, WrongFile
from citystage.stages.selection.jobs.deciding import remind_office, take_effect_due
from citystage.stages.selection.objecting import fresh_receipt
from tests.conftest import HOUSE
from tests.selection import deciding

PDF = Evidence("证据.pdf", b"%PDF-1.7 ...")

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def _files_go_elsewhere(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def _at(moment):
    return replace(HOUSE, at=moment)


def _office(town, at=None):
    stamp = town.stamp(town.city_officer)
    return stamp if at is None else replace(stamp, at=at)


def test_an_anonymous_objection_leaves_no_name_anywhere(town):
    notice = deciding.noticed(town)

    made = deciding.objected(town, notice, evidence=[PDF], name="张三")

    told = Entry.objects.get(verb="selection.objection.filed")
    assert (made.name, made.filed_by, told.actor_id, told.unit_id) == ("", None, None, None)
    assert made.papers.get().added_by is None
    # Ten working days after a Saturday: the end of Friday two weeks later.
    assert made.due_at.isoformat() == "2026-12-05T00:00:00+08:00"
    assert Told.objects.filter(person=town.city_officer, subject__endswith=f":{made.pk}").exists()


def test_an_objection_by_name_tells_its_objector_of_the_answer(town):
    notice = deciding.noticed(town)
    person = town.person("neighbour", Role.DEMAND_OWNER, town.firm)
    made = deciding.objected(town, notice, person=person, anonymous=False, name="张三")

    reject(admit(made, stamp=_office(town)), answer="经核查不属实。", stamp=_office(town))

    told = Told.objects.filter(person=person).latest("pk")
    assert str(told) == "The objection to “%(title)s” was rejected."


def test_the_same_receipt_is_the_same_objection(town):
    notice = deciding.noticed(town)
    candidacy, receipt = deciding.in_notice(notice)[0], fresh_receipt()

    made = [
        file_objection(
            notice,
            candidacy_id=candidacy.pk,
            words=deciding.words(),
            receipt=receipt,
            stamp=town.stamp(town.owner),
        ).pk
        for _ in range(2)
    ]

    assert made[0] == made[1]


@pytest.mark.parametrize(("ways", "anonymous"), [("named", True), ("anonymous", False)])
def test_objections_come_as_the_terms_say(town, ways, anonymous):
    notice = deciding.noticed(town, notice={"objections": ways})

    with pytest.raises(WrongState, match="terms of this programme"):
        deciding.objected(town, notice, anonymous=anonymous, name="张三")


def test_an_objection_after_the_end_is_late(town):
    notice = deciding.noticed(town)

    assert deciding.objected(town, notice, at=notice.until - timedelta(microseconds=1)).pk
    with pytest.raises(WrongState, match="ended"):
        deciding.objected(town, notice, at=notice.until)


@pytest.mark.parametrize(
    "file",
    [
        Evidence("脚本.pdf", b"<script>"),
        Evidence("程序.exe", b"MZ"),
        Evidence("大.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024)),
    ],
)
def test_evidence_is_what_its_name_says(town, file):
    notice = deciding.noticed(town)

    with pytest.raises(WrongFile):
        deciding.objected(town, notice, evidence=[file])


def test_too_many_files_are_refused(town):
    with pytest.raises(WrongFile):
        deciding.objected(town, deciding.noticed(town), evidence=[PDF] * 6)


def test_nothing_takes_effect_before_the_end(town):
    notice = deciding.noticed(town)
    first = deciding.in_notice(notice)[0]

    assert take_effect(first, stamp=_at(notice.until)) is False
    assert take_effect(first, stamp=_at(deciding.later(notice))) is True
    assert take_effect(first, stamp=_at(deciding.later(notice))) is False
    assert Entry.objects.filter(verb="selection.candidacy.took_effect").count() == 1


def test_an_open_objection_blocks_its_own_candidacy_only(town):
    notice = deciding.noticed(town)
    made = deciding.objected(town, notice)

    done = list(ending.due(deciding.later(notice)).values_list("number", flat=True))
    withdraw_objection(made, held=made.receipt, stamp=town.stamp(town.owner))
    then = list(ending.due(deciding.later(notice)).values_list("number", flat=True))

    assert (done, then) == ([2], [1, 2])
    told = Entry.objects.get(verb="selection.objection.withdrawn")
    assert told.actor_id is None


def test_upheld_overturns_in_the_same_moment(town):
    notice = deciding.noticed(town, 1)
    made = admit(deciding.objected(town, notice), stamp=_office(town))

    uphold(made, answer="情况属实。", outcome="overturned", stamp=_office(town))

    notice.refresh_from_db()
    assert deciding.in_notice(notice)[0].state == "overturned"
    assert notice.concluded_at is not None
    verbs = Entry.objects.filter(verb="selection.notice.concluded")
    assert verbs.count() == 1


def test_a_rejected_objection_waits_for_its_appeal(town):
    notice = deciding.noticed(town, 1)
    first = deciding.in_notice(notice)[0]
    made = deciding.objected(town, notice, at=notice.until - timedelta(hours=1))
    late = deciding.later(notice)

    reject(admit(made, stamp=_office(town, late)), answer="不属实。", stamp=_office(town, late))
    made.refresh_from_db()

    assert take_effect(first, stamp=_at(late + timedelta(hours=1))) is False
    assert take_effect(first, stamp=_at(made.appeal_until)) is False
    assert take_effect(first, stamp=_at(made.appeal_until + timedelta(minutes=1))) is True


def test_one_appeal_decided_by_another_officer_is_final(town):
    notice = deciding.noticed(town, 1)
    first = deciding.in_notice(notice)[0]
    made = deciding.objected(town, notice)
    not_admit(made, answer="没有证据。", stamp=_office(town))
    made.refresh_from_db()
    again = appeal(
        made,
        held=made.receipt,
        words=deciding.words(evidence=[PDF]),
        receipt=fresh_receipt(),
        stamp=town.stamp(town.owner),
    )

    with pytest.raises(NotAllowed, match="Another officer"):
        admit(again, stamp=_office(town))
    assert take_effect(first, stamp=_at(deciding.later(notice))) is False
    second = town.stamp(town.person("second", Role.CITY_OFFICER, town.city))
    final = reject(admit(again, stamp=second), answer="维持原答复。", stamp=second)
    with pytest.raises(WrongState, match="final"):
        appeal(
            final,
            held=final.receipt,
            words=deciding.words(),
            receipt=fresh_receipt(),
            stamp=town.stamp(town.owner),
        )
    assert final.appeal_until is None
    assert take_effect(first, stamp=_at(deciding.later(notice))) is True


def test_an_appeal_needs_its_receipt_its_time_and_an_answer(town):
    notice = deciding.noticed(town, 1)
    made = deciding.objected(town, notice)

    def appealed(held=made.receipt, at=None):
        stamp = town.stamp(town.owner)
        return appeal(
            made,
            held=held,
            words=deciding.words(),
            receipt=fresh_receipt(),
            stamp=stamp if at is None else replace(stamp, at=at),
        )

    with pytest.raises(WrongState, match="rejects"):
        appealed()
    not_admit(made, answer="没有证据。", stamp=_office(town))
    made.refresh_from_db()
    with pytest.raises(NotAllowed, match="no objection"):
        appealed(held="WRONG")
    with pytest.raises(WrongState, match="over"):
        appealed(at=made.appeal_until)


def test_no_appeal_days_mean_no_appeal(town):
    notice = deciding.noticed(town, 1, notice={"appeal_working_days": 0})
    made = not_admit(deciding.objected(town, notice), answer="无据。", stamp=_office(town))

    assert made.appeal_until == made.answered_at


def test_an_answer_gives_reasons_and_is_given_once(town):
    made = admit(deciding.objected(town, deciding.noticed(town)), stamp=_office(town))

    with pytest.raises(AnswerMissing):
        reject(made, answer=" ", stamp=_office(town))
    reject(made, answer="不属实。", stamp=_office(town))
    with pytest.raises(WrongState):
        uphold(made, answer="属实。", outcome="overturned", stamp=_office(town))


def test_who_objects_is_shown_to_the_office_alone_and_each_look_is_recorded(town):
    notice = deciding.noticed(town)
    made = deciding.objected(town, notice, anonymous=False, name="张三", contact="0532-0000")

    shown = show_objector(made, stamp=_office(town))

    assert (shown.name, shown.contact) == ("张三", "0532-0000")
    told = Entry.objects.get(verb="selection.objection.objector_shown")
    assert told.actor_id == town.city_officer.pk
    for person in (town.officer, town.owner):
        with pytest.raises(NotAllowed):
            show_objector(made, stamp=town.stamp(person))


def test_an_officer_in_conflict_neither_looks_nor_decides(town):
    notice = deciding.noticed(town)
    made = deciding.objected(town, notice)
    deciding.bar(town.city_officer, made.candidacy)

    for act in (show_objector, admit):
        with pytest.raises(NotAllowed, match="conflict of interest"):
            act(made, stamp=_office(town))


def test_the_office_is_reminded_daily_while_an_answer_is_due(town):
    made = deciding.objected(town, deciding.noticed(town))
    days = [made.due_at - timedelta(days=ahead) for ahead in (4, 3, 2)]

    counts = [remind_of_objections(stamp=_at(day)) for day in (*days, days[-1])]
    admit(made, stamp=_office(town))
    reject(made, answer="不属实。", stamp=_office(town))

    assert counts == [0, 1, 1, 0]
    assert remind_of_objections(stamp=_at(made.due_at)) == 0


def test_jobs_do_what_is_due(town):
    notice = deciding.noticed(town)
    type(notice).objects.update(
        posted_at=notice.posted_at - timedelta(days=900),
        until=notice.until - timedelta(days=900),
    )

    assert take_effect_due.func() == 2
    assert take_effect_due.func() == 0
    assert remind_office.func() == 0


def test_time_passes_by_wish_in_a_demonstration_only(town):
    notice = deciding.noticed(town, 1)
    made = deciding.objected(town, notice)
    not_admit(made, answer="无据。", stamp=_office(town))
    soon = notice.posted_at + timedelta(minutes=5)

    with pytest.raises(NotAllowed):
        let_time_pass(notice, stamp=_office(town, soon))
    with override_settings(DEMO=True):
        let_time_pass(notice, stamp=_office(town, soon))

    assert take_effect(deciding.in_notice(notice)[0], stamp=_at(soon)) is True
    assert Entry.objects.filter(verb="selection.notice.time_let_pass").count() == 1
