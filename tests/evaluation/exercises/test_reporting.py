"""Self-reports: drafts, files, links, late ones, checked, sent back once."""

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed
from citystage.stages.evaluation.actions.begin_scoring import NotClosed, begin_scoring
from citystage.stages.evaluation.actions.check_own_report import (
    check_own_report,
    drop_subject,
    send_own_report_back,
)
from citystage.stages.evaluation.actions.report_oneself import (
    hand_in_own_report,
    remove_own_paper,
    save_own_report,
)
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import MarkSheet, Subject
from citystage.stages.evaluation.queries import assessed
from citystage.stages.evaluation.yearly.papers import TooManyPapers
from citystage.stages.evaluation.yearly.reporting import BadReport, Written
from citystage.stages.selection.evidence import Evidence, WrongFile
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import (
    LATE,
    SCORING,
    checked,
    fresh,
    handed_in,
    office,
    opened,
    side,
    subjects,
    whole,
)

PDF = Evidence("台账.pdf", b"%PDF-1.7 x")


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


@pytest.fixture
def laoshan(city):
    return subjects(opened(city))[0]


def test_a_draft_is_kept_with_files_and_links(city, laoshan):
    written = Written(words={"quality": " 三个场景。 ", "strange": "x"}, links="https://a.cn/1\n\n")

    save_own_report(laoshan, written=written, files=[PDF], version=1, stamp=side(city, laoshan))

    kept = fresh(laoshan)
    assert (kept.words, kept.links, kept.version) == (
        {"quality": "三个场景。"},
        "https://a.cn/1",
        2,
    )
    (paper,) = kept.papers.all()
    assert (paper.name, paper.size) == ("台账.pdf", 10)
    with pytest.raises(Outrun):
        save_own_report(laoshan, written=written, files=[], version=1, stamp=side(city, laoshan))


@pytest.mark.parametrize(
    ("written", "part"),
    [
        (Written(links="javascript:alert(1)"), "links"),
        (Written(links="http://[x"), "links"),
        (Written(links="\n".join(["https://a.cn"] * 21)), "links"),
        (Written(overview="字" * 5001), "overview"),
        (Written(words={"quality": "字" * 5001}), "quality"),
    ],
)
def test_what_cannot_stand_is_said_part_by_part(city, laoshan, written, part):
    with pytest.raises(BadReport) as refused:
        save_own_report(laoshan, written=written, files=[], version=1, stamp=side(city, laoshan))

    assert set(refused.value.errors) == {part}


def test_a_whole_report_answers_everything_asked(city, laoshan):
    with pytest.raises(BadReport) as refused:
        hand_in_own_report(
            laoshan,
            written=Written(words={"quality": "有"}),
            files=[],
            version=1,
            stamp=side(city, laoshan),
        )

    assert set(refused.value.errors) == {"organising", "effect", "service"}
    assert fresh(laoshan).version == 1


def test_only_the_assessed_themselves_report(city, laoshan):
    other = city.stamp(city.jimo_officer)

    with pytest.raises(NotAllowed):
        hand_in_own_report(laoshan, written=whole(), files=[], version=1, stamp=other)
    with pytest.raises(NotAllowed):
        hand_in_own_report(laoshan, written=whole(), files=[], version=1, stamp=office(city))
    assert list(assessed.own_subjects(other.actor)) == [subjects(laoshan.exercise)[1]]


def test_a_late_one_is_taken_and_said_by_how_long(city, laoshan):
    found = handed_in(city, laoshan, LATE)

    assert found.state == "handed_in"
    assert found.late.days == 4
    entry = Entry.objects.get(verb="evaluation.subject.handed_in")
    assert entry.payload["late"] == int(found.late.total_seconds())
    assert {one.person for one in Notice.objects.filter(at=LATE)} == {city.city_officer}


def test_a_file_is_taken_out_of_a_draft_alone(city, laoshan):
    save_own_report(laoshan, written=whole(), files=[PDF], version=1, stamp=side(city, laoshan))
    paper = laoshan.papers.get()

    remove_own_paper(paper, stamp=side(city, laoshan))

    assert laoshan.papers.get().removed_at is not None
    handed_in(city, laoshan)
    with pytest.raises(NotAllowed):
        remove_own_paper(paper, stamp=side(city, laoshan))


def test_files_are_what_they_say_and_not_too_many(city, laoshan):
    stamp = side(city, laoshan)
    fake = Evidence("台账.pdf", b"MZ")
    with pytest.raises(WrongFile):
        save_own_report(laoshan, written=whole(), files=[fake], version=1, stamp=stamp)
    for number in range(4):
        version = fresh(laoshan).version
        save_own_report(laoshan, written=whole(), files=[PDF] * 5, version=version, stamp=stamp)
        assert laoshan.papers.count() == 5 * (number + 1)
    with pytest.raises(TooManyPapers):
        save_own_report(laoshan, written=whole(), files=[PDF], version=5, stamp=stamp)


def test_it_is_sent_back_once_and_handed_in_again(city, laoshan):
    handed_in(city, laoshan)
    send_own_report_back(fresh(laoshan), reason="缺少验收数据。", stamp=office(city))
    assert fresh(laoshan).state == "returned"
    handed_in(city, laoshan)

    with pytest.raises(NotAllowed):
        send_own_report_back(fresh(laoshan), reason="再次退回。", stamp=office(city))
    found = checked(city, laoshan, "数据与台账一致。")

    assert (found.state, found.check_words) == ("checked", "数据与台账一致。")


def test_nothing_unhanded_is_checked_and_nobody_checks_oneself(city, laoshan):
    with pytest.raises(NotAllowed):
        check_own_report(laoshan, words="", stamp=office(city))
    handed_in(city, laoshan)
    city.officer.grants.create(role="city_officer", unit=city.city)
    with pytest.raises(NotAllowed, match=r"冲突|conflict"):
        check_own_report(fresh(laoshan), words="", stamp=city.stamp(city.officer))


def test_scoring_waits_for_checks_and_for_the_last_day(city, laoshan):
    exercise = laoshan.exercise
    with pytest.raises(NotClosed):
        begin_scoring(exercise, stamp=office(city))
    handed_in(city, laoshan)
    with pytest.raises(NotClosed):
        begin_scoring(exercise, stamp=office(city, SCORING))
    checked(city, laoshan)
    with pytest.raises(NotClosed):
        begin_scoring(exercise, stamp=office(city, building.DECIDED))

    begin_scoring(exercise, stamp=office(city, LATE))

    assert [one.state for one in subjects(exercise)] == ["checked", "missed"]
    assert MarkSheet.objects.filter(state="open").count() == 4


def test_one_that_was_taken_out_is_marked_by_nobody(city, laoshan):
    exercise = laoshan.exercise
    drop_subject(laoshan, reason="区划调整。", stamp=office(city))
    begin_scoring(exercise, stamp=office(city, LATE))

    assert fresh(laoshan).reason == "区划调整。"
    assert MarkSheet.objects.filter(subject=laoshan).count() == 0
    with pytest.raises(NotAllowed):
        drop_subject(fresh(laoshan), reason="再次。", stamp=office(city))
    assert Subject.objects.filter(state="dropped").count() == 1
