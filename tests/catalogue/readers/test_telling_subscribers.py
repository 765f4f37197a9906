"""Subscribers are told once of what newly fits."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from citystage.foundation.notices.models import Cursor
from citystage.stages.catalogue import jobs
from citystage.stages.catalogue.actions.make_addendum import make_addendum
from citystage.stages.catalogue.actions.publish import publish
from citystage.stages.catalogue.actions.record_outcome import record_outcome
from citystage.stages.catalogue.actions.release_list import release_list
from citystage.stages.catalogue.actions.subscribe import (
    end_subscription,
)
from citystage.stages.catalogue.actions.tell_subscribers import NAMED, tell_subscribers
from citystage.stages.catalogue.models import ReleaseFile
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.stages.catalogue.tokens import token_of
from tests.catalogue.listing import prepared_list
from tests.catalogue.readers.acting import ask, confirmed, later, reserve, tell_now, told
from tests.conftest import HOUSE, NOON
from tests.settling import settle


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
    settle()
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

    settle()
    mailed = jobs.mail_subscribers.call()
    made, again = jobs.keep_files.call(release.pk), jobs.keep_missing_files.call()
    make_addendum(release, kind="addition", text="延长。", item=None, stamp=later(town))
    amended = jobs.keep_missing_files.call()

    assert (mailed, made, again, amended) == (1, 10, 0, 10)
    assert ReleaseFile.objects.filter(edition=1).count() == 10
    assert Cursor.objects.get().entry > 0
