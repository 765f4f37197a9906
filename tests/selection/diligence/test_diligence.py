"""Due diligence, act by act: bars, declarations, evidence, two tabs, the report."""

from datetime import date, timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.selection.actions.ask_diligence import (
    CannotBeAsked,
    ask_diligence,
    cancel_diligence,
)
from citystage.stages.selection.actions.move_candidacy import NotYet, move_candidacy
from citystage.stages.selection.actions.report_diligence import (
    NotWhole,
    accept_report,
    report,
    send_back_report,
)
from citystage.stages.selection.actions.take_on_diligence import take_on
from citystage.stages.selection.actions.write_diligence import (
    NoEvidence,
    add_interview,
    raise_flag,
)
from citystage.stages.selection.evidence import Evidence, WrongFile
from citystage.stages.selection.investigating import ChangedMeanwhile, NoWords, months_later
from citystage.stages.selection.models import Conflict, DiligenceAnswer, Paper, RedFlag
from citystage.stages.selection.queries import diligence as queries
from tests.conftest import NOON
from tests.selection.diligence.looking import PDF, Desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.fixture
def desk(town):
    return Desk(town)


def bar(desk, person):
    Conflict.objects.create(
        candidacy=desk.case,
        user=person,
        kind="kin",
        origin="declared",
        standing="bars",
        words="亲属任职",
        made_at=NOON,
    )


def handed_in(desk, found=None):
    found = found or desk.whole()
    return report(found, rating="low", summary="稳健", version=found.version, stamp=desk.theirs)


def test_an_institution_is_asked_once_and_has_the_days_of_the_terms(desk):
    found = desk.asked()

    with pytest.raises(CannotBeAsked, match="asked already"):
        desk.asked()
    assert (found.state, found.due_at) == ("asked", NOON + timedelta(days=8))


def test_who_is_in_conflict_or_applies_or_is_nobody_cannot_be_asked(desk, town):
    with pytest.raises(CannotBeAsked, match="Nobody"):
        ask_diligence(desk.case, institution=town.transport, stamp=desk.office)
    bar(desk, desk.person)

    with pytest.raises(CannotBeAsked, match="is in conflict"):
        desk.asked()
    Conflict.objects.all().delete()
    desk.case.application.owner_unit = desk.house
    desk.case.application.save()
    with pytest.raises(CannotBeAsked, match="applies itself"):
        desk.asked()


def test_only_the_office_without_a_conflict_asks_while_it_is_looked_into(desk, town):
    with pytest.raises(NotAllowed):
        ask_diligence(desk.case, institution=desk.house, stamp=town.stamp(town.officer))
    bar(desk, town.city_officer)
    with pytest.raises(NotAllowed):
        desk.asked()
    Conflict.objects.all().delete()
    type(desk.case).objects.filter(pk=desk.case.pk).update(state="ready")

    with pytest.raises(NotAllowed, match="not in due diligence"):
        desk.asked()


def test_who_means_to_invest_is_barred_where_the_terms_bar(town):
    desk = Desk(town, investors="bar")
    found = desk.asked()

    take_on(found, means_to_invest=True, words="拟跟投", stamp=desk.theirs)

    found.refresh_from_db()
    assert (found.state, found.means_to_invest, found.interests) == ("barred", True, "拟跟投")
    assert Entry.objects.filter(verb="selection.diligence.barred").count() == 1
    with pytest.raises(NotAllowed):
        desk.answer(found, "team")


def test_where_the_terms_let_declare_the_record_shows_it(desk):
    found = desk.asked()

    with pytest.raises(NoWords):
        take_on(found, means_to_invest=True, words=" ", stamp=desk.theirs)
    done = take_on(found, means_to_invest=True, words="拟跟投", stamp=desk.theirs)

    assert (done.state, done.means_to_invest, done.declared_by) == ("underway", True, desk.person)
    assert Entry.objects.get(verb="selection.diligence.taken_on").payload["means_to_invest"]


def test_nothing_is_written_before_the_declaration_or_by_others(desk, town):
    found = desk.asked()

    with pytest.raises(NotAllowed, match="not open"):
        desk.answer(found, "team")
    with pytest.raises(NotAllowed, match="Only the institution"):
        take_on(found, means_to_invest=False, words="", stamp=desk.office)


def test_evidence_the_terms_ask_for_is_not_left_out(desk):
    found = desk.begun()

    with pytest.raises(NoEvidence):
        desk.answer(found, "books")
    with pytest.raises(WrongFile):
        desk.answer(found, "books", files=(Evidence("a.pdf", b"MZ"),))
    kept = desk.answer(found, "books", files=(PDF,))
    again = desk.answer(found, "books", finding="concerns", version=kept.changed_at.isoformat())

    assert (again.pk, again.finding) == (kept.pk, "concerns")
    assert Paper.objects.get().answer == kept
    with pytest.raises(NoEvidence, match="At most"):
        desk.answer(found, "books", files=(PDF,) * 5, version=again.changed_at.isoformat())
    with pytest.raises(NotFound):
        desk.answer(found, "nothing")


def test_what_does_not_apply_needs_no_evidence(desk):
    found = desk.begun()

    desk.answer(found, "books", finding="not_applicable")

    assert DiligenceAnswer.objects.get().finding == "not_applicable"


def test_a_second_tab_does_not_write_over_the_first(desk):
    found = desk.begun()
    desk.answer(found, "team")

    with pytest.raises(ChangedMeanwhile):
        desk.answer(found, "team", finding="unsound")

    assert DiligenceAnswer.objects.get().finding == "sound"


def test_conversations_and_flags_are_kept(desk):
    found = desk.begun()

    add_interview(
        found, held_on=NOON.date(), with_whom="财务负责人", notes="已核对", stamp=desk.theirs
    )
    raise_flag(found, severity="stops", words="涉诉", item="books", stamp=desk.theirs)

    assert found.interviews.get().with_whom == "财务负责人"
    assert (RedFlag.objects.get().severity, RedFlag.objects.get().item) == ("stops", "books")
    with pytest.raises(NoWords):
        raise_flag(found, severity="note", words=" ", stamp=desk.theirs)
    with pytest.raises(NoWords):
        add_interview(
            found,
            held_on=NOON.date() + timedelta(days=2),
            with_whom="某人",
            notes="无",
            stamp=desk.theirs,
        )


def test_a_report_is_whole_and_counts_for_the_months_of_the_terms(desk):
    found = desk.begun()
    with pytest.raises(NotWhole, match="sound accounts; able people"):
        handed_in(desk, found)
    desk.answer(found, "books", files=(PDF,))
    desk.answer(found, "team")
    found.refresh_from_db()
    with pytest.raises(NoWords):
        report(found, rating="low", summary="", version=found.version, stamp=desk.theirs)
    with pytest.raises(ChangedMeanwhile):
        report(found, rating="low", summary="稳健", version=1, stamp=desk.theirs)

    done = handed_in(desk, found)
    accept_report(done, version=done.version, stamp=desk.office)

    done.refresh_from_db()
    until = months_later(NOON.date(), 12)
    assert (done.state, done.rating_until) == ("accepted", until)
    assert queries.counts(done, until - timedelta(days=1))
    assert not queries.counts(done, until)


def test_a_report_goes_back_with_the_reason_and_no_longer_counts(desk):
    done = handed_in(desk)

    with pytest.raises(NoWords):
        send_back_report(done, reason="", stamp=desk.office)
    with pytest.raises(ChangedMeanwhile):
        accept_report(done, version=1, stamp=desk.office)
    send_back_report(done, reason="补充银行流水", stamp=desk.office)

    done.refresh_from_db()
    assert (done.state, queries.counts(done, NOON.date())) == ("underway", False)
    with pytest.raises(WrongState):
        accept_report(done, version=done.version, stamp=desk.office)


def test_the_office_does_without_and_says_why(desk):
    found = desk.asked()

    with pytest.raises(NoWords):
        cancel_diligence(found, reason=" ", stamp=desk.office)
    cancel_diligence(found, reason="已有评级", stamp=desk.office)

    found.refresh_from_db()
    assert found.state == "cancelled"


def test_a_candidacy_is_not_ready_before_its_due_diligence_is_finished(desk):
    found = desk.asked()

    with pytest.raises(NotYet, match="not finished"):
        move_candidacy(desk.case, step="make_ready", stamp=desk.office)
    cancel_diligence(found, reason="已有评级", stamp=desk.office)
    ready = move_candidacy(desk.case, step="make_ready", stamp=desk.office)

    assert ready.state == "ready"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_months_end_on_the_last_day_there_is(day, months, then):
    assert months_later(day, months) == then
