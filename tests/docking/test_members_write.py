"""A member of a consortium writes along where the organisation that answers lets it."""

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.actions.consortium import Part, agree, ask_member, decline
from citystage.stages.docking.actions.let_member_write import let_member_write
from citystage.stages.docking.actions.submit_answer import submit_answer
from citystage.stages.docking.actions.write_answer import write_answer
from citystage.stages.docking.models import Answer
from tests.docking.answering import Docked, content

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def docked(town):
    """Red does a part of Blue's work, asked and not agreed yet."""
    docked = Docked(town)
    docked.answer = docked.draft(docked.open(), docked.blue_person)
    docked.blue_stamp = town.stamp(docked.blue_person)
    docked.red_stamp = town.stamp(docked.red_person)
    docked.member = ask_member(
        docked.answer, organisation=docked.red, part=Part("安装", 40), stamp=docked.blue_stamp
    )
    return docked


def lets(docked, *, writes=True, stamp=None):
    return let_member_write(
        docked.answer,
        member_id=docked.member.pk,
        writes=writes,
        stamp=stamp or docked.blue_stamp,
    )


def writable(docked):
    return list(Answer.objects.writable_by(docked.red_stamp.actor))


def test_a_member_writes_once_it_has_agreed_and_does_not_hand_in(docked):
    lets(docked)
    lets(docked)
    assert writable(docked) == []

    agree(docked.member, stamp=docked.red_stamp)

    assert writable(docked) == [docked.answer]
    told = content(own_work="集成", share=60)
    written = write_answer(docked.answer, content=told, version=0, stamp=docked.red_stamp)
    with pytest.raises(NotAllowed):
        submit_answer(written, version=written.revision, stamp=docked.red_stamp)
    assert Entry.objects.filter(verb="docking.member.let_write").count() == 1
    assert Notice.objects.filter(template__contains="lets you write").count() == 1


def test_it_writes_no_longer_when_it_is_taken_back_or_the_member_leaves(docked):
    lets(docked)
    agree(docked.member, stamp=docked.red_stamp)
    lets(docked, writes=False)
    assert writable(docked) == []

    lets(docked)
    decline(docked.member, reason="档期已满", stamp=docked.red_stamp)

    assert writable(docked) == []


def test_the_organisation_that_answers_alone_says_so_of_its_members(docked):
    with pytest.raises(NotAllowed):
        lets(docked, stamp=docked.red_stamp)
    with pytest.raises(NotFound):
        let_member_write(docked.answer, member_id=0, writes=True, stamp=docked.blue_stamp)
