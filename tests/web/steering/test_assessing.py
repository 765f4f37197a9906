"""Yearly assessments, clicked as the four parties click them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from citystage.foundation.access.roles import Role
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject, Weighting
from tests.evaluation.building import experts
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import JUDGED
from tests.web.bureau.people import browser
from tests.web.queries import MOST, queries_of


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


def at(name, *args):
    return reverse(f"steering:{name}", args=args)


def days(**changes):
    today = timezone.localdate()
    known = {"title": "区市评估", "year": "2026", "template": "districts"}
    for name, number in (("report_by", 10), ("check_by", 20), ("score_by", 30)):
        known[name] = (today + timedelta(days=number)).isoformat()
    return known | changes


def moved(exercise, **columns):
    """The calendar moves on."""
    Exercise.objects.filter(pk=exercise.pk).update(
        **{name: timezone.now() + timedelta(days=number) for name, number in columns.items()}
    )


def begun(city, office):
    office.post(at("assessment_new"), days())
    made = Exercise.objects.get()
    office.post(at("assessment_subjects", made.pk), {"subject": [city.laoshan.pk, city.jimo.pk]})
    people = experts(city)
    office.post(at("assessment_examiners", made.pk), {"expert": [one.pk for one in people]})
    return made, [browser(one.user) for one in people]


def report(version=1, do="hand_in", **changes):
    known = {f"words-{code}": "按计划推进。" for code in JUDGED}
    return known | {"overview": "总体", "links": "", "do": do, "_version": str(version)} | changes


def test_an_assessment_goes_through_all_its_steps_by_clicking(city):  # noqa: PLR0915 -- a walk
    office, side = browser(city.city_officer), browser(city.officer)
    made, assessors = begun(city, office)
    building.counted(city, laoshan=3, jimo=5)
    building.counted(city, "scenarios-landed", laoshan=1, jimo=2)
    page = office.get(at("assessment", made.pk)).text
    assert "Ask for the self-reports" in page
    assert "every criterion counts the same" in page
    assert office.post(at("assessment_act", made.pk, "open")).status_code == 302

    mine = Subject.objects.get(unit=city.laoshan)
    assert made.title in side.get(reverse("work:home")).text
    assert made.title in side.get(at("assessed")).text
    paper = SimpleUploadedFile("台账.pdf", b"%PDF-1.7")
    kept = side.post(at("assessed_one", mine.pk), report(do="save", papers=paper))
    assert kept.status_code == 302
    assert "台账.pdf" in side.get(at("assessed_one", mine.pk)).text
    file = mine.papers.get()
    assert side.get(at("assessed_file", mine.pk, file.pk)).content == b"%PDF-1.7"
    assert side.post(at("assessed_one", mine.pk), report(2)).status_code == 302
    browser(city.jimo_officer).post(
        at("assessed_one", Subject.objects.get(unit=city.jimo).pk), report()
    )
    shown = office.get(at("assessment_of", made.pk, mine.pk)).text
    assert "按计划推进。" in shown
    back = office.post(at("assessment_of_act", made.pk, mine.pk, "back"), {"reason": "补充数据。"})
    assert back.status_code == 302
    assert "补充数据。" in side.get(at("assessed_one", mine.pk)).text
    version = Subject.objects.get(pk=mine.pk).version
    side.post(at("assessed_one", mine.pk), report(version))
    for one in Subject.objects.all():
        done = office.post(at("assessment_of_act", made.pk, one.pk, "check"), {"words": ""})
        assert done.status_code == 302
    assert office.post(at("assessment_act", made.pk, "score")).status_code == 302

    for client in assessors:
        assert city.laoshan.name in client.get(at("marks")).text
    for sheet in MarkSheet.objects.all():
        client = browser(sheet.examiner.user)
        given = {f"mark-{code}": "8" for code in JUDGED} | {"do": "hand_in", "_version": "0"}
        assert "按计划推进。" in client.get(at("mark", sheet.pk)).text
        assert client.post(at("mark", sheet.pk), given).status_code == 302
    matrix = office.get(at("assessment_matrix", made.pk)).text
    assert "TOPSIS" in matrix
    assert "scenarios-opened" in matrix
    assert "seed" in office.get(at("assessment_sensitivity", made.pk)).text
    assert office.post(at("assessment_act", made.pk, "show")).status_code == 302

    assert "place 2 of 2" in side.get(at("assessed_one", mine.pk)).text
    replied = side.post(at("assessed_reply", mine.pk), {"words": "请复核。"})
    assert replied.status_code == 302
    office.post(at("assessment_of_act", made.pk, mine.pk, "answer"), {"words": "已复核。"})
    for one in Subject.objects.all():
        told = {"grade": "good", "reason": "较好。", "version": str(one.version)}
        assert (
            office.post(at("assessment_of_act", made.pk, one.pk, "grade"), told).status_code == 302
        )
    assert office.post(at("assessment_act", made.pk, "decide")).status_code == 409
    moved(made, reply_until=-1)
    assert office.post(at("assessment_act", made.pk, "decide")).status_code == 302
    letter = side.get(at("assessed_letter", mine.pk))
    assert letter["Content-Type"] == "application/pdf"
    visitor = Client(headers={"accept-language": "en"})
    assert visitor.get(at("ranking", made.pk)).status_code == 404
    office.post(at("assessment_act", made.pk, "publish"))
    public = visitor.get(at("ranking", made.pk)).text
    assert "较好。" not in public
    assert made.title in visitor.get(at("rankings")).text
    assert office.get(at("assessment_matrix_export", made.pk, "csv")).status_code == 200
    assert made.title in office.get(at("assessments_export", "csv")).content.decode()


def test_weights_are_set_and_only_tried_ones_are_not_kept(city):
    office = browser(city.city_officer)
    made, _assessors = begun(city, office)
    codes = [one.code for one in made.read_terms().measures]
    sent = {f"weight-{code}": "1" for code in codes} | {"_version": "1", "reason": ""}

    bad = office.post(at("assessment_weights", made.pk), sent | {"weight-quality": "x"})
    assert bad.status_code == 422
    assert (
        office.post(at("assessment_weights", made.pk), sent | {"weight-quality": "3"}).status_code
        == 302
    )
    stale = office.post(at("assessment_weights", made.pk), sent)
    assert stale.status_code == 409
    tried = {f"w-{code}": "0" for code in codes} | {"w-service": "5"}
    page = office.get(at("assessment_matrix", made.pk), tried).text
    assert "These weights are only tried" in page
    assert Weighting.objects.count() == 2
    moved(made, score_until=60)
    Exercise.objects.update(state="scoring")
    why = office.post(at("assessment_weights", made.pk), sent | {"_version": "2"})
    assert why.status_code == 422


def test_what_lies_out_of_reach_is_not_there(city):
    office, other = browser(city.city_officer), browser(city.jimo_officer)
    made, assessors = begun(city, office)
    office.post(at("assessment_act", made.pk, "open"))
    mine = Subject.objects.get(unit=city.laoshan)
    stranger = browser(city.person("stranger", Role.EXPERT, city.city))

    for client in (other, stranger):
        assert client.get(at("assessment", made.pk)).status_code == 404
        assert client.get(at("assessed_one", mine.pk)).status_code == 404
        assert client.get(at("assessments")).status_code == 404
    assert stranger.get(at("assessed")).status_code == 404
    assert assessors[0].get(at("marks")).status_code == 200
    assert browser(city.officer).get(at("assessed_letter", mine.pk)).status_code == 404


def test_faults_and_stale_forms_keep_what_was_typed(city):
    office, side = browser(city.city_officer), browser(city.officer)
    made, _assessors = begun(city, office)
    office.post(at("assessment_act", made.pk, "open"))
    mine = Subject.objects.get(unit=city.laoshan)

    empty = side.post(at("assessed_one", mine.pk), report() | {"words-quality": ""})
    assert (empty.status_code, "按计划推进。" in empty.text) == (422, True)
    side.post(at("assessed_one", mine.pk), report(do="save"))
    stale = side.post(at("assessed_one", mine.pk), report(overview="我的新稿"))
    assert (stale.status_code, "我的新稿" in stale.text) == (409, True)
    wrong = side.post(
        at("assessed_one", mine.pk), report(2, papers=SimpleUploadedFile("a.pdf", b"MZ"))
    )
    assert wrong.status_code == 422
    reason = office.post(at("assessment_act", made.pk, "cancel"), {"reason": ""})
    assert reason.status_code == 422
    backwards = days(score_by=days()["report_by"])
    assert office.post(at("assessment_new"), backwards).status_code == 422


@pytest.mark.parametrize("name", ["assessments", "assessed", "marks", "rankings"])
def test_lists_take_the_same_queries_for_one_row_and_for_three(city, name):
    office = browser(city.city_officer)
    made = building.opened(city)
    for one in building.subjects(made):
        building.handed_in(city, one)
        building.checked(city, one)
    building.counted(city, laoshan=1, jimo=1)
    Exercise.objects.filter(pk=made.pk).update(
        state="decided", published_at=timezone.now(), decided_at=timezone.now()
    )
    person = {"assessed": city.officer, "marks": made.examiners.first().user}.get(name)
    client = browser(person) if person else office

    def more():
        other = building.prepared(city, people=experts(city))
        columns = {"state": "decided", "published_at": timezone.now(), "opened_at": timezone.now()}
        Exercise.objects.filter(pk=other.pk).update(**columns)
        for one in building.subjects(other):
            MarkSheet.objects.create(subject=one, examiner=other.examiners.first())

    one = queries_of(client, at(name))
    more()
    more()

    assert queries_of(client, at(name)) <= max(one, MOST)


def test_the_list_is_cut_sorted_and_teaches_when_empty(city):
    office = browser(city.city_officer)
    assert "Begin from a template" in office.get(at("assessments")).text
    building.opened(city)

    assert "2026年区市评估" in office.get(at("assessments"), {"state": "reporting"}).text
    assert "2026年区市评估" not in office.get(at("assessments"), {"kind": "lab"}).text
    assert office.get(at("assessments"), {"sort": "due", "year": "2026"}).status_code == 200


def test_marks_keep_themselves_and_can_be_left_to_others(city):
    made = building.scoring(city)
    moved(made, report_until=-9, check_until=-5, score_until=5)
    sheet = MarkSheet.objects.filter(subject__exercise=made).first()
    client = browser(sheet.examiner.user)
    script = {"HX-Request": "true"}

    draft = {"mark-quality": "7", "_version": "0"}
    kept = client.post(at("mark_keep", sheet.pk), draft, headers=script)
    assert (kept.status_code, "Saved at" in kept.text) == (200, True)
    assert client.post(at("mark_keep", sheet.pk), draft, headers=script).status_code == 409
    wrong = {"mark-quality": "77", "_version": "1"}
    assert client.post(at("mark_keep", sheet.pk), wrong, headers=script).status_code == 422
    assert client.post(at("mark", sheet.pk), {"do": "hand_in", "_version": "1"}).status_code == 422
    stale = client.post(at("mark", sheet.pk), {"do": "save", "_version": "0"})
    assert stale.status_code == 409
    assert client.post(at("mark_leave", sheet.pk), {"reason": ""}).status_code == 422
    assert client.post(at("mark_leave", sheet.pk), {"reason": "曾任顾问。"}).status_code == 302
    assert "曾任顾问。" in client.get(at("mark", sheet.pk)).text
    office = browser(city.city_officer)
    other = MarkSheet.objects.filter(subject=sheet.subject, state="open").get()
    barred = office.post(
        at("assessment_bar", made.pk, sheet.subject_id, other.pk), {"reason": "有合作。"}
    )
    assert barred.status_code == 302


def test_days_change_by_version_and_files_go_by_reach(city):
    office = browser(city.city_officer)
    made, _assessors = begun(city, office)
    version = Exercise.objects.get().version
    sent = days(title="新名称") | {"_version": str(version)}

    assert office.post(at("assessment_days", made.pk), sent).status_code == 302
    assert Exercise.objects.get().title == "新名称"
    assert office.post(at("assessment_days", made.pk), sent).status_code == 409
    assert office.get(at("assessment_days", made.pk)).status_code == 200
    assert office.get(at("assessment_subjects", made.pk)).status_code == 200
    assert office.get(at("assessment_examiners", made.pk)).status_code == 200
    assert office.get(at("assessment_sensitivity", made.pk)).status_code == 200
    assert office.get(f"/go/evaluation.exercise:{made.pk}").status_code == 302
