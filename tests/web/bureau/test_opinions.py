"""The waiting list of a department, and giving its word by the page."""

from citystage.stages.review.actions.ask_opinions import ask_opinions
from citystage.stages.review.states import CaseState
from tests.review.builders import case
from tests.web.bureau.people import FRAME, browser, cost

LIST = "/bureau/opinions/"


def ask(town, unit=None):
    (opinion,) = ask_opinions(
        case(town),
        units=[unit or town.transport],
        question="能否提供道路测试许可？",
        stamp=town.stamp(town.city_officer),
    )
    return opinion


def at(opinion):
    return f"{LIST}{opinion.pk}/"


def test_the_list_shows_question_and_deadline(town):
    ask(town)

    text = browser(town.clerk).get(LIST).content.decode()

    assert "能否提供道路测试许可？" in text
    assert "26 Nov 2026" in text


def test_an_empty_list_teaches(town):
    text = browser(town.clerk).get(LIST).content.decode()

    assert "Nothing waits for your unit" in text


def test_the_list_is_not_for_those_who_give_no_opinions(town):
    assert browser(town.owner).get(LIST).status_code == 404


def test_giving_an_opinion_by_the_page(town):
    opinion = ask(town)
    clerk = browser(town.clerk)

    incomplete = clerk.post(at(opinion), {"stance": "", "text": "可以。"})
    given = clerk.post(at(opinion), {"stance": "conditions", "text": "需设置安全员。"})
    again = clerk.post(at(opinion), {"stance": "support", "text": "改。"})

    opinion.refresh_from_db()
    assert (incomplete.status_code, given.status_code, again.status_code) == (422, 302, 409)
    assert (opinion.stance, opinion.case.state) == ("conditions", CaseState.READY)
    assert "需设置安全员。" in clerk.get(at(opinion)).content.decode()
    assert "support with conditions" in clerk.get(LIST).content.decode()


def test_another_units_request_is_not_found(town):
    opinion = ask(town, town.health)

    assert browser(town.clerk).get(at(opinion)).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(town):
    clerk = browser(town.clerk)
    ask(town)
    clerk.get(LIST)

    one = cost(clerk, LIST)
    ask(town)
    ask(town)

    assert cost(clerk, LIST) == one <= 2 + FRAME
