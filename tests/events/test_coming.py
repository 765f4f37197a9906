"""Registering, the waiting list, invitations, guests, and races for the last place."""

from datetime import timedelta

import pytest

from citystage.foundation.notices.models import Mail, Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.events import asking
from citystage.stages.events.actions.decide_place import (
    NoReason,
    admit,
    decline,
    give_back,
    give_back_as_guest,
)
from citystage.stages.events.actions.invite import (
    NotAnnounced,
    invite,
    opt_in,
    opt_out,
    refuse_invitation,
    withdraw_invitation,
)
from citystage.stages.events.actions.register import (
    BadAnswers,
    Wish,
    confirm_guest,
    register,
    register_guest,
)
from citystage.stages.events.models import Invitation, Place
from citystage.stages.events.queries import inviting
from citystage.stages.events.queries.inviting import InviteFilter
from tests.conftest import HOUSE, NOON, Town
from tests.events.building import BEGINS, announced, comes, draft, firm
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    return Town()


def states(event):
    return sorted(event.places.values_list("state", flat=True))


def test_the_last_place_goes_to_one_of_many(town):
    event = announced(town, capacity=3)
    people = [firm(town, f"示例{n}")[1] for n in range(8)]
    stamps = [town.stamp(person) for person in people]

    at_once(*(lambda s=s: register(event, wish=Wish(name="某"), stamp=s) for s in stamps))

    assert states(event) == ["confirmed"] * 3 + ["queued"] * 5


def test_a_second_press_gives_the_same_place(town):
    event = announced(town)
    _organisation, person = firm(town, "甲")
    stamp = town.stamp(person)

    made = at_once(*(lambda: register(event, wish=Wish(name="某"), stamp=stamp),) * 3)

    assert len({one.pk for one in made}) == 1


def test_who_waits_longest_moves_up_and_is_told(town):
    event = announced(town, capacity=1)
    first = comes(town, event, "甲")
    second = comes(town, event, "乙", at=NOON + timedelta(minutes=1))
    third = comes(town, event, "丙", at=NOON + timedelta(minutes=2))

    give_back(first, stamp=town.stamp(first.person))

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == ("confirmed", "queued")
    assert (
        "became free" in Notice.objects.filter(person=second.person).order_by("pk").last().template
    )


def test_two_give_back_at_once_and_two_move_up(town):
    event = announced(town, capacity=2)
    leaving = [comes(town, event, name) for name in ("甲", "乙")]
    waiting = [comes(town, event, name) for name in ("丙", "丁", "戊")]
    stamps = [town.stamp(one.person) for one in leaving]

    at_once(*(lambda p=p, s=s: give_back(p, stamp=s) for p, s in zip(leaving, stamps, strict=True)))

    assert states(event) == ["cancelled"] * 2 + ["confirmed"] * 2 + ["queued"]
    assert [Place.objects.get(pk=one.pk).state for one in waiting][:2] == ["confirmed"] * 2


def test_nobody_registers_outside_the_window(town):
    event = announced(town, registration_closes_at=NOON + timedelta(days=1))

    with pytest.raises(WrongState):
        comes(town, event, at=NOON + timedelta(days=1))


def test_one_organisation_sends_no_more_than_it_may(town):
    event = announced(town, most_per_organisation=1)
    place = comes(town, event, "甲")
    colleague = town.person("colleague", "company_member", place.organisation.seat)

    with pytest.raises(WrongState):
        register(event, wish=Wish(name="某"), stamp=town.stamp(colleague))


def test_the_place_is_given_back_until_the_event_begins(town):
    event = announced(town)
    place = comes(town, event)

    with pytest.raises(WrongState):
        give_back(place, stamp=town.stamp(place.person, at=BEGINS))
    with pytest.raises(NotAllowed):
        give_back(place, stamp=town.stamp(town.owner))


def test_organisers_who_decide_admit_and_decline_with_a_reason(town):
    event = announced(town, admission="decided")
    first, second = comes(town, event, "甲"), comes(town, event, "乙")
    officer = town.stamp(town.city_officer)
    assert (first.state, second.state) == ("asked", "asked")
    assert Notice.objects.filter(person=town.city_officer).count() == 2

    admit(first, stamp=officer)
    with pytest.raises(NoReason):
        decline(second, reason="", stamp=officer)
    decline(second, reason="名额限于本领域", stamp=officer)

    assert states(event) == ["confirmed", "declined"]
    assert (
        Notice.objects.filter(person=second.person).order_by("pk").last().values["reason"]
        == "名额限于本领域"
    )
    with pytest.raises(WrongState):
        admit(first, stamp=officer)


def test_required_questions_are_answered(town):
    event = announced(town, questions=asking.read("人数 *\n用餐 | 要；不要"))

    with pytest.raises(BadAnswers) as problem:
        comes(town, event, "甲", typed={"q2": "o9"})
    place = comes(town, event, "乙", typed={"q1": "2", "q2": "o1"})

    assert sorted(problem.value.errors) == ["q1", "q2"]
    assert place.answers == {"q1": "2", "q2": "o1"}


def test_a_guest_takes_no_place_before_the_mail_is_confirmed(town):
    event = announced(town, capacity=1, takes_guests=True)
    wish = Wish(name="李四", organisation_name="示例报社", email="Li@Example.invalid")

    place = register_guest(event, wish=wish, stamp=HOUSE)
    again = register_guest(event, wish=wish, stamp=HOUSE)

    assert (place.pk, place.state) == (again.pk, "asked")
    assert place.token in Mail.objects.get(to="li@example.invalid").body
    assert confirm_guest(place, stamp=HOUSE).state == "confirmed"
    assert comes(town, event, "甲").state == "queued"
    with pytest.raises(WrongState):
        give_back_as_guest(place, held="no", stamp=HOUSE)
    give_back_as_guest(place, held=place.token, stamp=HOUSE)
    assert states(event) == ["cancelled", "confirmed"]


def test_guests_come_only_where_they_are_taken(town):
    event = announced(town)

    with pytest.raises(NotAllowed):
        register_guest(event, wish=Wish(name="某", email="a@b.invalid"), stamp=HOUSE)


def test_nobody_is_invited_twice_or_against_the_will(town):
    event = announced(town, audience="invited")
    officer = town.stamp(town.city_officer)
    (first, person), (second, unwilling), (third, _one) = (firm(town, n) for n in "甲乙丙")
    opt_out(second, stamp=town.stamp(unwilling))
    asked = [first.pk, second.pk]

    once = invite(event, organisations=asked, words="请来", stamp=officer)
    twice = invite(event, organisations=[*asked, third.pk], words="", stamp=officer)

    assert (once.invited, once.opted_out) == (1, 1)
    assert (twice.invited, twice.already, twice.opted_out) == (1, 1, 1)
    assert Notice.objects.filter(person=person).count() == 1
    assert Notice.objects.filter(person=unwilling).count() == 0
    opt_in(second, stamp=town.stamp(unwilling))
    assert invite(event, organisations=asked, words="", stamp=officer).invited == 1


def test_by_invitation_only_the_invited_register_and_the_invitation_is_accepted(town):
    event = announced(town, audience="invited")
    organisation, person = firm(town, "甲")

    with pytest.raises(WrongState):
        register(event, wish=Wish(name="某"), stamp=town.stamp(person))
    invite(event, organisations=[organisation.pk], words="", stamp=town.stamp(town.city_officer))
    register(event, wish=Wish(name="某"), stamp=town.stamp(person))

    assert Invitation.objects.get().state == "accepted"


def test_a_refused_invitation_tells_the_organisers_and_may_be_accepted_later(town):
    event = announced(town)
    organisation, person = firm(town, "甲")
    officer = town.stamp(town.city_officer)
    invite(event, organisations=[organisation.pk], words="", stamp=officer)
    row = Invitation.objects.get()

    with pytest.raises(WrongState):
        refuse_invitation(row, reason="", stamp=town.stamp(town.owner))
    refuse_invitation(row, reason="时间不合", stamp=town.stamp(person))
    assert (
        Notice.objects.filter(person=town.city_officer).order_by("pk").last().values["reason"]
        == "时间不合"
    )
    register(event, wish=Wish(name="某"), stamp=town.stamp(person))

    assert Invitation.objects.get().state == "accepted"


def test_a_withdrawn_invitation_is_no_invitation(town):
    event = announced(town, audience="invited")
    organisation, person = firm(town, "甲")
    officer = town.stamp(town.city_officer)
    invite(event, organisations=[organisation.pk], words="", stamp=officer)

    withdraw_invitation(Invitation.objects.get(), stamp=officer)

    with pytest.raises(WrongState):
        register(event, wish=Wish(name="某"), stamp=town.stamp(person))


def test_a_draft_invites_nobody(town):
    with pytest.raises(NotAnnounced):
        invite(draft(town), organisations=[], words="", stamp=town.stamp(town.city_officer))


def test_filters_find_each_organisation_once_and_say_who_would_be_asked(town):
    event = announced(town)
    organisation, _person = firm(town, "示例港航公司")
    firm(town, "别的公司")
    for _twice in range(2):
        town.scenario(owner=organisation)

    by_name = inviting.found(event, InviteFilter(q="港航"))
    by_scenario = inviting.found(event, InviteFilter(source="scenarios", field="port"))
    by_capability = inviting.found(event, InviteFilter(source="capabilities"))

    assert list(by_name) == list(by_scenario) == [organisation]
    assert list(by_capability) == []
    assert inviting.willing(event, InviteFilter()).count() == 2
