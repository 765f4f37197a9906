"""The record page: who reaches it, what it offers whom, its verbs, revisions, comments."""

import pytest

from citystage.foundation.access.roles import Role
from citystage.stages.review.actions.comment import comment
from citystage.stages.review.actions.merge import merge
from citystage.stages.review.actions.open_batch import open_batch
from citystage.stages.review.actions.prepare_decision import prepare_decision
from citystage.stages.review.models import Case, Comment, Opinion
from citystage.stages.review.states import CaseState, OpinionState
from tests.review.builders import (
    HARBOUR,
    HARBOUR_AGAIN,
    case,
    fingerprint,
    need,
    quality,
    recommended,
)
from tests.web.bureau.people import browser, cost


def at(opened, *further):
    return "/".join(["/bureau/cases", str(opened.pk), *further, ""])


def act(user, opened, verb, **data):
    return browser(user).post(at(opened, "acts", verb), data)


def text_of(page):
    return page.content.decode()


def test_the_office_sees_the_verbs_it_may_use_now(town):
    opened = recommended(town)

    text = text_of(browser(town.city_officer).get(at(opened)))

    assert "Take up" in text
    assert "Return for changes" in text
    assert "Make ready" not in text
    assert "Back to polishing" not in text


def test_a_district_reads_its_case_without_the_offices_verbs(town):
    text = text_of(browser(town.officer).get(at(recommended(town))))

    assert "Take up" not in text
    assert "Write a comment" in text


@pytest.mark.parametrize("name", ["jimo_officer", "owner", "clerk"])
def test_whoever_is_not_concerned_does_not_find_it(town, name):
    opened = recommended(town)

    assert browser(getattr(town, name)).get(at(opened)).status_code == 404


def test_it_reads_in_chinese_by_default(town):
    page = browser(town.city_officer, "zh-hans").get(at(recommended(town)))

    assert '<html lang="zh-CN"' in text_of(page)


def test_vague_words_are_marked_and_the_checklist_asks(town):
    quality(town)
    application = town.application(
        answers=need("码头需要无人驾驶集卡。") | {"goals": "大幅提升效率"}, state="recommended"
    )

    text = text_of(browser(town.city_officer).get(at(case(town, application=application))))

    assert "<mark>提升效率</mark>" in text
    assert "By how much?" in text


def test_without_rules_the_page_says_so(town):
    text = text_of(browser(town.city_officer).get(at(recommended(town))))

    assert "This city has no quality rules yet" in text


def test_near_duplicates_stand_beside_with_the_shared_words_marked(town):
    mine = town.application(answers=need(HARBOUR), state="recommended")
    twin = town.application(answers=need(HARBOUR_AGAIN), title="岸桥自动接驳", state="recommended")
    fingerprint(town, mine)
    fingerprint(town, twin)

    text = text_of(browser(town.city_officer).get(at(case(town, application=mine))))

    assert "岸桥自动接驳" in text
    assert "nearly the same" in text
    assert "<mark>" in text


def test_take_up_by_the_page_and_a_second_time_is_refused(town):
    opened = recommended(town)

    assert act(town.city_officer, opened, "take-up").status_code == 302
    assert act(town.city_officer, opened, "take-up").status_code == 409
    assert Case.objects.get().officer == town.city_officer


def test_a_district_may_not_use_the_offices_verbs(town):
    assert act(town.officer, recommended(town), "take-up").status_code == 403


def test_an_unknown_verb_is_not_found(town):
    assert act(town.city_officer, recommended(town), "dance").status_code == 404


def test_returning_needs_a_reason_and_keeps_what_was_typed(town):
    opened = recommended(town)

    wrong = act(town.city_officer, opened, "return", reason="")
    right = act(town.city_officer, opened, "return", reason="请写明验收方式")

    assert wrong.status_code == 422
    assert "This is not complete yet" in text_of(wrong)
    assert right.status_code == 302
    assert Case.objects.get().state == CaseState.RETURNED


def test_verbs_lead_back_to_the_queue_one_came_from_and_never_elsewhere(town):
    one, other = recommended(town), recommended(town)
    queue = "/bureau/triage/?state=triage"

    assert act(town.city_officer, one, "take-up", next=queue).url == queue
    assert act(town.city_officer, other, "take-up", next="https://evil.example/").url == (
        "/bureau/triage/"
    )
    assert 'href="javascript' not in text_of(
        browser(town.city_officer).get(at(one) + "?next=javascript:evil()")
    )


def test_asking_departments_by_the_page(town):
    opened = case(town)
    units = [str(town.transport.pk), str(town.health.pk)]

    empty = act(town.city_officer, opened, "ask", question="可行吗？")
    asked = act(town.city_officer, opened, "ask", units=units, question="可行吗？")

    assert (empty.status_code, asked.status_code) == (422, 302)
    assert opened.opinions.count() == 2


def test_waiving_an_opinion_by_the_page(town):
    opened = case(town, CaseState.OPINIONS)
    opinion = Opinion.objects.create(case=opened, unit=town.health, state=OpinionState.ASKED)
    address = at(opened, "opinions", str(opinion.pk), "waive")
    city = browser(town.city_officer)

    assert city.post(address, {"reason": ""}).status_code == 422
    assert city.post(address, {"reason": "已口头答复"}).status_code == 302
    assert city.post(at(opened, "opinions", "0", "waive"), {"reason": "x"}).status_code == 404


def test_ready_back_assign_and_unmerge_by_the_page(town):
    opened, other = case(town), case(town)
    officer = town.city_officer

    assert act(officer, opened, "assign", officer=str(officer.pk)).status_code == 302
    assert act(officer, opened, "ready").status_code == 302
    assert act(officer, opened, "back", reason="数字有误").status_code == 302
    merge(opened, into=other, reason="同一需求", stamp=town.stamp(officer))
    assert "Undo the merge" in text_of(browser(officer).get(at(opened)))
    assert opened.application.title in text_of(browser(officer).get(at(other)))
    assert act(officer, opened, "unmerge").status_code == 302


def test_the_floor_of_quality_is_said_where_the_verb_would_stand(town):
    town.call.release_score = 60
    town.call.save()

    text = text_of(browser(town.city_officer).get(at(case(town, quality=10))))

    assert "this call asks for at least 60" in text
    assert "Make ready" not in text


def test_comments_by_the_page_stand_at_their_question(town):
    opened = case(town)
    officer = town.city_officer
    said = {"about": "need", "audience": "officers", "body": "请核实数量"}

    assert act(officer, opened, "comment", **(said | {"body": ""})).status_code == 422
    assert act(officer, opened, "comment", **said).status_code == 302
    page = browser(officer).get(at(opened) + "?about=need")
    assert "请核实数量" in text_of(page)
    assert Comment.objects.get().field == "need"


def test_nothing_of_the_offices_own_shows_for_the_owner(town):
    opened = recommended(town)
    office = town.stamp(town.city_officer)
    Case.objects.update(state=CaseState.READY)
    batch = open_batch(town.city, title="第3次联席会议", stamp=office)
    prepare_decision(
        opened, batch=batch, outcome="not_chosen", reason="秘密理由", place=1, stamp=office
    )
    for audience in ("own_unit", "officers"):
        comment(opened.application, audience=audience, body="内部意见", field="", stamp=office)
    owner = browser(town.owner)

    pages = [
        owner.get(f"/company/needs/{opened.application_id}/"),
        owner.get(f"/company/file/{opened.application_id}/"),
        owner.get(at(opened)),
        owner.get(f"/bureau/decisions/{batch.pk}/"),
        owner.get("/bureau/decisions/"),
    ]

    assert [page.status_code for page in pages[2:]] == [404, 404, 404]
    assert not [page for page in pages if "内部意见" in text_of(page) or "秘密" in text_of(page)]


def test_the_record_costs_the_same_for_one_comment_and_for_three(town):
    opened = recommended(town)
    office = town.stamp(town.city_officer)
    city = browser(town.city_officer)

    def say():
        comment(opened.application, audience="officers", body="一", field="need", stamp=office)

    say()
    city.get(at(opened))
    one = cost(city, at(opened))
    say()
    say()

    assert cost(city, at(opened)) == one <= 12


def edit(user, opened, version=1, **typed):
    data = {"_version": version, "note": "补充目标"} | typed
    return browser(user).post(at(opened, "edit"), data)


def test_polishing_makes_a_revision_with_its_reason(town):
    opened = case(town)

    assert browser(town.city_officer).get(at(opened, "edit")).status_code == 200
    saved = edit(town.city_officer, opened, goals="由30分钟缩短到10分钟。")

    opened.application.refresh_from_db()
    revision = opened.application.revisions.get(number=2)
    assert saved.status_code == 302
    assert (revision.note, revision.made_by) == ("补充目标", town.city_officer)


def test_polishing_wants_the_reason_and_readable_answers(town):
    opened = case(town)

    silent = edit(town.city_officer, opened, note=" ", goals="由30分钟缩短到10分钟。")
    long = edit(town.city_officer, opened, title="长" * 301)

    assert (silent.status_code, long.status_code) == (422, 422)
    assert "由30分钟缩短到10分钟。" in text_of(silent)


def test_polishing_over_somebody_elses_change_says_who(town):
    opened = case(town)
    edit(town.city_officer, opened, goals="甲")

    page = edit(town.city_officer, opened, version=1, goals="乙")

    assert page.status_code == 409
    assert "乙" in text_of(page)
    assert "what you typed is kept" in text_of(page)


def test_polishing_is_the_offices_and_only_while_the_case_is_with_it(town):
    assert browser(town.officer).get(at(case(town), "edit")).status_code == 403
    closed = case(town, CaseState.CHOSEN)
    assert browser(town.city_officer).get(at(closed, "edit")).status_code == 409


def test_two_revisions_are_compared(town):
    opened = case(town)
    edit(town.city_officer, opened, need="码头需要无人驾驶集卡三十台。")
    city = browser(town.city_officer)

    newest = text_of(city.get(at(opened, "revisions")))
    same = text_of(city.get(at(opened, "revisions") + "?from=2&to=2"))

    assert "<ins>" in newest
    assert "These two revisions say the same." in same
    assert city.get(at(opened, "revisions") + "?from=1&to=99").status_code == 404


def test_only_the_document_comes_when_the_queue_asks(town):
    opened = recommended(town)

    part = browser(town.city_officer).get(at(opened), headers={"hx-request": "true"})

    assert "<html" not in text_of(part)


def test_an_expert_asked_reads_the_need_by_the_opinion_only(town):
    expert = town.person("expert", Role.EXPERT, town.health)

    assert browser(expert).get(at(recommended(town))).status_code == 404
