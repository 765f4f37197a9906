"""Readings by day: one line for each day and source, leading to batches and to readings."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from citystage.stages.trials.actions.add_readings import feed_readings
from citystage.stages.trials.actions.give_access import give_access
from citystage.stages.trials.models import Batch, Reading
from citystage.stages.trials.states.trials import Source
from tests.conftest import HOUSE, NOON
from tests.trials.trying import row
from tests.web.bureau.people import browser, cost

pytestmark = pytest.mark.usefixtures("english")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def at(view, *args):
    return reverse(f"trials:{view}", args=args)


@pytest.fixture
def trial(tried):
    return tried.signed()


@pytest.fixture
def device(tried, trial):
    """A device that sends one reading a minute."""
    token, _secret = give_access(trial, name="网关3", stamp=tried.by(tried.blue_person))

    def send(number, start=NOON):
        for n in range(number):
            moment = start + n * MINUTE
            stamp = replace(HOUSE, at=moment, channel="api")
            rows = [row(value="0.5", at=moment, device="R1")]
            key = f"{moment:%d%H%M}"
            feed_readings(token, rows=rows, key=key, sha256=key, stamp=stamp)

    return send


def lines(client, trial):
    """The lines of the timeline that tell of readings."""
    events = client.get(at("trial", trial.pk)).context["events"]
    return [one for one in events if str(one.what).startswith("Readings")]


def test_a_device_of_each_minute_is_one_line_a_day(tried, trial, owner, device, clock):
    device(30)
    device(20, NOON + DAY)
    clock.now = NOON + DAY
    tried.read(trial, row(value="7", site="A"), at=clock.now)

    told = lines(owner, trial)

    assert [str(one.what) for one in told] == [
        "Readings, sent by a device",
        "Readings, typed",
        "Readings, sent by a device",
    ]
    assert [one.note for one in told] == [
        "20 readings in 20 batches · running time 10 h",
        "1 reading in 1 batch · running time 7 h",
        "30 readings in 30 batches · running time 15 h",
    ]
    assert told[0].links[0].url == f"{at('day', trial.pk, '2026-11-22')}?source=api"


def test_a_day_is_that_of_the_city(tried, trial, owner, device):
    # 16:30 UTC is half past midnight of the next day.
    device(1, NOON)
    device(1, NOON + timedelta(hours=4, minutes=30))

    assert len(lines(owner, trial)) == 2


def test_only_the_last_days_stand_on_the_page_and_the_rest_behind_it(tried, trial, owner, device):
    for n in range(16):
        device(1, NOON + n * DAY)

    page = owner.get(at("trial", trial.pk))

    assert len(lines(owner, trial)) == 14
    assert page.context["earlier"] is True
    assert at("batches", trial.pk) in page.text


def test_a_line_opens_into_batches_and_a_batch_into_its_readings(tried, trial, owner, device):
    device(2)
    tried.read(trial, row(value="7", site="A"), row(value="8", site="B"), source=Source.FILE)

    days = owner.get(at("batches", trial.pk)).text
    assert "2 readings in 2 batches" in days
    assert f"{at('day', trial.pk, '2026-11-21')}?source=api" in days
    day = owner.get(f"{at('day', trial.pk, '2026-11-21')}?source=file")
    assert [one.number for one in day.context["page"]] == [2]
    batch = Batch.objects.get(source="file")
    address = f"{at('readings', trial.pk)}?batch={batch.pk}"
    assert address in day.text
    found = owner.get(address)
    assert {one.site for one, _measure, _value in found.context["rows"]} == {"A", "B"}
    assert [one.label for one in found.context["chips"]] == [f"Batch: {batch.pk}"]
    assert owner.get(at("readings", trial.pk) + "?batch=abc").status_code == 200
    led = owner.get(f"/go/trials.batch:{batch.pk}")
    assert led["Location"] == address


def test_a_removed_reading_leaves_the_sum_of_its_day(tried, trial, owner, device):
    device(2)
    Reading.objects.filter(pk=Reading.objects.latest("pk").pk).update(
        removed_at=NOON, removal_reason="故障"
    )

    assert lines(owner, trial)[0].note == "2 readings in 2 batches · running time 0.5 h"


def test_days_and_batches_can_be_taken_along(tried, trial, owner, device):
    device(2)
    tried.read(trial, row("success", "95"), row("success", "96", site="B"), source=Source.FILE)

    days = owner.get(at("batches_export", trial.pk, "csv") + "?source=file")
    day = owner.get(at("day_export", trial.pk, "2026-11-21", "csv"))

    told = days.content.decode("utf-8-sig")
    assert "success rate 95.5 % on average" in told
    assert "running time" not in told
    assert day.content.decode("utf-8-sig").count("网关3") == 2


def test_strangers_and_days_that_are_none_lead_nowhere(tried, trial, owner):
    other = browser(tried.red_person)

    for view, args in (("batches", ()), ("day", ("2026-11-21",))):
        assert other.get(at(view, trial.pk, *args)).status_code == 404
    for none in ("yesterday", "9999-12-31"):
        assert owner.get(at("day", trial.pk, none)).status_code == 404
    assert "No batch on this day" in owner.get(at("day", trial.pk, "2026-11-01")).text
    assert "No reading yet" in owner.get(at("batches", trial.pk)).text
    assert "No day matches" in owner.get(at("batches", trial.pk) + "?source=api").text


@pytest.mark.parametrize(
    ("view", "queries"), [("batches", 9), ("day", 8), ("readings", 9), ("trial", 28)]
)
def test_lists_cost_the_same_at_one_and_three_rows(trial, owner, device, view, queries):
    address = at(view, trial.pk, *(["2026-11-21"] if view == "day" else []))
    device(1)
    # What is remembered for some seconds is read by the first page.
    owner.get(address)
    assert cost(owner, address) == queries

    device(2, NOON + MINUTE)

    assert cost(owner, address) == queries
