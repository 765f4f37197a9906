"""Two texts side by side by the page: judge, merge, undo."""

from citystage.stages.review.models import Case, Tie
from citystage.stages.review.states import CaseState
from tests.review.builders import HARBOUR, HARBOUR_AGAIN, case, fingerprint, need
from tests.web.bureau.people import FRAME, browser, cost

LIST = "/bureau/likeness/"


def pair(town):
    cases = [
        case(town, application=town.application(answers=need(text), state="recommended"))
        for text in (HARBOUR, HARBOUR_AGAIN)
    ]
    prints = [fingerprint(town, one.application) for one in cases]
    return cases, prints


def at(case, other):
    return f"/bureau/cases/{case.pk}/like/{other.pk}/"


def test_both_texts_are_shown_with_the_shared_words_marked(town):
    (one, _twin), (_own, other) = pair(town)

    text = browser(town.city_officer).get(at(one, other)).content.decode()

    assert text.count("<mark>") >= 4
    assert "nearly the same" in text


def test_judging_and_taking_it_back(town):
    (one, _twin), (_own, other) = pair(town)
    city = browser(town.city_officer)

    assert city.post(at(one, other), {"verdict": "nonsense"}).status_code == 422
    assert city.post(at(one, other), {"verdict": "not_same", "reason": "地点不同"}).url == at(
        one, other
    )
    assert "Judged: not the same" in city.get(at(one, other)).content.decode()
    assert "地点不同" in city.get(LIST).content.decode()
    assert city.post(f"{LIST}{Tie.objects.get().pk}/undo/").status_code == 302
    assert "No pair has been judged" in city.get(LIST).content.decode()


def test_merging_by_the_page(town):
    (one, twin), (_own, other) = pair(town)
    city = browser(town.city_officer)

    assert city.post(at(one, other), {"act": "merge", "reason": ""}).status_code == 422
    merged = city.post(at(one, other), {"act": "merge", "reason": "同一需求"})

    assert merged.url == f"/bureau/cases/{twin.pk}/"
    assert Case.objects.get(pk=one.pk).state == CaseState.MERGED
    assert "the case is" in city.get(at(one, other)).content.decode()
    assert "Undo the merge on its case" in city.get(LIST).content.decode()
    again = city.post(at(one, other), {"act": "merge", "reason": "同一需求"})
    assert again.status_code == 409


def test_texts_without_a_case_cannot_be_merged(town):
    (one, _twin), _prints = pair(town)
    stray = fingerprint(town, town.application(answers=need(HARBOUR)))

    answer = browser(town.city_officer).post(at(one, stray), {"act": "merge", "reason": "同"})

    assert answer.status_code == 404


def test_a_text_not_compared_or_out_of_reach_is_not_found(town):
    (one, _twin), (_own, other) = pair(town)
    city = browser(town.city_officer)

    assert city.get(at(case(town), other)).status_code == 404
    assert city.get(f"/bureau/cases/{one.pk}/like/0/").status_code == 404


def test_districts_do_not_judge(town):
    (one, _twin), (_own, other) = pair(town)
    district = browser(town.officer)

    assert district.get(at(one, other)).status_code == 404
    assert district.get(LIST).status_code == 404


def test_judgements_cost_the_same_for_one_and_for_three(town):
    (one, _twin), (_own, other) = pair(town)
    prints = [fingerprint(town, town.application(answers=need(HARBOUR + "二" * n))) for n in (1, 2)]
    city = browser(town.city_officer)
    city.post(at(one, other), {"verdict": "family"})
    city.get(LIST)

    single = cost(city, LIST)
    for each in prints:
        city.post(at(one, each), {"verdict": "family"})

    assert cost(city, LIST) == single <= 2 + FRAME
