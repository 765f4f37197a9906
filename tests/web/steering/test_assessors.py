"""Assessors, figures of one's own and templates, clicked as the office and the assessed do."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citystage.foundation.access.roles import Role
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject, TemplateVersion
from citystage.stages.evaluation.yearly.templates import templates_of
from tests.evaluation.building import experts
from tests.evaluation.exercises import building
from tests.evaluation.exercises.building import JUDGED
from tests.evaluation.figures.counted import counts, row
from tests.web.bureau.people import browser
from tests.web.queries import MOST, queries_of


@pytest.fixture
def city(town):
    building.ruled(town)
    return town


def at(name, *args):
    return reverse(f"steering:{name}", args=args)


def running(town):
    """Scoring under way by the real clock."""
    made = building.scoring(town)
    now = timezone.now()
    days = {"report_until": -9, "check_until": -5, "score_until": 5}
    moments = {name: now + timedelta(days=number) for name, number in days.items()}
    Exercise.objects.filter(pk=made.pk).update(**moments)
    return Exercise.objects.get(pk=made.pk)


def assessed_scenario(town):
    """A scenario with one answer on record, whose owner reports for it."""
    made = building.prepare_exercise(
        town.city,
        template="scenarios",
        year=2026,
        title="场景年度评估",
        schedule=building.DAYS,
        stamp=building.office(town),
    )
    scenario = town.scenario(owner_unit=town.firm)
    mine = Subject.objects.create(
        exercise=made, scenario=scenario, name=scenario.title, side=town.firm
    )
    Exercise.objects.filter(pk=made.pk).update(
        state="reporting",
        opened_at=timezone.now(),
        report_until=timezone.now() + timedelta(days=3),
        check_until=timezone.now() + timedelta(days=5),
        score_until=timezone.now() + timedelta(days=9),
    )
    row(
        town.city,
        "project_landed",
        f"scenario:{scenario.pk}",
        date(2026, 3, 1),
        record="projects.project:7",
        title="示例落地项目",
        public=True,
    )
    return made, mine


def test_an_assessor_drops_out_and_another_comes_by_clicking(city):
    made, office = running(city), browser(city.city_officer)
    leaving = made.examiners.first()
    (heir,) = experts(city, 1)
    page = office.get(at("assessment_marking", made.pk)).text
    assert leaving.name in page
    assert "Nobody dropped out" in page
    address = at("assessment_release", made.pk, leaving.pk)

    assert office.post(address, {"successor": "", "reason": ""}).status_code == 422
    too_few = office.post(address, {"successor": "", "reason": "退出。"})
    assert (too_few.status_code, "are needed" in too_few.text) == (422, True)
    done = office.post(address, {"successor": f"e{heir.pk}", "reason": "因病退出。"})

    assert done.status_code == 302
    assert MarkSheet.objects.filter(examiner__expert=heir, state="open").count() == 2
    for page in ("assessment_marking", "assessment_matrix"):
        shown = office.get(at(page, made.pk)).text
        assert "因病退出。" in shown
        assert heir.name in shown
    assert browser(heir.user).get(at("marks")).status_code == 200
    assert "dropped out" in office.get(at("assessment", made.pk)).text


def test_one_more_is_added_once(city):
    made, office = running(city), browser(city.city_officer)
    sent = {"person": f"o{city.city_officer.pk}", "reason": "补充人手。"}

    assert office.post(at("assessment_add", made.pk), {"reason": "x"}).status_code == 422
    assert office.post(at("assessment_add", made.pk), sent).status_code == 302
    assert office.post(at("assessment_add", made.pk), sent).status_code == 422

    assert made.examiners.filter(user=city.city_officer, joined_why="补充人手。").count() == 1


def test_only_the_office_sees_who_marks_and_only_once_marks_come_in(city):
    made = building.opened(city)
    office = browser(city.city_officer)

    assert office.get(at("assessment_marking", made.pk)).status_code == 404
    stranger = browser(city.person("stranger", Role.EXPERT, city.city))
    assert stranger.get(at("assessment_marking", made.pk)).status_code == 404
    assert office.get(at("assessment_examiners", made.pk)).status_code == 200


def test_the_number_of_assessors_is_said_when_it_is_opened(city):
    made, office = building.prepared(city, people=experts(city, 3)), browser(city.city_officer)
    Exercise.objects.filter(pk=made.pk).update(
        report_until=timezone.now() + timedelta(days=3),
        check_until=timezone.now() + timedelta(days=5),
        score_until=timezone.now() + timedelta(days=9),
    )
    assert "everybody marks everybody" in office.get(at("assessment", made.pk)).text

    many = office.post(at("assessment_act", made.pk, "open"), {"sheets_each": "4"})
    done = office.post(at("assessment_act", made.pk, "open"), {"sheets_each": "2"})

    assert (many.status_code, done.status_code) == (422, 302)
    assert Exercise.objects.get(pk=made.pk).sheets_each == 2
    assert "2 assessors mark each" in office.get(at("assessment", made.pk)).text


def test_the_list_of_assessors_takes_the_same_queries_for_two_and_for_more(city):
    made, office = running(city), browser(city.city_officer)

    two = queries_of(office, at("assessment_marking", made.pk))
    for one in experts(city, 3):
        made.examiners.create(user=one.user, expert=one)

    assert queries_of(office, at("assessment_marking", made.pk)) <= max(two, MOST)


def test_a_district_has_its_own_figures_beside_the_report_and_no_others(city):
    counts(city.city)
    made = building.opened(city)
    building.counted(city, laoshan=3101, jimo=570_219_846)
    mine = Subject.objects.get(exercise=made, unit=city.laoshan)

    page = browser(city.officer).get(at("assessed_one", mine.pk)).text

    assert "Our figures" in page
    assert "3101" in page
    assert "key=laoshan" in page
    assert "570219846" not in page
    assert city.jimo.name not in page


def test_a_scenarios_figure_opens_for_its_owner_and_for_the_office(city):
    made, mine = assessed_scenario(city)
    owner, office = browser(city.owner), browser(city.city_officer)

    page = owner.get(at("assessed_one", mine.pk)).text
    assert at("assessed_behind", mine.pk, "landed") in page
    for client, name, args in (
        (owner, "assessed_behind", [mine.pk, "landed"]),
        (office, "assessment_behind", [made.pk, mine.pk, "landed"]),
    ):
        assert "示例落地项目" in client.get(at(name, *args)).text
        file = client.get(at(f"{name}_export", *args, "csv"))
        assert "示例落地项目" in file.content.decode()
    assert at("assessment_behind", made.pk, mine.pk, "landed") in (
        office.get(at("assessment_matrix", made.pk)).text
    )
    empty = office.get(at("assessment_behind", made.pk, mine.pk, "answers")).text
    assert "Nothing on record for the year" in empty
    assert office.get(at("assessment_behind", made.pk, mine.pk, "fitting")).status_code == 404
    assert browser(city.officer).get(at("assessed_behind", mine.pk, "landed")).status_code == 404


def test_former_replies_stand_on_the_page_of_the_office(city):
    exercise = building.shown(city)
    one = building.subjects(exercise)[0]
    former = {"reply": "旧答复内容。", "replied_at": building.SHOWN.isoformat()}
    one.former_replies = [former | {"answer": "旧答复意见。", "answered_at": ""}]
    one.save(update_fields=["former_replies"])

    page = browser(city.city_officer).get(at("assessment_of", exercise.pk, one.pk)).text

    assert "Former replies" in page
    assert "旧答复内容。" in page
    assert "旧答复意见。" in page


def test_why_somebody_marks_stands_on_the_page(city):
    made = building.prepared(city, people=experts(city, 3))
    building.open_exercise(made, sheets_each=2, stamp=building.office(city))
    exercise = building.begin_scoring(made, stamp=building.office(city, building.SCORING))
    one = building.subjects(exercise)[0]

    page = browser(city.city_officer).get(at("assessment_of", exercise.pk, one.pk)).text

    assert "who may mark it" in page


def template(town, code="districts", **changes):
    """The form of a template as it is drawn, with changes."""
    now = next(one for one in templates_of(town.city) if one.template.code == code)
    sent = {
        "name_zh": now.template.name.zh,
        "name_en": now.template.name.en,
        "method": now.template.method,
        "reason": "经办公会研究。",
        "_version": str(now.number),
    }
    for name in ("report_days", "check_days", "score_days", "reply_days"):
        sent[name] = str(getattr(now.common, name))
    for one in now.template.measures:
        sent |= {
            f"{one.code}-name_zh": one.name.zh,
            f"{one.code}-name_en": one.name.en,
            f"{one.code}-weight": now.weights[one.code],
            f"{one.code}-better": one.better,
        }
        if one.none_as is not None:
            sent[f"{one.code}-none_as"] = str(one.none_as)
        if one.asks:
            sent |= {f"{one.code}-asks_zh": one.asks.zh, f"{one.code}-asks_en": one.asks.en}
        if one.explain_below is not None:
            sent[f"{one.code}-explain_below"] = str(one.explain_below)
    for at_ in (0, 1):
        sent |= {f"new{at_}-kind": "", f"new{at_}-weight": "1", f"new{at_}-better": "more"}
    return sent | {"do": "keep"} | changes


def test_a_template_is_tried_and_kept_in_the_browser(city):
    counts(city.city)
    exercise = building.shown(city, {city.laoshan.name: 6, city.jimo.name: 10})
    office, here = browser(city.city_officer), at("assessment_template", "districts")
    assert office.get(at("assessment_templates")).status_code == 200
    assert "Keep as a new version" in office.get(here).text
    weights = {f"{code}-weight": "0" for code in ("opened", "landed", *JUDGED)}
    changes = weights | {"quality-weight": "1", "report_days": "21"}

    tried = office.post(here, template(city, **changes, do="try", reason=""))
    kept = office.post(here, template(city, **changes))

    assert tried.status_code == 200
    assert exercise.title in tried.text
    assert "Place as tried" in tried.text
    assert kept.status_code == 302
    made = TemplateVersion.objects.get()
    assert (made.read().weights["quality"], made.read().report_days) == ("1", 21)
    again = office.get(here).text
    assert "经办公会研究。" in again
    stale = office.post(here, template(city, **changes, _version="0"))
    assert (stale.status_code, 'value="21"' in stale.text) == (409, True)
    assert office.post(here, template(city)).status_code == 422


def test_criteria_come_and_go_in_the_browser(city):
    counts(city.city)
    office, here = browser(city.city_officer), at("assessment_template", "districts")
    more = {
        "service-out": "on",
        "new0-kind": "figure",
        "new0-figure": "scenarios-answered",
        "new0-name_zh": "获得应答的场景",
        "new0-name_en": "Scenarios answered",
        "new1-kind": "judged",
        "new1-name_zh": "创新做法",
        "new1-name_en": "New ways",
        "new1-asks_zh": "写明本年创新做法。",
        "new1-explain_below": "5",
    }

    assert office.post(here, template(city, **more)).status_code == 302

    measures = {one.code: one for one in TemplateVersion.objects.get().read().template.measures}
    assert "service" not in measures
    assert (measures["c1"].kind, measures["c1"].indicator) == ("figure", "scenarios-answered")
    assert measures["c2"].asks.en == "写明本年创新做法。"
    assert office.post(here, template(city, **{"c2-out": "on"})).status_code == 302
    once_more = {"new0-kind": "judged", "new0-name_zh": "另一项", "new0-name_en": "Another"}
    assert office.post(here, template(city, **once_more)).status_code == 302
    latest = TemplateVersion.objects.order_by("-number").first().read()
    assert latest.template.measures[-1].code == "c3"


def test_a_scenarios_template_offers_what_can_be_counted_of_one(city):
    office, here = browser(city.city_officer), at("assessment_template", "scenarios")
    more = {
        "new0-kind": "figure",
        "new0-figure": "scenario_called",
        "new0-name_zh": "开放应答次数",
        "new0-name_en": "Calls for answers",
        "new1-kind": "figure",
        "new1-figure": "scenario_answered",
        "new1-since": "scenario_opened",
        "new1-none_as": "400",
        "new1-better": "less",
        "new1-name_zh": "发布到应答天数",
        "new1-name_en": "Days to the first answer",
        "speed-none_as": "900",
    }

    assert office.post(here, template(city, "scenarios", **more)).status_code == 302

    made = {one.code: one for one in TemplateVersion.objects.get().read().template.measures}
    assert (made["c1"].counts, made["c1"].indicator) == (("scenario_called",), "")
    assert (made["c2"].since, made["c2"].none_as, made["c2"].better) == (
        "scenario_opened",
        400,
        "less",
    )
    assert made["speed"].none_as == 900


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"report_days": "0"},
        {"quality-weight": "many"},
        {"quality-name_zh": ""},
        {"quality-explain_below": "1e400"},
        {"new0-kind": "judged"},
        {f"{code}-weight": "0" for code in ("opened", "landed", *JUDGED)},
        {f"{code}-out": "on" for code in ("landed", *JUDGED)},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(city, wrong):
    counts(city.city)
    office, here = browser(city.city_officer), at("assessment_template", "districts")

    answer = office.post(here, template(city, **wrong))

    assert answer.status_code == 422
    assert TemplateVersion.objects.count() == 0


def test_without_results_there_is_nothing_to_try_on_and_others_do_not_see_it(city):
    counts(city.city)
    office, here = browser(city.city_officer), at("assessment_template", "districts")

    tried = office.post(here, template(city, do="try", reason="", **{"quality-weight": "3"}))

    assert "nothing to try it on" in tried.text
    assert browser(city.officer).get(here).status_code == 404
    assert browser(city.officer).get(at("assessment_templates")).status_code == 404
    assert office.get(at("assessment_template", "none")).status_code == 404
