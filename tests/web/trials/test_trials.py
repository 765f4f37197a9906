"""Trials clicked as people click them: drafted, signed, read, unlocked, suspended, closed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from citystage.stages.trials.actions.keep_tolerance import Granted, grant_tolerance
from citystage.stages.trials.actions.publish_trial import allow_public
from citystage.stages.trials.models import Incident, Reading, Tolerance, Trial
from tests.conftest import NOON
from tests.trials.trying import row
from tests.web.bureau.people import browser, cost
from tests.web.trials.clicking import post, text


def page(client, view, *args):
    answer = client.get(reverse(f"trials:{view}", args=args))
    assert answer.status_code == 200
    return answer.text


def step(client, trial, name, **data):
    """Press one step of a trial's page."""
    return post(client, "step", trial.pk, name, **data)


def test_a_trial_is_drafted_from_its_scenario_written_anew_and_signed(tried, owner, blue):
    begin = f"{reverse('trials:begin')}?scenario={tried.scenario.number}"
    assert "Draft a trial agreement" in owner.get(begin).text
    assert owner.post(begin, text(supplier="没有这家")).status_code == 422
    assert owner.post(begin, text(numbers="许多小时")).status_code == 422
    assert owner.post(begin, text(numbers="", template="")).status_code == 422
    assert blue.post(begin, text()).status_code == 403
    assert owner.post(begin, text(numbers="", template="test")).status_code == 302
    trial = Trial.objects.get()
    assert "waits for signatures" in page(blue, "trial", trial.pk)

    assert post(blue, "write", trial.pk, **text(place="四号堆场"), _version="1").status_code == 302
    old = post(owner, "write", trial.pk, **text(place="五号堆场"), _version="1")
    assert old.status_code == 409
    assert "五号堆场" in old.text
    assert "四号堆场" in page(owner, "text", trial.pk, 2)
    assert "sha" in page(owner, "trial", trial.pk).lower()
    version = trial.versions.get(number=2)
    assert step(owner, trial, "sign", sha256=version.sha256).status_code == 302
    assert step(blue, trial, "sign", sha256="0" * 64).status_code == 409
    assert step(blue, trial, "sign", sha256=version.sha256).status_code == 302

    trial.refresh_from_db()
    assert (trial.state, trial.place, trial.price) == ("running", "四号堆场", 80_000_000)
    assert "fell with this text" not in page(owner, "texts", trial.pk)
    paper = owner.get(reverse("trials:paper", args=[trial.pk, 2, "pdf"]))
    assert paper.content.startswith(b"%PDF")
    assert owner.get(reverse("trials:text", args=[trial.pk, 9])).status_code == 404


def test_an_amendment_is_proposed_and_withdrawn_by_clicking(tried, owner, blue):
    trial = tried.signed()
    assert "Propose" in page(owner, "amend", trial.pk)

    assert post(owner, "amend", trial.pk, **text(reason="")).status_code == 422
    assert post(owner, "amend", trial.pk, **text(reason="换场地")).status_code == 302
    assert "Amendment 1 waits for signatures" in page(blue, "trial", trial.pk)
    assert step(blue, trial, "withdraw", reason="不换").status_code == 302
    assert owner.get(reverse("trials:write", args=[trial.pk])).status_code == 404


def test_readings_unlock_a_step_and_an_incident_takes_it_away(tried, owner, blue, officer, clock):
    trial = tried.signed()
    clock.now = NOON + timedelta(hours=3)
    typed = {"measure": "hours", "value": "40", "at": "2026-11-21T20:30", "site": "A"}
    assert post(blue, "readings", trial.pk, **typed | {"value": "-1"}).status_code == 422
    assert post(blue, "readings", trial.pk, **typed).status_code == 302
    assert post(blue, "readings", trial.pk, **typed | {"value": "41"}).status_code == 422
    assert "200 h missing" in page(owner, "trial", trial.pk)
    bad = SimpleUploadedFile("r.csv", "时间,点位\n2026-11-21,A\n".encode())
    assert post(blue, "readings", trial.pk, upload="1", series=bad).status_code == 422
    rows = "时间,指标,数值,点位\n" + "".join(
        f"2026-11-21 1{n}:00,小时,50,北门{n}\n" for n in range(4)
    )
    good = SimpleUploadedFile("r.csv", rows.encode())
    assert post(blue, "readings", trial.pk, upload="1", series=good).status_code == 302

    for client in (owner, officer):
        assert step(client, trial, "agree", step="2", words="限夜间").status_code == 302
    assert "Nothing is missing" in page(blue, "trial", trial.pk)
    assert step(blue, trial, "unlock", step="2").status_code == 302
    assert step(blue, trial, "unlock", step="2").status_code == 409
    told = {"what": "碰撞护栏", "at": "2026-11-21T21:00", "back_to": "1"}
    assert step(officer, trial, "incident", **told | {"what": ""}).status_code == 422
    assert step(officer, trial, "incident", **told).status_code == 302

    trial.refresh_from_db()
    assert (trial.state, trial.step) == ("suspended", 1)
    assert "Suspended since" in page(blue, "trial", trial.pk)
    assert step(owner, trial, "resume", reason="已整改").status_code == 302
    listed = page(blue, "readings", trial.pk)
    assert "北门3" in listed
    assert "北门3" not in blue.get(reverse("trials:readings", args=[trial.pk]) + "?q=北门1").text


def test_a_reading_is_removed_with_its_reason(tried, blue, officer):
    trial = tried.signed()
    tried.read(trial, row(value="12", site="A"))
    reading = Reading.objects.get()

    assert post(officer, "reading", trial.pk, reading.pk, reason="").status_code == 422
    assert post(officer, "reading", trial.pk, reading.pk, reason="表计故障").status_code == 302
    assert post(officer, "reading", trial.pk, reading.pk, reason="再删").status_code == 409

    assert "表计故障" in page(blue, "readings", trial.pk)
    assert "表计故障" in page(blue, "reading", trial.pk, reading.pk)
    sheet = blue.get(reverse("trials:readings_export", args=[trial.pk, "csv"]))
    assert "表计故障" in sheet.content.decode("utf-8-sig")


def test_an_incident_is_judged_by_a_tolerance(tried, officer, owner, blue):
    trial = tried.signed()
    grant = f"{reverse('trials:grant')}?trial={trial.pk}"
    said = {
        "title": "误报宽容",
        "what": "停机不超过30分钟",
        "starts_on": NOON.date().isoformat(),
        "last_day": (NOON.date() + timedelta(days=30)).isoformat(),
        "rule": "包容审慎监管办法",
    }
    assert owner.post(grant, said).status_code == 403
    assert officer.post(grant, said | {"last_day": "2026-11-01"}).status_code == 422
    assert officer.post(grant, said).status_code == 302
    tolerance = Tolerance.objects.get()
    told = {"what": "误报", "at": "2026-11-21T19:00", "back_to": "none"}
    assert step(blue, trial, "incident", **told).status_code == 302
    incident = Incident.objects.get()
    judged = {"judgement": "inside", "tolerance": "", "reasons": "停机12分钟"}
    judge = ("incident_step", incident.pk, "judge")
    assert post(officer, *judge, **judged).status_code == 422
    assert post(officer, *judge, **judged | {"tolerance": str(tolerance.pk)}).status_code == 302

    assert "停机12分钟" in page(blue, "incident", incident.pk)
    assert "误报" in page(blue, "tolerance", tolerance.pk)
    assert "误报宽容" in page(blue, "tolerances")
    sheet = officer.get(reverse("trials:tolerances_export", args=["csv"]))
    assert "包容审慎监管办法" in sheet.content.decode("utf-8-sig")
    assert (
        post(officer, "tolerance_step", tolerance.pk, "withdraw", reason="废止").status_code == 302
    )
    assert "废止" in page(blue, "tolerance", tolerance.pk)
    other = said | {"organisation": "没有"}
    assert officer.post(reverse("trials:grant"), other).status_code == 422
    assert officer.post(reverse("trials:grant"), other | {"organisation": "示例红色科技"})[
        "Location"
    ]


def test_a_failed_trial_is_public_when_both_allow_it(tried, owner, blue, client):
    trial = tried.signed()
    assert step(blue, trial, "fail", words="", lessons="").status_code == 422
    assert step(blue, trial, "fail", words="雨雾失灵", lessons="先看录像").status_code == 302
    assert step(owner, trial, "public").status_code == 302
    assert client.get(reverse("trials:closed_one", args=[trial.pk])).status_code == 404
    assert "雨雾失灵" not in page(client, "closed")
    allow_public(trial, stamp=tried.by(tried.blue_person))

    assert "雨雾失灵" in page(client, "closed")
    assert "雨雾失灵" in client.get(reverse("trials:closed") + "?q=录像&outcome=failed").text
    assert "先看录像" in page(client, "closed_one", trial.pk)
    story = client.get(reverse("public:scenario", args=[tried.scenario.number])).text
    assert reverse("trials:closed_one", args=[trial.pk]) in story
    assert step(owner, trial, "private").status_code == 302
    assert "雨雾失灵" not in page(client, "closed")


def test_a_trial_is_taken_over_or_left_or_given_up(tried, owner, blue):
    trial = tried.signed()
    taken = step(owner, trial, "take", words="连续达标", lessons="", price="75")
    assert taken.status_code == 302
    trial.refresh_from_db()
    assert trial.taken_price == 75_000_000
    again = tried.begun()
    assert step(blue, again, "drop", reason="另议").status_code == 302
    third = tried.signed()
    assert step(owner, third, "leave", words="费用过高", lessons="").status_code == 302

    sheet = owner.get(reverse("trials:export", args=["csv"])).content.decode("utf-8-sig")
    assert "费用过高" in sheet
    assert step(owner, third, "nothing").status_code == 404


def test_the_list_is_cut_by_box_state_and_words(tried, owner, blue, officer):
    trial = tried.begun()
    address = reverse("trials:list")
    assert trial.title in blue.get(f"{address}?box=sign&state=draft&q=集卡").text
    assert trial.title not in blue.get(f"{address}?state=running&sort=ends").text
    assert trial.title not in officer.get(address).text
    stranger = browser(tried.town.person("stranger"))
    assert stranger.get(address).status_code == 404
    assert (
        "Trials to sign" in blue.get(reverse("work:home")).text
        or trial.title in blue.get(reverse("work:home")).text
    )


@pytest.mark.parametrize(("view", "queries"), [("list", 9), ("tolerances", 7), ("closed", 8)])
def test_lists_cost_the_same_at_one_and_three_rows(tried, owner, view, queries):
    address = reverse(f"trials:{view}")

    def made():
        trial = tried.signed(title=f"第{Trial.objects.count()}次")
        grant_tolerance(
            trial.city,
            granted=Granted(
                organisation=tried.blue,
                trial=trial,
                title="误报宽容",
                what="停机不超过30分钟",
                starts_on=trial.starts_on,
                ends_on=trial.ends_on,
                rule="包容审慎监管办法",
            ),
            stamp=tried.by(tried.town.officer),
        )
        step(owner, trial, "leave", words="止", lessons="")
        for person in (tried.town.owner, tried.blue_person):
            allow_public(trial, stamp=tried.by(person))

    made()
    # What is remembered for some seconds is read by the first page.
    owner.get(address)
    assert cost(owner, address) == queries
    made()
    made()

    assert cost(owner, address) == queries
