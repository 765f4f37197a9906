"""Two who act at once on answers: one wins, the other is told; the last second under load."""

from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.docking.actions.conclude import Conclusion, conclude
from citystage.stages.docking.actions.submit_answer import submit_answer
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.states.answers import OpeningState
from tests.conftest import NOON, Town
from tests.docking.answering import AFTER, Docked, organisation
from tests.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def docked(transactional_db):
    return Docked(Town())


def test_of_two_owners_who_choose_at_once_one_decides(docked):
    opening = docked.open(sealed=False)
    blue, red = docked.given(opening, docked.blue_person), docked.given(opening, docked.red_person)

    def choose(one, other, user):
        meant = Conclusion(OpeningState.CHOSEN, "理由", one.pk, {other.pk: "理由"})
        stamp = docked.town.stamp(user, at=AFTER)
        return lambda: conclude(opening, conclusion=meant, stamp=stamp)

    told = refusals(
        choose(blue, red, docked.town.owner), choose(red, blue, docked.town.city_officer)
    )

    refused = [one for one in told if one]
    assert len(refused) == 1
    assert isinstance(refused[0], WrongState)
    assert Answer.objects.filter(state="chosen").count() == 1
    assert Answer.objects.exclude(letter="").count() == 2


def test_of_two_colleagues_who_begin_at_once_there_is_one_answer(docked):
    opening = docked.open()
    acts = [lambda: docked.draft(opening, docked.blue_person)] * 4

    told = refusals(*acts)

    assert told == [None] * 4
    assert Answer.objects.count() == 1


def test_submissions_of_the_last_second_are_held_against_the_clock_of_the_act(docked):
    begun = timezone.now()
    closes = begun + timedelta(minutes=5)
    opening = docked.open(opens_at=NOON, closes_at=closes, questions_until=closes)
    people = [organisation(docked.town, f"示例{n}号公司")[1] for n in range(6)]
    answers = [docked.written(opening, one, at=begun) for one in people]
    # Whoever pressed in time gets in; a stamp of the request's beginning does not help later.
    early = [
        lambda a=answer, p=person: submit_answer(a, version=1, stamp=docked.town.stamp(p, at=begun))
        for answer, person in zip(answers[:5], people[:5], strict=True)
    ]

    told = refusals(*early)
    now = timezone.now()
    Opening.objects.filter(pk=opening.pk).update(closes_at=now, questions_until=now)
    with pytest.raises(NotAllowed):
        submit_answer(answers[5], version=1, stamp=docked.town.stamp(people[5], at=begun))

    assert told == [None] * 5
    assert Answer.objects.given().count() == 5
