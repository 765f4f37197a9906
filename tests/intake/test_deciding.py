"""Submitting, returning, recommending, withdrawing: the walk through the flow."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail, Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.stages.intake import queries
from citystage.stages.intake.actions.close_call import close_call
from citystage.stages.intake.actions.invite_editor import invite_editor
from citystage.stages.intake.actions.not_recommend import not_recommend
from citystage.stages.intake.actions.recommend import QuotaSpent, recommend
from citystage.stages.intake.actions.reopen import reopen
from citystage.stages.intake.actions.reorder_recommendations import (
    OrderMoved,
    reorder_recommendations,
)
from citystage.stages.intake.actions.restore import restore
from citystage.stages.intake.actions.return_ import return_
from citystage.stages.intake.actions.revise import revise
from citystage.stages.intake.actions.submit import Incomplete, submit
from citystage.stages.intake.actions.withdraw import withdraw
from citystage.stages.intake.models import Application, Recommendation
from citystage.stages.intake.states import ApplicationState as State
from citystage.stages.intake.writing import BadAnswers, Stale, Writing
from tests.conftest import HOUSE, NOON, Town
from tests.intake.acting import drafted, recommended, submitted, verbs


def order(town):
    rows = Recommendation.objects.filter(unit=town.laoshan).order_by("place")
    return [(row.place, row.application_id) for row in rows]


def test_submit_needs_the_answers_of_intake_only(town):
    with pytest.raises(Incomplete) as refusal:
        submitted(town, typed={"title": "只有标题"})

    assert list(refusal.value.errors) == ["need"]
    one = submitted(town)
    assert (one.state, one.submitted_at) == (State.SUBMITTED, NOON)


def test_submit_files_the_revision_the_person_saw(town):
    one = drafted(town)
    stamp = town.stamp(town.owner)
    revise(one, writing=Writing({"need": "改"}), recommender=None, version=1, note="", stamp=stamp)

    with pytest.raises(Stale):
        submit(one, version=1, stamp=stamp)


def test_submit_is_for_the_owner_inside_the_window(town):
    one = drafted(town)
    late = town.stamp(town.owner, at=NOON + timedelta(days=31))

    for stamp in (late, town.stamp(town.jimo_officer)):
        with pytest.raises(NotAllowed):
            submit(one, version=1, stamp=stamp)


def test_submit_needs_a_district_or_department_to_recommend(town):
    one = town.application(recommender=town.city, state=State.DRAFT)

    with pytest.raises(Refusal, match=r"district|区"):
        submit(one, version=1, stamp=town.stamp(town.owner))


def test_submit_without_recommendation_goes_to_review_at_once(town):
    town.call.needs_recommendation = False
    town.call.save()

    one = submitted(town)

    assert one.state == State.ACCEPTED
    assert verbs()[1:3] == ["intake.application.submitted", "intake.application.accepted"]


def test_return_tells_the_reason_and_the_owner_submits_again_after_the_window(town):
    one = submitted(town)

    return_(one, reason="请写明数量。", stamp=town.stamp())
    again = submit(one, version=1, stamp=town.stamp(town.owner, at=NOON + timedelta(days=40)))

    assert again.state == State.SUBMITTED
    assert Entry.objects.get(verb="intake.application.returned").payload["reason"] == "请写明数量。"


def test_return_and_not_recommend_need_words_and_standing(town):
    one = submitted(town)

    for act in (return_, not_recommend):
        for reason in ("", "长" * 2001, "长" * 100_001):
            with pytest.raises(BadAnswers):
                act(one, reason=reason, stamp=town.stamp())
        with pytest.raises(NotAllowed):
            act(one, reason="不", stamp=town.stamp(town.jimo_officer))


def test_not_recommend_closes_without_a_place(town):
    one = not_recommend(submitted(town), reason="不属于本区。", stamp=town.stamp())

    assert one.state == State.NOT_RECOMMENDED
    assert order(town) == []


def test_recommend_takes_the_place_asked_for_and_moves_the_others_back(town):
    first = recommended(town)
    second = recommended(town, place=1)

    assert order(town) == [(1, second.pk), (2, first.pk)]
    assert second.state == State.RECOMMENDED
    assert Entry.objects.filter(verb="intake.application.recommended").last().payload["place"] == 1


def test_recommend_ends_with_the_last_place_and_the_last_day(town):
    recommended(town)
    recommended(town)
    third = submitted(town)

    with pytest.raises(QuotaSpent):
        recommend(third, opinion="同意。", place=None, stamp=town.stamp())
    late = town.stamp(at=NOON + timedelta(days=60))
    with pytest.raises(NotAllowed):
        recommend(third, opinion="同意。", place=None, stamp=late)


def test_recommend_refuses_units_without_places_and_wrong_states(town):
    one = submitted(town, recommender=town.health)
    nurse = town.person("nurse", "department_officer", town.health)

    with pytest.raises(Refusal, match="市卫生健康委"):
        recommend(one, opinion="同意。", place=None, stamp=town.stamp(nurse))
    with pytest.raises(WrongState):
        recommend(recommended(town), opinion="再次。", place=None, stamp=town.stamp())


@pytest.mark.django_db(transaction=True)
def test_recommend_gives_the_last_place_to_one_of_eight():
    town = Town()
    town.quota.places = 1
    town.quota.save()
    waiting = [town.application() for _ in range(8)]
    stamp, spent = town.stamp(), []

    def press(one: Application) -> None:
        try:
            recommend(one, opinion="同意。", place=None, stamp=stamp)
        except QuotaSpent:
            spent.append(one.pk)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(one,)) for one in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(spent) == 7
    assert Recommendation.objects.count() == 1
    assert Application.objects.filter(state=State.RECOMMENDED).count() == 1


def test_reorder_changes_all_places_at_once_and_says_so(town):
    one, two = recommended(town), recommended(town)

    reorder_recommendations(
        town.call, unit=town.laoshan, order=[two.pk, one.pk], stamp=town.stamp()
    )
    reorder_recommendations(
        town.call, unit=town.laoshan, order=[two.pk, one.pk], stamp=town.stamp()
    )

    assert order(town) == [(1, two.pk), (2, one.pk)]
    assert verbs().count("intake.recommendations.reordered") == 1
    with pytest.raises(OrderMoved):
        reorder_recommendations(town.call, unit=town.laoshan, order=[one.pk], stamp=town.stamp())
    stamp = town.stamp(town.jimo_officer)
    with pytest.raises(NotAllowed):
        reorder_recommendations(town.call, unit=town.laoshan, order=[], stamp=stamp)


def test_reopened_application_keeps_its_place_when_submitted_again(town):
    one = recommended(town)

    reopen(one, reason="请量化目标。", stamp=HOUSE)
    one.refresh_from_db()
    again = submit(one, version=1, stamp=town.stamp(town.owner, at=NOON + timedelta(days=99)))

    assert again.state == State.RECOMMENDED
    assert order(town) == [(1, one.pk)]
    assert "intake.application.resubmitted" in verbs()


def test_withdraw_frees_the_place_and_restore_makes_a_draft(town):
    one, two = recommended(town), recommended(town)

    withdraw(one, reason="项目取消。", stamp=town.stamp(town.owner))
    back = restore(one, stamp=town.stamp(town.owner))

    assert order(town) == [(1, two.pk)]
    assert back.state == State.DRAFT
    with pytest.raises(NotAllowed):
        withdraw(two, reason="不要。", stamp=town.stamp())
    with pytest.raises(NotAllowed):
        restore(two, stamp=town.stamp())


def test_desk_and_standing_show_what_waits_and_what_is_left(town):
    waiting, given = submitted(town), recommended(town)
    drafted(town)
    actor = town.stamp().actor

    (standing,) = queries.standing_of(actor, at=NOON)

    assert list(queries.desk(actor)) == [waiting]
    assert queries.waiting_words(actor).count() == 1
    assert (standing.places, standing.used, standing.left) == (2, 1, 1)
    assert [row.application for row in queries.recommended(town.call, town.laoshan)] == [given]
    assert queries.reach_recommendable(actor, given.pk) == given
    assert queries.reach_order(actor, town.call.pk, town.laoshan.pk).used == 1
    with pytest.raises(NotFound):
        queries.reach_order(actor, town.call.pk, town.jimo.pk)
    with pytest.raises(NotFound):
        queries.reach_recommendable(town.stamp(town.jimo_officer).actor, given.pk)


def test_audience_is_who_a_move_means(town):
    one = submitted(town)

    told = {
        word: queries.audience(one, word, at=NOON) for word in ("owner", "recommender", "city", "x")
    }

    assert told == {
        "owner": [town.owner],
        "recommender": [town.officer],
        "city": [town.city_officer],
        "x": [],
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_the_same_queries_for_one_row_and_three(town, rows, django_assert_num_queries):
    town.quota.places = 9
    town.quota.save()
    for _ in range(rows):
        submitted(town)
        recommended(town)
    owner, officer = town.stamp(town.owner).actor, town.stamp().actor

    with django_assert_num_queries(1):
        assert (
            len([(a.call.label, a.recommender.label) for a in queries.my_applications(owner)])
            == 2 * rows
        )
    with django_assert_num_queries(1):
        assert len([(a.call.label, a.owner_unit.label) for a in queries.desk(officer)]) == rows
    with django_assert_num_queries(1):
        assert (
            len([r.application.title for r in queries.recommended(town.call, town.laoshan)]) == rows
        )
    with django_assert_num_queries(2):
        assert len(queries.standing_of(officer, at=NOON)) == 1


def test_call_queries_reach_what_is_open_or_managed(town):
    officer = town.stamp(town.city_officer).actor

    assert list(queries.calls_open_to(town.city, at=NOON)) == [town.call]
    assert list(queries.calls_open_to(town.city, at=NOON + timedelta(days=30))) == []
    assert queries.reach_call(town.call.pk, city=town.city) == town.call
    assert queries.reach_managed_call(officer, town.call.pk) == town.call
    assert queries.call_coded(town.city, "2026-open") == town.call
    with pytest.raises(NotFound):
        queries.reach_call(town.call.pk, city=None)
    with pytest.raises(NotFound):
        queries.reach_managed_call(town.stamp().actor, town.call.pk)


def test_drafts_and_returned_counts_what_waits_for_its_editors(town):
    drafted(town)
    submitted(town)

    assert queries.drafts_and_returned(town.stamp(town.owner).actor).count() == 1
    assert queries.owns(town.application(), town.stamp(town.owner).actor)


def test_moves_tell_whom_they_name_and_never_the_one_who_acts(town):
    one = submitted(town)
    return_(one, reason="请写明数量。", stamp=town.stamp())
    withdraw(one, reason="项目取消。", stamp=town.stamp(town.owner))

    told = list(Notice.objects.order_by("pk").values_list("person__username", "group"))

    assert told == [
        ("officer", "task"),
        ("owner", "task"),
        ("officer", "progress"),
        ("city_officer", "progress"),
    ]


def test_an_open_call_is_told_to_every_recommender(town):
    close_call(town.call, stamp=town.stamp(town.city_officer))

    told = Notice.objects.values_list("person__username", flat=True).order_by("pk")

    assert list(told) == ["officer", "jimo_officer", "clerk"]


def test_an_invited_editor_is_told_in_the_page_or_by_plain_mail(town):
    one = drafted(town)
    town.person("guest")

    for address in ("guest@example.invalid", "later@example.invalid"):
        invite_editor(one, email=address, stamp=town.stamp(town.owner))

    assert Notice.objects.get().person.username == "guest"
    assert Mail.objects.get(person=None).to == "later@example.invalid"
