"""The responsibility list, the funnel, the coverage board; what lists cost."""

import re

from django.urls import reverse

from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.docking.models import Ask, FollowUp
from citystage.stages.matchmaking.models import Suggestion
from tests.conftest import NOON
from tests.web.bureau.people import browser, cost
from tests.web.docking.clicking import deal, file_ask, note, post


def test_the_responsibility_list_is_kept_and_exported(town):
    scenario = town.scenario()
    officer = browser(town.officer)
    line = reverse("docking:follow_up", args=[scenario.number])
    listed = reverse("docking:responsibility")
    said = {"person_name": "张三", "next_step": "约谈", "next_on": "2026-01-05", "_version": "0"}

    assert scenario.number in officer.get(f"{listed}?show=none").text
    assert officer.post(line, {"next_step": "约谈"}).status_code == 422
    assert officer.post(line, said).status_code == 302
    assert "overdue" in officer.get(f"{listed}?show=late").text
    stale = officer.post(line, said)
    assert stale.status_code == 409
    assert "changed this line" in stale.text
    assert officer.get(line).status_code == 200
    assert FollowUp.objects.get().person_name == "张三"
    for show in ("", "none"):
        made = officer.get(reverse("docking:responsibility_export", args=["csv"]) + f"?show={show}")
        assert made.status_code == 200
    jimo = browser(town.jimo_officer)
    assert jimo.get(line).status_code == 404


def test_the_funnel_opens_into_records(town, maker):
    scenario = town.scenario()
    Suggestion.objects.create(
        scenario=scenario,
        organisation=maker[0],
        score=0.8,
        verdict="match",
        rank=1,
        changed_at=NOON,
    )
    city = browser(town.city_officer)
    address = reverse("docking:funnel")

    page = city.get(address).text
    assert "step=landing" in page
    for by in ("district", "department", "owner", "event", "broker"):
        assert city.get(f"{address}?by={by}&year=2026").status_code == 200
    assert city.get(f"{address}?by=nothing").status_code == 404
    behind = reverse("docking:funnel_records")
    assert scenario.number in city.get(f"{behind}?step=suggestion&year=2026").text
    assert "No scenario has reached" in city.get(f"{behind}?step=agreement").text
    assert city.get(f"{behind}?step=nothing").status_code == 404
    for view in ("funnel_export", "funnel_records_export"):
        assert city.get(reverse(f"docking:{view}", args=["csv"])).status_code == 200


def test_the_coverage_board_invites_and_asks_the_city_next_door(town, maker):
    other = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    scenario = town.scenario()
    Suggestion.objects.create(
        scenario=scenario,
        organisation=maker[0],
        score=0.8,
        verdict="match",
        rank=1,
        changed_at=NOON,
    )
    city = browser(town.city_officer)
    board = reverse("docking:coverage")

    for view in ("unanswered", "thin", "labs", "idle", "merged"):
        assert city.get(f"{board}?show={view}").status_code == 200
    assert city.get(f"{board}?show=nothing").status_code == 404
    invited = post(city, "coverage_invite", scenario.number, city="qingdao", show="thin")
    assert invited["Location"].endswith("?city=qingdao&show=thin")
    assert "1 invited" in city.get(board).text
    post(city, "coverage_invite", scenario.number, city="qingdao")
    ask_there = reverse("docking:coverage_neighbour", args=[scenario.number])
    assert city.get(ask_there).status_code == 200
    assert city.post(ask_there, {}).status_code == 422
    sent = city.post(ask_there, {"city": other.pk, "title": "找供应商", "text": "请推荐。"})
    assert sent.status_code == 302
    assert Ask.objects.get().unit == other
    assert browser(town.officer).get(board).status_code == 404


def test_the_rail_marks_follow_up_on_all_of_its_pages(town):
    city = browser(town.city_officer)

    for view in ("responsibility", "funnel", "coverage"):
        page = city.get(reverse(f"docking:{view}")).text
        marked = re.findall(r'class="rail-entry" href="([^"]+)" aria-current="page"', page)
        assert set(marked) == {reverse("docking:responsibility")}


def test_two_scenarios_are_merged_and_parted_by_their_pages(town):
    one, other = town.scenario(title="码头照明"), town.scenario(title="泊位照明")
    city = browser(town.city_officer)
    merge = reverse("docking:coverage_merge", args=[one.number])

    form = city.get(merge).text
    lacking = city.post(merge, {"number": "", "reason": ""})
    unknown = city.post(merge, {"number": "QD-0", "reason": "同一需求"})
    itself = city.post(merge, {"number": one.number, "reason": "同一需求"})
    done = city.post(merge, {"number": other.number, "reason": "同一需求"})
    public = city.get(reverse("public:scenario", args=[one.number])).text
    stays = city.get(reverse("public:scenario", args=[other.number])).text
    listed = city.get(done["Location"]).text
    silent = post(city, "coverage_part", one.number, reason="")
    post(city, "coverage_part", one.number, reason="并非同一需求")

    assert "Choose the scenario that stays." in lacking.text
    assert "alike" in form
    assert [lacking.status_code, unknown.status_code, itself.status_code] == [422, 422, 422]
    assert "This scenario goes on in another one" in public
    assert "Taken up in this scenario" in stays
    assert "码头照明" in listed
    assert silent.status_code == 422
    parted = city.get(reverse("public:scenario", args=[one.number])).text
    assert "This scenario goes on" not in parted
    assert browser(town.officer).get(merge).status_code == 404
    assert post(city, "coverage_part", one.number, reason="再次").status_code == 404


def test_lists_cost_the_same_at_one_and_three_rows(town, maker):
    company, city = browser(maker[1]), browser(town.city_officer)
    views = ("asks", "promises", "intents", "agreements", "responsibility", "funnel", "coverage")
    found = []
    # What is remembered for a few seconds is read once, before anything is measured.
    for view in views:
        cost(city, reverse(f"docking:{view}"))

    for rows in (1, 2):
        for number in range(rows):
            file_ask(maker, title=f"诉求{rows}{number}")
            note(company, what=f"承诺{rows}{number}")
            post(company, "enter_intent", **deal(title=f"意向{rows}{number}"))
            post(company, "enter_agreement", **deal(force="binding", signed_on="2026-11-01"))
            scenario = town.scenario(title=f"场景{rows}{number}")
            line = reverse("docking:follow_up", args=[scenario.number])
            browser(town.officer).post(line, {"person_name": "张三"})
        found.append({view: cost(city, reverse(f"docking:{view}")) for view in views})

    assert found[0] == found[1]
    assert max(found[1].values()) <= MOST


# With what every page reads for its frame.
MOST = 30
