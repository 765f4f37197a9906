"""The address for devices of a project: secret, key, limits; refusals as problem details."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel.remembering import forget_everything
from citystage.stages.projects.models import Access, Evidence
from citystage.stages.projects.settings import terms_of
from tests.web.bureau.people import browser


def _at(name, *args):
    return reverse(f"projects:{name}", args=args)


@pytest.fixture
def project(landing):
    return landing.begin()


@pytest.fixture
def device(project, maker):
    """The project, and what a device knows of it."""
    said = {"name": "网关3", "title": "夜间里程", "unit": "公里", "milestone": ""}
    page = maker.post(_at("access", project.pk), said)
    assert page["Cache-Control"] == "no-store"
    return project, page.context["secret"]


def one(hour=9, value=5.5, **changes):
    return {"at": f"2026-11-21T{hour:02d}:00:00+08:00", "value": value} | changes


def send(device, *readings, key="k1", secret=None, body=None):
    project, own = device
    headers = {"authorization": f"Bearer {own if secret is None else secret}"}
    if key:
        headers["idempotency-key"] = key
    return Client().post(
        _at("send", project.pk),
        body if body is not None else json.dumps({"readings": readings}),
        content_type="application/json",
        headers=headers,
    )


def test_a_device_sends_and_the_same_key_gives_the_same_answer(device):
    first = send(device, one(9), one(10))
    again = send(device, one(9), one(10))
    other = send(device, one(11))

    assert (first.status_code, first.json()["taken"]) == (201, 2)
    assert again.json() == first.json()
    assert (other.status_code, other["Content-Type"]) == (409, "application/problem+json")
    assert len(Evidence.objects.get().points) == 2


def test_it_tells_what_stands(device):
    project, secret = device
    send(device, one(9), one(10))

    headers = {"authorization": f"Bearer {secret}"}
    told = Client().get(_at("send", project.pk), headers=headers).json()
    assert (told["series"], told["readings"], told["state"]) == ("夜间里程", 2, "running")
    assert told["last"] == "2026-11-21T10:00:00+08:00"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("no json", 400),
        ("[" * 200_000, 400),
        ("[1]", 422),
        ('{"readings": []}', 422),
        ('{"readings": [{"at": "2026-11-21T09:00:00+08:00", "value": NaN}]}', 422),
        (json.dumps({"readings": [one(at="2026-11-21T12:00:00")]}), 422),
        (json.dumps({"readings": [one(value="x")]}), 422),
        (json.dumps({"readings": [one(value=1e300)]}), 422),
        (json.dumps({"readings": [one(site="A")]}), 422),
        (json.dumps({"readings": [one(23)]}), 422),
        (json.dumps({"readings": [one(at="0001-01-01T00:00:00+14:00")]}), 422),
    ],
)
def test_what_is_no_reading_is_refused(device, body, status):
    refused = send(device, body=body)

    assert (refused.status_code, refused.json()["status"]) == (status, status)
    assert not Evidence.objects.exists()


def test_a_call_carries_a_key(device):
    assert send(device, one(), key="").status_code == 400
    assert send(device, one(), key="k" * 201).status_code == 400


def test_only_its_own_secret_opens_the_door(landing, device):
    project, secret = device
    strange = send(device, one(), secret="nothing")
    none = Client().get(_at("send", project.pk))
    other = send((landing.begin(title="另一期"), secret), one())

    assert [strange.status_code, none.status_code, other.status_code] == [401, 401, 401]
    assert strange["WWW-Authenticate"] == 'Bearer realm="projects"'


def test_limits_of_the_pack_hold(landing, device):
    value = terms_of(landing.town.city).model_dump(mode="json")
    value["feeding"] |= {"rows_per_call": 1, "bytes_per_call": 1024, "calls_per_minute": 3}
    PackSetting.objects.create(city=landing.town.city, name="projects", version=1, value=value)
    forget_everything()

    many = send(device, one(9), one(10))
    large = send(device, body=" " * 1025)
    taken, often = send(device, one(9)), send(device, one(10), key="k2")
    assert [many.status_code, large.status_code] == [413, 413]
    assert (taken.status_code, often.status_code, often["Retry-After"]) == (201, 429, "60")


def test_access_is_given_here_shown_once_and_ended(landing, device, maker, owner):
    project, secret = device
    page = _at("access", project.pk)

    shown = owner.get(page).text
    assert (secret in shown, "网关3" in shown, "curl" in shown) == (False, True, True)
    said = {"name": "网关3", "title": "里程", "unit": "", "milestone": ""}
    again = owner.post(page, said)
    assert (again.status_code, "has access already" in again.text) == (409, True)
    assert owner.post(page, said | {"title": ""}).status_code == 422
    assert browser(landing.town.jimo_officer).get(page).status_code == 404
    end = _at("end_access", project.pk, Access.objects.get().pk)
    assert maker.post(end)["Location"] == page
    assert send(device, one()).status_code == 401


def test_a_series_of_a_device_is_shown_with_its_device(device, owner):
    project, _secret = device
    send(device, one(9))
    evidence = Evidence.objects.get()
    page = _at("evidence", project.pk, evidence.pk)

    assert ("网关3" in owner.get(page).text, "<polyline" in owner.get(page).text) == (True, False)
    send(device, one(10, 7.5), key="k2")
    assert "<polyline" in owner.get(page).text
    assert "夜间里程 2026-11" in owner.get(_at("project", project.pk)).text


def test_the_page_of_a_milestone_leads_to_its_device(landing, project, maker):
    milestone = project.milestones.get()
    way = f"{_at('access', project.pk)}?milestone={milestone.pk}"

    assert way in maker.get(_at("milestone", project.pk, milestone.pk)).text
    assert f'value="{milestone.pk}" selected' in maker.get(way).text
