"""Near-duplicates are found across scripts, batches and cities, and shown within reach only."""

import pytest

from citystage.engines.similarity.jaccard import Level
from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.actions.withdraw import withdraw
from citystage.stages.intake.facts import ApplicationRevised
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review import fingerprints, queries
from citystage.stages.review.fingerprints import Text
from citystage.stages.review.handlers.following import keep_revised_text
from citystage.stages.review.models import Fingerprint, Tie
from citystage.stages.review.states import CaseState
from tests.conftest import NOON
from tests.review.builders import (
    HARBOUR,
    HARBOUR_AGAIN,
    HARBOUR_TRADITIONAL,
    HOSPITAL,
    case,
    fingerprint,
    need,
)


def filed(town, text, **fields):
    application = town.application(answers=need(text), **fields)
    return application, fingerprint(town, application)


def public(subject, text, **fields):
    known = {"title": "港口无人集卡", "path": "/999/", "public": True}
    return fingerprints.put(Text(subject=subject, text=text, **(known | fields)))


def city(town):
    return town.stamp(town.city_officer).actor


def test_a_twin_is_found_with_what_both_share(town):
    mine, _print = filed(town, HARBOUR)
    _other, twin = filed(town, HARBOUR_AGAIN)
    filed(town, HOSPITAL, title="夜间发药")

    (like,) = queries.likes(mine, city(town))

    assert (like.fingerprint, like.level, like.tie) == (twin, Level.NEAR, None)
    assert 50 <= like.percent < 100
    assert "集卡替代，实现岸桥与堆场之间的自动接驳" in [twin.text[a:b] for a, b in like.theirs][-1]
    assert like.application_id == _other.pk


def test_an_unsaved_text_in_traditional_characters_finds_its_twin(town):
    _mine, twin = filed(town, HARBOUR)

    (like,) = queries.likes_of_text(HARBOUR_TRADITIONAL, city(town), city=town.city)

    assert like.fingerprint == twin
    assert like.level is not Level.DIFFERENT
    assert HARBOUR_TRADITIONAL[slice(*like.mine[0])].startswith("碼頭前沿")


def test_text_without_letters_is_like_nothing(town):
    filed(town, HARBOUR)

    assert queries.likes_of_text("。。。", city(town)) == []


def test_public_records_of_other_cities_are_found_by_everybody(town):
    chengdu = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    row = public("catalogue.scenario:7", HARBOUR_AGAIN, city=chengdu)
    mine = town.application(answers=need(HARBOUR), state=ApplicationState.DRAFT)

    (like,) = queries.likes(mine, town.stamp(town.owner).actor)

    assert (like.fingerprint, like.application_id) == (row, None)


def test_what_lies_out_of_reach_is_not_shown(town):
    mine, _print = filed(town, HARBOUR)
    filed(town, HARBOUR_AGAIN, recommender=town.jimo, owner_unit=town.jimo, filed_by=town.clerk)

    assert queries.likes(mine, town.stamp(town.officer).actor) == []
    assert queries.likes(mine, town.stamp(town.owner).actor) == []
    assert len(queries.likes(mine, city(town))) == 1


def test_an_owner_meets_the_own_earlier_need(town):
    mine, _print = filed(town, HARBOUR)
    _again, earlier = filed(town, HARBOUR_AGAIN)

    (like,) = queries.likes(mine, town.stamp(town.owner).actor)

    assert like.fingerprint == earlier


def test_a_record_is_no_twin_of_what_it_grew_from(town):
    mine, own = filed(town, HARBOUR)
    grown = public("catalogue.scenario:9", HARBOUR, origin=subject_of(mine))

    assert queries.likes(mine, city(town)) == []
    other, _print = filed(town, HARBOUR_AGAIN)
    assert {like.fingerprint for like in queries.likes(other, city(town))} == {own, grown}


def test_pairs_judged_not_the_same_are_not_offered_again(town):
    mine, left = filed(town, HARBOUR)
    _other, right = filed(town, HARBOUR_AGAIN)
    Tie.objects.create(left=left, right=right, verdict=Tie.Verdict.NOT_SAME, made_at=NOON)

    assert queries.likes(mine, city(town)) == []


def test_a_judged_family_is_shown_with_its_verdict(town):
    mine, left = filed(town, HARBOUR)
    _other, right = filed(town, HARBOUR_AGAIN)
    tie = Tie.objects.create(left=left, right=right, verdict=Tie.Verdict.FAMILY, made_at=NOON)

    (like,) = queries.likes(mine, city(town))

    assert like.tie == tie


def test_contacts_never_enter_a_fingerprint(town):
    town.form.definition["fields"].append(
        {"key": "contact", "label": {"zh": "联系人"}, "type": "contact"}
    )
    town.form.save()
    answers = need(HARBOUR) | {"contact": {"name": "张三", "phone": "0532-5550 1234"}}

    text = fingerprints.words_of(town.application(answers=answers))

    assert text == f"港区无人集卡水平运输\n{HARBOUR}"


def test_a_fingerprint_is_replaced_not_doubled(town):
    application, first = filed(town, HARBOUR)

    again = fingerprint(town, application, text=HOSPITAL)

    assert Fingerprint.objects.get() == again
    assert (again.pk, again.text) == (first.pk, HOSPITAL)


def test_an_import_writes_with_few_statements(town, django_assert_num_queries):
    texts = [
        Text(subject=f"x:{n}", title="题", text=HARBOUR + str(n), path="/1/", city=town.city)
        for n in range(50)
    ]

    with django_assert_num_queries(2):
        fingerprints.put_many([*texts, texts[0]])

    assert Fingerprint.objects.count() == 50


def test_likes_cost_the_same_for_one_and_for_three(town, django_assert_num_queries):
    mine, _print = filed(town, HARBOUR)
    officer = city(town)
    filed(town, HARBOUR_AGAIN)

    queries.likes(mine, officer)

    with django_assert_num_queries(3):
        assert len(queries.likes(mine, officer)) == 1
    filed(town, HARBOUR_AGAIN)
    filed(town, HARBOUR_AGAIN)
    with django_assert_num_queries(3):
        assert len(queries.likes(mine, officer)) == 3


def test_submitting_makes_a_text_findable_and_withdrawing_hides_it(town):
    mine, _print = filed(town, HARBOUR)
    draft = town.application(answers=need(HARBOUR_AGAIN), state=ApplicationState.DRAFT)
    assert queries.likes(mine, city(town)) == []

    submit(draft, version=1, stamp=town.stamp(town.owner))
    assert len(queries.likes(mine, city(town))) == 1

    withdraw(draft, reason="内容重复", stamp=town.stamp(town.owner))
    assert queries.likes(mine, city(town)) == []


def test_two_texts_side_by_side(town):
    _mine, left = filed(town, HARBOUR)
    _other, right = filed(town, HARBOUR_AGAIN)

    like = queries.compare(left, right)

    assert (like.fingerprint, like.level, like.tie) == (right, Level.NEAR, None)


def test_a_fingerprint_out_of_reach_is_not_found(town):
    _mine, row = filed(town, HARBOUR)
    stranger = town.person("stranger", Role.DEMAND_OWNER, town.jimo)

    with pytest.raises(NotFound):
        queries.reach_fingerprint(town.stamp(stranger).actor, row.pk)
    assert queries.reach_fingerprint(city(town), row.pk) == row


def test_a_draft_is_not_kept_when_revised(town):
    draft = case(
        town, CaseState.WITHDRAWN, town.application(state=ApplicationState.DRAFT)
    ).application

    fact = ApplicationRevised(application_id=draft.pk, revision=1, fields=["need"])
    keep_revised_text(fact, town.stamp(town.owner))

    assert not Fingerprint.objects.exists()
