"""A wish is confirmed by mail, and ended by a link."""

import pytest

from citystage.foundation.notices.models import Mail
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.actions import subscribe as subscribing
from citystage.stages.catalogue.actions.subscribe import (
    FilterTooLong,
    NoAddress,
    confirm_subscription,
    end_subscription,
)
from citystage.stages.catalogue.queries import readers
from citystage.stages.catalogue.queries.filters import ScenarioFilter, read_query
from citystage.stages.catalogue.tokens import token_of
from tests.catalogue.readers.acting import PORT, ask, confirmed, later
from tests.conftest import HOUSE, NOON


def test_a_subscription_works_only_after_its_mail_box_said_yes(town):
    asked = ask(town)
    mail = Mail.objects.get()

    found = confirm_subscription(token_of(asked), stamp=HOUSE)

    assert (mail.to, asked.confirmed_at) == ("reader@example.invalid", None)
    assert f"/subscribe/confirm/{token_of(asked)}/" in mail.body
    assert found.confirmed_at == NOON
    assert read_query(found.query) == PORT


def test_the_same_wish_twice_is_one_and_asked_once(town):
    first, second = ask(town), ask(town, email=" reader@example.invalid ")

    assert first.pk == second.pk
    assert Mail.objects.count() == 1


def test_a_confirmed_wish_is_not_asked_again(town):
    confirmed(town)

    ask(town)

    assert Mail.objects.count() == 1


def test_one_mail_box_is_not_flooded_with_questions(town):
    for number in range(subscribing.ASKED_A_DAY + 3):
        ask(town, wanted=ScenarioFilter(q=f"words {number}"))

    assert Mail.objects.count() == subscribing.ASKED_A_DAY


def test_a_false_address_and_an_endless_filter_are_refused(town):
    with pytest.raises(NoAddress):
        ask(town, email="nobody")
    with pytest.raises(FilterTooLong):
        ask(town, wanted=ScenarioFilter(field=tuple(f"f{n:040d}" for n in range(30))))


def test_unknown_tokens_are_not_found(town):
    for act in (confirm_subscription, end_subscription):
        with pytest.raises(NotFound):
            act("0" * 64, stamp=HOUSE)
    with pytest.raises(NotFound):
        readers.subscription_of("0" * 64)


def test_confirming_and_ending_twice_changes_nothing(town):
    asked = confirmed(town)
    token = token_of(asked)

    again = confirm_subscription(token, stamp=later(town))
    ended = end_subscription(token, stamp=HOUSE)
    ended_again = end_subscription(token, stamp=later(town))

    assert again.confirmed_at == NOON
    assert ended.ended_at == ended_again.ended_at == NOON
    with pytest.raises(NotFound):
        confirm_subscription(token, stamp=HOUSE)
    assert readers.subscription_of(token).pk == asked.pk


def test_a_person_sees_the_own_subscriptions(town):
    stamp = town.stamp(town.owner)
    kept, other = ask(town, stamp=stamp), ask(town, wanted=ScenarioFilter(q="x"), stamp=stamp)
    end_subscription(token_of(other), stamp=stamp)

    assert [one.pk for one in readers.subscriptions_of(town.owner.pk)] == [kept.pk]
