"""Asks, clicked as people click them."""

from django.test import Client
from django.urls import reverse

from citystage.foundation.access.roles import Role
from citystage.stages.docking.models import Ask
from tests.docking import tracking
from tests.web.bureau.people import browser
from tests.web.docking.clicking import file_ask, post


def test_an_ask_goes_from_the_company_to_the_department_and_back(town, maker):
    company, clerk = browser(maker[1]), browser(town.clerk)
    answer = file_ask(maker)
    ask = Ask.objects.get()
    address = reverse("docking:ask", args=[ask.pk])

    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "开放码头" in clerk.get(reverse("work:home")).text
    wrong = post(clerk, "ask_step", ask.pk, "reply", outcome="conditions", words="可以")
    assert wrong.status_code == 422
    assert "Write down the conditions" in wrong.text
    done = post(
        clerk,
        "ask_step",
        ask.pk,
        "reply",
        outcome="conditions",
        words="可以开放",
        conditions="夜间进行",
    )
    assert done["Location"] == address
    assert "夜间进行" in company.get(address).text
    assert post(company, "ask_step", ask.pk, "dispute", words="夜间无人").status_code == 302
    city = browser(town.city_officer)
    assert "Decide the dispute" in city.get(address).text
    post(city, "ask_step", ask.pk, "decide", outcome="agreed", words="白天也可")
    assert post(company, "ask_step", ask.pk, "close", words="谢谢").status_code == 302
    shown = Client(headers={"accept-language": "en"})
    page = shown.get(reverse("docking:answered_ask", args=[ask.pk])).text
    assert "白天也可" in page
    assert "开放码头" in shown.get(reverse("docking:answered_asks")).text


def test_a_second_reply_comes_late(town, maker):
    file_ask(maker)
    ask = Ask.objects.get()
    clerk = browser(town.clerk)
    said = {"outcome": "agreed", "words": "同意"}

    first = post(clerk, "ask_step", ask.pk, "reply", **said)
    second = post(clerk, "ask_step", ask.pk, "reply", **said)

    assert (first.status_code, second.status_code) == (302, 409)


def test_an_ask_is_passed_on_and_public_reading_ends(town, maker):
    file_ask(maker)
    ask = Ask.objects.get()
    clerk = browser(town.clerk)

    moved = post(clerk, "ask_step", ask.pk, "reroute", unit=town.health.pk, reason="不归我局")
    assert moved.status_code == 302
    company = browser(maker[1])
    assert "不归我局" in company.get(reverse("docking:ask", args=[ask.pk])).text
    post(company, "ask_step", ask.pk, "hide")
    post(company, "ask_step", ask.pk, "withdraw")
    ask.refresh_from_db()
    assert (ask.public, ask.state) == (False, "withdrawn")


def test_asks_out_of_reach_are_not_found(town, maker):
    file_ask(maker)
    ask = Ask.objects.get()
    stranger = browser(tracking.company(town, "stranger", "示例无关公司")[1])
    expert = browser(town.person("expert", Role.EXPERT, town.firm))

    assert stranger.get(reverse("docking:ask", args=[ask.pk])).status_code == 404
    assert post(stranger, "ask_step", ask.pk, "close", words="").status_code == 404
    assert post(browser(maker[1]), "ask_step", ask.pk, "nothing").status_code == 404
    for view in ("asks", "new_ask", "promises", "agreements", "responsibility", "funnel"):
        assert expert.get(reverse(f"docking:{view}")).status_code == 404
    assert Client().get(reverse("docking:answered_ask", args=[ask.pk])).status_code == 404


def test_the_list_of_asks_is_cut_and_exported(town, maker):
    file_ask(maker)
    clerk = browser(town.clerk)
    listed = reverse("docking:asks")

    assert "开放码头" in clerk.get(f"{listed}?box=received&state=filed&kind=scene&q=码头").text
    assert "No ask matches" in clerk.get(f"{listed}?state=closed").text
    for kind in ("xlsx", "csv", "jsonl"):
        assert clerk.get(reverse("docking:asks_export", args=[kind])).status_code == 200
    assert clerk.get(reverse("docking:asks_export", args=["exe"])).status_code == 404
    assert "File an ask" in browser(maker[1]).get(f"{listed}?box=asked").text


def test_an_empty_form_says_what_is_missing(town, maker):
    company = browser(maker[1])

    assert post(company, "new_ask").status_code == 422
    assert post(company, "note_promise").status_code == 422
    assert post(company, "enter_intent").status_code == 422
    assert post(company, "enter_agreement").status_code == 422
