"""Comments reach their audience and nobody else."""

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.review import queries
from citystage.stages.review.actions.comment import comment
from citystage.stages.review.models import Comment, Opinion
from citystage.stages.review.states import OpinionState
from tests.review.builders import case

A = Comment.Audience


def say(opened, stamp, audience=A.OFFICERS, body="请核实预算"):
    return comment(opened.application, audience=audience, body=body, field="need", stamp=stamp)


def read(opened, stamp, besides=()):
    rows = queries.comments(opened.application, stamp.actor, besides=besides)
    return [row.body for row in rows]


def test_each_audience_reads_its_own(town):
    opened = case(town)
    city, district = town.stamp(town.city_officer), town.stamp(town.officer)
    for audience in (A.OWN_UNIT, A.OFFICERS, A.OWNER):
        say(opened, city, audience, body=audience)

    assert read(opened, city) == [A.OWN_UNIT, A.OFFICERS, A.OWNER]
    assert read(opened, district) == [A.OFFICERS, A.OWNER]
    assert read(opened, town.stamp(town.owner)) == [A.OWNER]
    assert read(opened, town.stamp(town.jimo_officer)) == []


def test_an_asked_department_reads_and_writes_as_officers_do(town):
    opened = case(town)
    clerk = town.stamp(town.clerk)
    say(opened, town.stamp(town.city_officer))
    assert read(opened, clerk) == []

    Opinion.objects.create(case=opened, unit=town.transport, state=OpinionState.ASKED)
    say(opened, clerk, body="我局意见见附件")

    assert read(opened, clerk) == ["请核实预算", "我局意见见附件"]


def test_the_owner_comments_for_officers_and_owner_only(town):
    opened = case(town)
    owner = town.stamp(town.owner)

    said = say(opened, owner, A.OWNER)

    assert (said.revision, said.field, said.made_for) == (1, "need", town.firm)
    with pytest.raises(NotAllowed):
        say(opened, owner, A.OFFICERS)


def test_strangers_do_not_comment(town):
    stranger = town.person("stranger", Role.DEMAND_OWNER, town.jimo)

    with pytest.raises(NotAllowed):
        say(case(town), town.stamp(stranger), A.OWNER)


def test_the_ledger_tells_of_a_comment_without_its_text(town):
    said = say(case(town), town.stamp(town.city_officer), body="内部：资金未落实")

    row = Entry.objects.get(verb="review.comment.made")
    assert row.payload == {
        "comment_id": said.pk,
        "application_id": said.application_id,
        "audience": "officers",
    }


def test_comments_are_stored_without_control_characters(town):
    said = say(case(town), town.stamp(town.city_officer), body="请\x00补充\r\n预算🙂")

    assert said.body == "请补充\n预算🙂"
