"""Marks, missing values, results, replies, decision, letters, published rankings."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import translation

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail
from citystage.kernel.refusals import NotAllowed
from citystage.stages.evaluation.actions.decide_exercise import (
    NotGraded,
    decide_exercise,
    hide_ranking,
    propose_grade,
    publish_ranking,
)
from citystage.stages.evaluation.actions.mark_subject import (
    bar_examiner,
    hand_in_marks,
    recuse_from_marks,
    save_marks,
)
from citystage.stages.evaluation.actions.reply_to_result import answer_reply, reply_to_result
from citystage.stages.evaluation.actions.set_weights import set_weights
from citystage.stages.evaluation.actions.show_results import (
    NotScored,
    show_results,
    take_results_back,
)
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import Examiner, MarkSheet, Reading, Weighting
from citystage.stages.evaluation.queries import rankings
from citystage.stages.evaluation.queries.matrix import matrix_of
from citystage.stages.evaluation.yearly import letters
from citystage.stages.selection.marking import BadMarks
from tests.evaluation.building import experts
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import (
    DECIDED,
    JUDGED,
    SCORING,
    SHOWN,
    again,
    fresh,
    graded,
    marked,
    marks,
    office,
    scoring,
    shown,
    side,
    subjects,
)


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


def sheet_and_stamp(city, exercise, moment=SCORING):
    sheet = MarkSheet.objects.filter(subject__exercise=exercise, state="open").first()
    return sheet, replace(city.stamp(sheet.examiner.user), at=moment)


def test_figures_stay_as_they_were_when_scoring_began(city):
    exercise = scoring(city)
    Reading.objects.create(
        city=city.city, code="scenarios-opened", period="2026", by="district", key="laoshan",
        number=2, kind="correction", value=99, claimed=99, evidence=99, formula="count",
        made_at=SHOWN,
    )  # fmt: skip

    found = matrix_of(exercise)

    laoshan, jimo = found.subjects
    assert found.cells[laoshan.pk, "opened"].value == 12
    assert found.cells[jimo.pk, "landed"].value == 0
    assert found.cells[jimo.pk, "quality"].why


def test_without_any_reading_a_figure_is_missing(city):
    exercise = building.opened(city)

    found = matrix_of(exercise)

    assert {found.cells[one.pk, "opened"].value for one in found.subjects} == {None}


def test_marks_are_whole_and_low_ones_explained(city):
    sheet, stamp = sheet_and_stamp(city, scoring(city))

    with pytest.raises(BadMarks) as refused:
        hand_in_marks(sheet, marks=marks(5), version=0, stamp=stamp)
    assert set(refused.value.errors) == set(JUDGED)
    with pytest.raises(BadMarks):
        save_marks(sheet, marks=marks(11), version=0, stamp=stamp)
    save_marks(sheet, marks=marks(5), version=0, stamp=stamp)
    with pytest.raises(Outrun):
        save_marks(sheet, marks=marks(6), version=0, stamp=stamp)
    hand_in_marks(sheet, marks=marks(5, "材料不全。"), version=1, stamp=stamp)
    assert MarkSheet.objects.get(pk=sheet.pk).state == "handed_in"


def test_nobody_marks_for_another_or_after_the_last_day(city):
    exercise = scoring(city)
    sheet, stamp = sheet_and_stamp(city, exercise, exercise.score_until)

    with pytest.raises(NotAllowed):
        save_marks(sheet, marks=marks(), version=0, stamp=stamp)
    with pytest.raises(NotAllowed):
        save_marks(sheet, marks=marks(), version=0, stamp=office(city, SCORING))


def test_an_assessor_of_the_district_itself_is_kept_away(city):
    people = experts(city, 3)
    city.laoshan.grants.create(role="district_officer", user=people[0].user)
    made = building.opened(city, people=people)
    for one in subjects(made):
        building.handed_in(city, one)
        building.checked(city, one)

    building.begin_scoring(made, stamp=office(city, SCORING))

    barred = MarkSheet.objects.filter(state="barred")
    assert [(one.subject.unit, one.examiner.expert) for one in barred] == [
        (city.laoshan, people[0])
    ]


def test_recused_and_barred_marks_do_not_count(city):
    exercise = scoring(city)
    marked(city, exercise)
    first, second = MarkSheet.objects.filter(subject=subjects(exercise)[0])
    with pytest.raises(NotAllowed):
        recuse_from_marks(
            first,
            reason="我曾为其顾问。",
            stamp=replace(city.stamp(first.examiner.user), at=SCORING),
        )

    bar_examiner(first, reason="曾任其顾问。", stamp=office(city, SCORING))

    assert matrix_of(exercise).cells[first.subject_id, "quality"].value is None
    with pytest.raises(NotAllowed):
        bar_examiner(first, reason="再次。", stamp=office(city, SCORING))
    assert second.state == "handed_in"


def test_recusal_tells_the_office(city):
    sheet, stamp = sheet_and_stamp(city, scoring(city))

    recuse_from_marks(sheet, reason="我曾为其顾问。", stamp=stamp)

    assert MarkSheet.objects.get(pk=sheet.pk).state == "recused"
    assert Mail.objects.filter(
        to=city.city_officer.email, subject__contains="我曾为其顾问"
    ).exists()


def test_results_wait_for_marks_while_there_is_time(city):
    exercise = scoring(city)

    with pytest.raises(NotScored):
        show_results(exercise, stamp=office(city, SCORING))
    show_results(exercise, stamp=office(city, SHOWN))

    assert [(one.score, one.place) for one in subjects(exercise)] == [(None, None)] * 2
    assert set(subjects(exercise)[0].missing) == set(JUDGED)


def test_results_are_counted_by_the_weights_that_stand(city):
    exercise = scoring(city)
    marked(city, exercise, {city.laoshan.name: 6, city.jimo.name: 10})
    only = dict.fromkeys([one.code for one in exercise.read_terms().measures], "0")
    set_weights(
        exercise, weights=only | {"quality": "1"}, reason="会议决定。", number=1,
        stamp=office(city, SCORING),
    )  # fmt: skip

    found = show_results(exercise, stamp=office(city, SCORING))

    laoshan, jimo = subjects(exercise)
    assert (laoshan.score, laoshan.place) == (pytest.approx(0.6), 2)
    assert (jimo.score, jimo.place) == (pytest.approx(1.0), 1)
    assert found.weights_used == 2
    assert Weighting.objects.filter(exercise=exercise).count() == 2
    with pytest.raises(NotAllowed):
        set_weights(exercise, weights=only, reason="再改。", number=2, stamp=office(city, SHOWN))


def test_the_assessed_reply_once_within_the_days(city):
    exercise = shown(city)
    laoshan, jimo = subjects(exercise)

    reply_to_result(laoshan, words="请复核落地数。", files=[], stamp=side(city, laoshan, SHOWN))

    assert fresh(laoshan).state == "replied"
    with pytest.raises(NotAllowed):
        reply_to_result(laoshan, words="再次。", files=[], stamp=side(city, laoshan, SHOWN))
    with pytest.raises(NotAllowed):
        reply_to_result(
            jimo, words="太迟。", files=[], stamp=side(city, jimo, exercise.reply_until)
        )


def test_the_decision_waits_for_grades_answers_and_time(city):
    exercise = shown(city)
    laoshan, _jimo = subjects(exercise)
    with pytest.raises(NotGraded):
        decide_exercise(exercise, stamp=office(city, SHOWN))
    reply_to_result(laoshan, words="请复核。", files=[], stamp=side(city, laoshan, SHOWN))
    graded(city, exercise)
    with pytest.raises(NotGraded):
        decide_exercise(exercise, stamp=office(city, DECIDED))
    answer_reply(fresh(laoshan), words="数据无误。", stamp=office(city, SHOWN))
    with pytest.raises(NotGraded):
        decide_exercise(exercise, stamp=office(city, SHOWN + timedelta(hours=1)))
    Mail.objects.all().delete()

    decide_exercise(exercise, stamp=office(city, DECIDED))

    assert {one.state for one in subjects(exercise)} == {"decided"}
    bodies = {
        mail.to: mail.body for mail in Mail.objects.filter(key__startswith="evaluation.letter")
    }
    assert set(bodies) == {city.officer.email, city.jimo_officer.email}
    assert "数据无误" in bodies[city.officer.email]


def test_a_grade_is_known_and_two_officers_do_not_overwrite_each_other(city):
    one = subjects(shown(city))[0]
    stamp = office(city, SHOWN)
    with pytest.raises(NotGraded):
        propose_grade(one, grade="best", reason="好。", version=one.version, stamp=stamp)
    propose_grade(one, grade="good", reason="好。", version=one.version, stamp=stamp)

    with pytest.raises(Outrun):
        propose_grade(one, grade="poor", reason="不好。", version=one.version, stamp=stamp)

    assert fresh(one).grade == "good"


def test_results_taken_back_forget_grades_and_keep_replies(city):
    exercise = shown(city)
    laoshan, _jimo = subjects(exercise)
    reply_to_result(laoshan, words="请复核。", files=[], stamp=side(city, laoshan, SHOWN))
    graded(city, exercise)

    take_results_back(exercise, reason="复核落地数据。", stamp=office(city, SHOWN))

    now = fresh(laoshan)
    assert (again(exercise).state, now.state, now.grade, now.score) == (
        "scoring",
        "checked",
        "",
        None,
    )
    assert now.reply == "请复核。"
    assert again(exercise).score_until > SHOWN
    show_results(exercise, stamp=office(city, DECIDED))
    assert fresh(laoshan).state == "shown"


def test_a_former_reply_stays_readable_when_a_new_one_is_given(city):
    exercise = shown(city)
    laoshan, _jimo = subjects(exercise)
    reply_to_result(laoshan, words="请复核。", files=[], stamp=side(city, laoshan, SHOWN))
    answer_reply(fresh(laoshan), words="正在复核。", stamp=office(city, SHOWN))
    take_results_back(exercise, reason="复核落地数据。", stamp=office(city, SHOWN))
    show_results(exercise, stamp=office(city, DECIDED))
    assert fresh(laoshan).replied_before

    reply_to_result(laoshan, words="已无异议。", files=[], stamp=side(city, laoshan, DECIDED))

    now = fresh(laoshan)
    assert (now.reply, now.answer, now.replied_before) == ("已无异议。", "", False)
    (former,) = now.former_replies
    assert (former["reply"], former["answer"]) == ("请复核。", "正在复核。")
    assert datetime.fromisoformat(former["replied_at"]) == SHOWN


def test_a_ranking_is_published_only_when_the_city_wants_it(city):
    exercise = shown(city)
    graded(city, exercise)
    with pytest.raises(NotAllowed):
        publish_ranking(exercise, stamp=office(city, SHOWN))
    decide_exercise(exercise, stamp=office(city, DECIDED))
    assert not rankings.published().exists()

    publish_ranking(exercise, stamp=office(city, DECIDED))

    assert [one.unit for one in rankings.ranked(rankings.reach_published(exercise.pk))] == [
        city.laoshan,
        city.jimo,
    ]
    with pytest.raises(NotAllowed):
        publish_ranking(exercise, stamp=office(city, DECIDED))
    hide_ranking(exercise, reason="数据有误。", stamp=office(city, DECIDED))
    assert not rankings.published().exists()
    assert Entry.objects.get(verb="evaluation.exercise.hidden").payload["reason"] == "数据有误。"


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "在2个参评对象中列第1位"), ("en", "place 1 of 2")]
)
def test_the_letter_says_grade_place_reason_and_method(city, language, said):
    exercise = shown(city)
    graded(city, exercise)
    one = fresh(subjects(exercise)[0])

    with translation.override(language):
        body, paper = letters.body_of(one, SHOWN), letters.letter_pdf(one, SHOWN)

    assert said in body
    assert "综合情况较好。" in body
    assert paper.startswith(b"%PDF")


def test_an_examiner_is_named_as_the_register_has_it(city):
    scoring(city)

    assert {one.name for one in Examiner.objects.all()} == {"示例专家0", "示例专家1"}
