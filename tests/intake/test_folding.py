"""A page that saves itself leaves one revision for one sitting, and loses nothing."""

from datetime import timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.stages.intake import queries
from citystage.stages.intake.actions.revise import autosave, revise
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.writing import Stale, Writing
from tests.conftest import NOON
from tests.intake.acting import NEED, drafted


def kept(town, one, need, *, minutes=0, act=autosave, **more):
    stamp = town.stamp(more.pop("by", town.owner), at=NOON + timedelta(minutes=minutes))
    return act(
        one,
        writing=Writing({**NEED, "need": need}),
        recommender=None,
        version=more.pop("version", one.revision),
        stamp=stamp,
        **more,
    )


def by_hand(town, one, need, **more):
    return kept(town, one, need, act=revise, note="", **more)


def numbers(one):
    return list(one.revisions.order_by("number").values_list("number", flat=True))


def test_saves_of_one_sitting_are_one_revision_and_all_are_in_the_ledger(town):
    one = drafted(town)
    one = kept(town, one, "一", minutes=1)
    one = kept(town, one, "一二", minutes=9)
    one = kept(town, one, "一二三", minutes=18)

    assert (one.revision, numbers(one)) == (4, [1, 4])
    last = one.revisions.get(number=4)
    assert (last.answers["need"], last.made_at) == ("一二三", NOON + timedelta(minutes=18))
    facts = Entry.objects.filter(verb="intake.application.revised").order_by("id")
    assert [entry.payload["revision"] for entry in facts] == [2, 3, 4]


def test_a_longer_pause_begins_another_revision(town):
    one = kept(town, drafted(town), "一", minutes=1)
    one = kept(town, one, "一二", minutes=12)

    assert numbers(one) == [1, 2, 3]


def test_what_was_saved_by_hand_stays(town):
    one = by_hand(town, drafted(town), "一")
    one = kept(town, one, "一二")
    one = by_hand(town, one, "一二三")
    one = kept(town, one, "一二三四")

    assert numbers(one) == [1, 2, 3, 4, 5]


def test_another_hand_begins_another_revision(town):
    one = kept(town, drafted(town), "一")
    colleague = town.person("colleague", "demand_owner", town.firm)
    one = kept(town, one, "一二", by=colleague)

    assert numbers(one) == [1, 2, 3]


def test_what_was_submitted_stays_as_it_was(town):
    one = kept(town, drafted(town), "码头需要无人驾驶集卡，先试三辆。", minutes=1)
    submit(one, version=one.revision, stamp=town.stamp(town.owner, at=NOON + timedelta(minutes=2)))
    one.refresh_from_db()
    type(one).objects.filter(pk=one.pk).update(state="returned")
    one = kept(town, one, "再改", minutes=3)

    assert numbers(one) == [1, 2, 3]


@pytest.mark.parametrize("seen", [1, 2])
def test_another_window_is_told_what_the_folded_saves_changed(town, seen):
    one = drafted(town)
    one = kept(town, one, "一", minutes=1)
    one = kept(town, one, "一二", minutes=2)

    with pytest.raises(Stale) as outrun:
        kept(town, one, "别的窗口", minutes=3, version=seen)

    assert [change.fields for change in outrun.value.changes] == [("需求内容",)]
    assert [change.number for change in queries.changes_since(one, seen)] == [3]
