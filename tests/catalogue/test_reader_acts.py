"""Subscriptions are confirmed by mail, told once, ended by a link; followers are told."""

import time
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.translation import override

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger import queries as ledger
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Cursor, Mail, Notice
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue import jobs
from citystage.stages.catalogue.actions import subscribe as subscribing
from citystage.stages.catalogue.actions.correct import correct
from citystage.stages.catalogue.actions.follow import follow
from citystage.stages.catalogue.actions.make_addendum import make_addendum
from citystage.stages.catalogue.actions.publish import publish
from citystage.stages.catalogue.actions.record_outcome import record_outcome
from citystage.stages.catalogue.actions.release_list import release_list
from citystage.stages.catalogue.actions.subscribe import (
    FilterTooLong,
    NoAddress,
    confirm_subscription,
    end_subscription,
    subscribe,
)
from citystage.stages.catalogue.actions.tell_subscribers import NAMED, tell_subscribers
from citystage.stages.catalogue.handlers import enter_chosen
from citystage.stages.catalogue.models import ReleaseFile, Scenario, Subscription
from citystage.stages.catalogue.queries import readers
from citystage.stages.catalogue.queries.filters import ScenarioFilter, read_query
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.catalogue.tokens import token_of
from citystage.stages.review.facts import CaseChosen
from tests.catalogue.listing import prepared_list, released_list
from tests.conftest import HOUSE, NOON

PORT = ScenarioFilter(field=("port",))


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def ask(town, *, wanted=PORT, email="Reader@Example.invalid", language="en", stamp=HOUSE, **more):
    given = {"title": "港航", "city": None} | more
    return subscribe(email=email, wanted=wanted, language=language, stamp=stamp, **given)


def confirmed(town, **more):
    asked = ask(town, **more)
    return confirm_subscription(token_of(asked), stamp=HOUSE)


def reserve(town, **fields):
    return town.scenario(state=ScenarioState.RESERVE, published_on=None, **fields)


def later(town, minutes=5):
    return town.stamp(town.city_officer, at=NOON + timedelta(minutes=minutes))


def settled():
    """Wait until the feed shows everything: other databases of the server hold it back too."""
    until = time.monotonic() + 120
    while len(ledger.feed(limit=5000)) < Entry.objects.count():
        assert time.monotonic() < until
        time.sleep(0.1)


def tell_now():
    settled()
    return tell_subscribers(stamp=HOUSE)


def told():
    return list(Mail.objects.filter(key__startswith="subscription:").order_by("pk"))


def notices(user):
    return [(n.group, n.text) for n in Notice.objects.filter(person=user).order_by("pk")]


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


@pytest.mark.django_db(transaction=True)
def test_subscribers_are_told_once_of_what_newly_fits(town):
    fits, other = reserve(town, title="无人集卡"), reserve(town, title="别的", field=None)
    subscription = confirmed(town)
    for scenario in (fits, other):
        publish(scenario, stamp=later(town))

    first, second = tell_now(), tell_now()

    (mail,) = told()
    assert (first, second) == (1, 0)
    assert mail.subject == "1 new scenario: 港航"
    assert f"/scenarios/{fits.number}/" in mail.body
    assert f"/subscribe/end/{token_of(subscription)}/" in mail.body
    subscription.refresh_from_db()
    assert subscription.told_until == NOON + timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_what_was_public_before_is_not_told_as_new(town):
    scenario = reserve(town)
    publish(scenario, stamp=later(town))
    tell_now()
    confirmed(town)
    record_outcome(scenario, outcome="withdraw", note="撤回。", stamp=later(town, 6))
    publish(scenario, stamp=later(town, 7))

    assert tell_now() == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_public_before_the_confirmation_is_not_told(town):
    publish(reserve(town), stamp=town.stamp(town.city_officer, at=NOON - timedelta(minutes=1)))
    confirmed(town)

    assert tell_now() == 0


@pytest.mark.django_db(transaction=True)
def test_a_city_narrows_a_subscription(town):
    confirmed(town, city=town.city)
    confirmed(town, city=town.laoshan)
    publish(reserve(town), stamp=later(town))

    assert tell_now() == 1


@pytest.mark.django_db(transaction=True)
def test_unconfirmed_and_ended_subscriptions_hear_nothing(town):
    ask(town)
    ended = confirmed(town, wanted=ScenarioFilter())
    publish(reserve(town), stamp=later(town))
    end_subscription(token_of(ended), stamp=HOUSE)

    assert tell_now() == 0


@pytest.mark.django_db(transaction=True)
def test_ending_calls_back_the_mail_that_still_waits(town):
    subscription = confirmed(town)
    publish(reserve(town), stamp=later(town))
    tell_now()

    end_subscription(token_of(subscription), stamp=HOUSE)

    assert [mail.cancelled_at for mail in told()] == [NOON]


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_told_in_one_mail(town):
    confirmed(town, language="zh-hans")
    for number in range(NAMED + 2):
        publish(reserve(town, title=f"场景{number}", owner_name=""), stamp=later(town))

    assert tell_now() == 1
    assert told()[0].body.count("/scenarios/QD") == NAMED


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_queue_one_mail(town):
    confirmed(town)
    publish(reserve(town), stamp=later(town))
    settled()
    gate, counts = Barrier(2), []

    def run():
        gate.wait()
        counts.append(tell_subscribers(stamp=HOUSE))
        connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (sorted(counts), len(told())) == ([0, 1], 1)


@pytest.mark.django_db(transaction=True)
def test_the_jobs_tell_and_keep_files(town, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    confirmed(town, wanted=ScenarioFilter())
    release = release_list(prepared_list(town), stamp=later(town))

    settled()
    mailed = jobs.mail_subscribers.call()
    made, again = jobs.keep_files.call(release.pk), jobs.keep_missing_files.call()
    make_addendum(release, kind="addition", text="延长。", item=None, stamp=later(town))
    amended = jobs.keep_missing_files.call()

    assert (mailed, made, again, amended) == (1, 10, 0, 10)
    assert ReleaseFile.objects.filter(edition=1).count() == 10
    assert Cursor.objects.get().entry > 0


def test_owner_and_followers_are_told_what_became_of_it(town):
    reader = town.person("reader")
    scenario = town.scenario(owner_unit=town.firm)
    for person in (reader, town.owner):
        follow(scenario, stamp=town.stamp(person))

    record_outcome(
        scenario, outcome="match", note="与示例科技签约。", stamp=town.stamp(town.city_officer)
    )

    words = "A partner was found for “港区无人集卡水平运输”: 与示例科技签约。"
    assert notices(reader) == [("followed", words)]
    assert notices(town.owner) == [("progress", words)]
    assert Mail.objects.filter(to=reader.email).count() == 1


@pytest.mark.parametrize(
    ("before", "outcome", "words"),
    [
        ("open", "land", "has landed: 好"),
        ("open", "close", "was closed without landing: 好"),
        ("matched", "reopen", "is open for answers again: 好"),
        ("open", "withdraw", "was withdrawn from the public: 好"),
    ],
)
def test_every_outcome_is_told(town, before, outcome, words):
    reader = town.person("reader")
    scenario = town.scenario(state=before, title="甲")
    follow(scenario, stamp=town.stamp(reader))

    record_outcome(scenario, outcome=outcome, note="好", stamp=town.stamp(town.city_officer))

    assert notices(reader) == [("followed", f"“甲” {words}")]


def test_a_correction_is_told_to_followers_also_when_an_import_made_it(town):
    reader = town.person("reader")
    scenario = town.scenario(title="甲", owner_unit=town.firm)
    follow(scenario, stamp=town.stamp(reader))
    officer = town.stamp(town.city_officer)

    correct(scenario, changes={"summary": "新"}, version=1, stamp=officer)
    by_import = type(officer)(officer.actor, officer.at, "job", officer.request_id)
    correct(scenario, changes={"summary": "更新"}, version=2, stamp=by_import)
    correct(town.scenario(), changes={"summary": "更新"}, version=1, stamp=by_import)

    assert len(notices(reader)) == 2
    assert len(notices(town.owner)) == 1


def test_owners_learn_of_publication_and_of_the_list(town):
    application = town.application()
    application.editors.create(
        user=town.clerk, email=town.clerk.email, invited_by=town.owner, invited_at=NOON
    )
    scenario = reserve(town, title="甲", application=application)
    publish(scenario, stamp=town.stamp(town.city_officer))

    assert notices(town.owner) == [("progress", "“甲” is public now.")]
    assert notices(town.clerk) == notices(town.owner)


def test_owners_learn_in_which_list_they_stand(town):
    member = town.person("member", Role.DEMAND_OWNER, town.firm)
    release = prepared_list(town)
    release.items.get(ordinal=1).scenario.__class__.objects.update(owner_unit=town.firm)

    release_list(release, stamp=town.stamp(town.city_officer))

    assert notices(member) == [
        ("progress", f"“{title}” is item {n} of the released list “{release.title}”.")
        for n, title in ((1, "港区无人集卡"), (2, "=山地无人机"))
    ]


def test_lists_that_come_in_by_command_tell_nobody(town):
    release = prepared_list(town)
    officer = town.stamp(town.city_officer)

    release_list(release, stamp=type(officer)(officer.actor, NOON, "cli", officer.request_id))

    assert Notice.objects.count() == 0


def test_followers_of_a_list_are_told_of_addenda(town):
    reader, other = town.person("reader"), town.person("other")
    release = released_list(town)
    item = release.items.select_related("scenario").get(ordinal=1)
    item.scenario.owner_unit = town.firm
    item.scenario.save()
    follow(release, stamp=town.stamp(reader))
    follow(item.scenario, stamp=town.stamp(other))
    officer = town.stamp(town.city_officer)

    make_addendum(release, kind="correction", text="预算更正。", item=item, stamp=officer)
    make_addendum(release, kind="withdrawal", text="计划调整。", item=item, stamp=officer)

    correction = f"Addendum 1 to the list “{release.title}”: 预算更正。"
    withdrawal = f"Addendum 2 to the list “{release.title}”: 计划调整。"
    gone = "“港区无人集卡” was withdrawn from the public: 计划调整。"
    assert notices(reader) == [("followed", correction), ("followed", withdrawal)]
    assert notices(other) == [("followed", correction), ("followed", gone)]
    assert notices(town.owner) == [("progress", correction), ("progress", gone)]


def test_a_chosen_application_enters_the_reserve_pool_once(town):
    application = town.application()
    chosen = CaseChosen(case_id=1, application_id=application.pk)

    for _ in range(2):
        enter_chosen(chosen, town.stamp(town.city_officer))

    scenario = Scenario.objects.get()
    assert (scenario.state, scenario.application) == (ScenarioState.RESERVE, application)
    assert scenario.number.endswith("-2026-00001")


def test_a_person_is_shown_as_a_follower(town):
    scenario = town.scenario()
    follow(scenario, stamp=town.stamp(town.owner))

    assert readers.follows(town.stamp(town.owner).actor, scenario)
    assert not readers.follows(town.stamp(town.clerk).actor, scenario)
    assert not readers.follows(HOUSE.actor, scenario)


def test_a_subscription_names_itself():
    assert str(Subscription(email="a@b.invalid", query="q=1")) == "a@b.invalid q=1"
