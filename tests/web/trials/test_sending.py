"""The address for devices: token, key, limits; refusals as problem details."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel import remembering
from citystage.stages.trials.models import Reading, Token
from tests.conftest import NOON
from tests.trials.trying import TERMS
from tests.web.trials.clicking import post


@pytest.fixture
def device(tried, blue):
    """The trial, and what a device knows of it."""
    trial = tried.signed()
    page = post(blue, "access", trial.pk, name="网关3")
    secret = page.context["secret"]
    assert page["Cache-Control"] == "no-store"
    return trial, secret


def one(value=5.5, **changes):
    known = {"measure": "hours", "value": value, "at": "2026-11-21T12:00:00+00:00", "site": "A"}
    return known | changes


def send(device, *readings, key="k1", secret=None, body=None):
    trial, own = device
    headers = {"authorization": f"Bearer {secret or own}"}
    if key:
        headers["idempotency-key"] = key
    return Client().post(
        reverse("trials:send", args=[trial.pk]),
        body if body is not None else json.dumps({"readings": readings}),
        content_type="application/json",
        headers=headers,
    )


def test_a_device_sends_and_the_same_key_gives_the_same_answer(device):
    first = send(device, one(), one(site="B"))
    again = send(device, one(), one(site="B"))
    other = send(device, one(value=9, site="C"))

    assert (first.status_code, first.json()["taken"]) == (201, 2)
    assert again.json() == first.json()
    assert other.status_code == 409
    assert other["Content-Type"] == "application/problem+json"
    assert Reading.objects.count() == 2


def test_it_tells_where_the_trial_stands(device):
    trial, secret = device
    send(device, one())

    told = (
        Client()
        .get(reverse("trials:send", args=[trial.pk]), headers={"authorization": f"Bearer {secret}"})
        .json()
    )

    assert (told["state"], told["step"], told["next"]["evidence_met"]) == ("running", "test", False)
    assert told["next"]["measured"]["hours"] == "5.5"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("no json", 400),
        ("[" * 200_000, 400),
        ('{"readings": []}', 422),
        (json.dumps({"readings": [one(at="2026-11-21T12:00:00")]}), 422),
        (json.dumps({"readings": [one(measure="sites")]}), 422),
        (json.dumps({"readings": [one(value=-4)]}), 422),
        (json.dumps({"readings": [one(value="Infinity")]}), 422),
        (json.dumps({"readings": [one(note="长" * 301)]}), 422),
        (json.dumps({"readings": [one(at="0001-01-01T00:00:00+14:00")]}), 422),
        (json.dumps({"readings": [one(at="9999-12-31T23:00:00-10:00")]}), 422),
    ],
)
def test_what_is_sent_wrong_is_refused_in_words(device, body, status):
    answer = send(device, body=body)

    assert answer.status_code == status
    assert answer.json()["detail"]
    assert not Reading.objects.exists()


def test_what_cannot_be_kept_is_left_out_of_names(device):
    answer = send(device, one(site="A\0", device="\0R1 ", note="雨\0"))

    kept = Reading.objects.get()
    assert answer.status_code == 201
    assert (kept.site, kept.device, kept.note) == ("A", "R1", "雨")


def test_without_a_key_or_the_right_token_nothing_is_taken(device, tried, blue):
    trial, _secret = device
    assert send(device, one(), key="").status_code == 400
    assert send(device, one(), secret="wrong").status_code == 401
    assert Client().get(reverse("trials:send", args=[trial.pk])).status_code == 401
    token = Token.objects.get()
    assert post(blue, "end_access", trial.pk, token.pk).status_code == 302

    assert send(device, one()).status_code == 401
    assert not Reading.objects.exists()


def test_limits_of_the_pack_hold(device, tried):
    limits = {"rows_per_call": 1, "bytes_per_call": 1024, "calls_per_minute": 4}
    value = TERMS | {"feeding": limits}
    PackSetting.objects.create(city=tried.town.city, name="trials", version=2, value=value)
    remembering.forget_everything()

    assert send(device, one(), one(site="B")).status_code == 413
    assert send(device, body="x" * 2000).status_code == 413
    answers = [send(device, one(), key=f"k{n}") for n in range(3)]

    assert [one.status_code for one in answers] == [201, 201, 429]
    assert answers[2]["Retry-After"] == "60"


def test_a_burst_is_told_when_to_send_again(device, tried, clock):
    value = TERMS | {"feeding": {"calls_per_minute": 2}}
    PackSetting.objects.create(city=tried.town.city, name="trials", version=2, value=value)
    remembering.forget_everything()
    assert [send(device, one(), key=key).status_code for key in "ab"] == [201, 201]
    clock.now = NOON + timedelta(seconds=41.5)

    refused = send(device, one(site="B"), key="c")

    assert refused.status_code == 429
    assert refused["Retry-After"] == "19"
    assert "19" in refused.json()["detail"]
    clock.now = NOON + timedelta(seconds=61)
    assert send(device, one(site="B"), key="c").status_code == 201
    assert Reading.objects.count() == 2


def test_an_empty_name_gives_no_access(device, blue):
    trial, _secret = device
    assert post(blue, "access", trial.pk, name="").status_code == 422
    assert post(blue, "access", trial.pk, name="网关3").status_code == 409
