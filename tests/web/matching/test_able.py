"""The page of a scenario's suppliers: reasons, filters, decisions, undoing, brokers, files."""

import csv
import io

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.stages.matchmaking.models import Judgement, Mandate, Showing
from citystage.stages.matchmaking.queries import reach
from tests.matchmaking.builders import PHARMACY, organisation_of, recognised_lab, supplier
from tests.web.matching.conftest import client_of
from tests.web.queries import queries_of

HTMX = {"HX-Request": "true"}


def address(scenario, *rest):
    return "/".join(["/matching", scenario.number, *map(str, rest), ""])


def names(response, part="lines"):
    rows = response.context[part]
    return [(one.row if part == "lines" else one).organisation.name for one in rows]


def post(client, scenario, offered, verb, *, htmx=False, **said):
    where = address(scenario, offered.organisation_id, verb)
    return client.post(where, said, headers=HTMX if htmx else {})


def test_suppliers_are_ranked_with_the_words_of_both_sides(owner, scenario, trucks, drones):
    response = owner.get(address(scenario))

    page = response.content.decode()
    assert names(response)[0] == "示例无人车有限公司"
    assert "无人驾驶集卡</mark>" in page
    assert "Need and capability" in page
    assert response.context["found"].points[0].number == 1
    assert any(one.answered for one in response.context["asked"])


def test_a_lab_stands_where_its_direction_fits_best(owner, town, scenario):
    label = recognised_lab(town, organisation_of(town, "示例港口研究院"))

    page = owner.get(address(scenario)).content.decode()

    assert "示例码头自动化实验室" in page
    assert f'href="/labs/{label.lab_id}/"' in page
    assert "direction it takes" in page
    said = owner.get(f"/matching/{scenario.number}/export.csv").content.decode("utf-8-sig")
    assert "示例码头自动化实验室" in said


def test_funds_that_look_for_it_stand_below_the_suppliers(owner, town, scenario):
    manager = organisation_of(town, "示例创投有限公司", kind="fund")
    label = recognised_lab(
        town, manager, name="示例场景基金", direction="投向港航场景项目。", kind="fund"
    )

    page = owner.get(address(scenario)).content.decode()

    assert "Scenario funds that look for this" in page
    assert f'href="/labs/{label.lab_id}/"' in page


def test_what_was_shown_is_kept_once_a_day(owner, town, scenario, trucks):
    owner.get(address(scenario))
    owner.get(address(scenario))

    shown = Showing.objects.get()
    assert (shown.viewer, shown.about) == (town.owner, f"scenario:{scenario.pk}")
    assert shown.organisations == [trucks.organisation_id]


@pytest.mark.parametrize("verb", ["confirm", "pin"])
def test_a_decision_in_favour_holds_and_can_be_undone(owner, scenario, trucks, verb):
    done = post(owner, scenario, trucks, verb, htmx=True, capability=trucks.pk)

    made = Judgement.objects.get(current=True)
    assert done.status_code == 200
    assert "Undo" in done.content.decode()
    assert "<html" not in done.content.decode()
    post(owner, scenario, trucks, "withdraw", seen=made.pk)
    again = post(owner, scenario, trucks, verb)
    assert again.status_code == 302
    assert Judgement.objects.get(current=True).kind == verb


def test_a_rejection_needs_a_reason_and_survives_the_next_match(owner, scenario, trucks, drones):
    empty = post(owner, scenario, trucks, "reject", reason="", words="")
    other = post(owner, scenario, trucks, "reject", reason="other", words=" ")
    done = post(owner, scenario, trucks, "reject", reason="place", words="不服务本港区")

    assert (empty.status_code, other.status_code, done.status_code) == (422, 422, 302)
    assert "Choose why this supplier does not fit." in empty.content.decode()
    page = owner.get(address(scenario))
    assert "示例无人车有限公司" not in names(page)
    assert names(page, "out") == ["示例无人车有限公司"]
    assert "不服务本港区" in page.content.decode()
    assert Entry.objects.get(verb="matchmaking.pair.rejected").payload["reason"] == "place"


def test_an_exclusion_is_told_apart(owner, scenario, trucks):
    post(owner, scenario, trucks, "exclude", reason="conflict")

    page = owner.get(address(scenario)).content.decode()

    assert "excluded" in page
    assert "Take it back" in page


def test_a_page_that_is_out_of_date_decides_nothing(town, owner, office, scenario, trucks):
    post(office, scenario, trucks, "confirm")

    late = post(owner, scenario, trucks, "reject", reason="place")

    assert late.status_code == 409
    assert Judgement.objects.get(current=True).kind == "confirm"


def test_the_opened_line_stands_open(owner, scenario, trucks):
    lines = owner.get(f"{address(scenario)}?open={trucks.organisation_id}").context["lines"]

    assert [line.open for line in lines] == [True]


def test_the_list_is_cut_by_the_address(owner, town, scenario, trucks, drones):
    supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)
    everything = owner.get(address(scenario))

    verdict = everything.context["lines"][0].row.verdict
    cut = owner.get(f"{address(scenario)}?show={verdict}")

    assert {line.row.verdict for line in cut.context["lines"]} == {verdict}
    assert len(cut.context["lines"]) <= len(everything.context["lines"])


def test_where_nobody_fits_the_page_says_what_would_change_that(owner, town, scenario):
    supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)

    response = owner.get(address(scenario))

    assert response.context["nothing"]
    assert response.context["lines"] == []
    assert "There is no good match" in response.content.decode()


def test_out_of_reach_is_not_found(town, scenario, trucks):
    stranger = client_of(town.jimo_officer)

    answers = [
        stranger.get(address(scenario)),
        stranger.get(address(scenario, "teams")),
        stranger.get(f"/matching/{scenario.number}/export.csv"),
        post(stranger, scenario, trucks, "confirm"),
        client_of(town.owner).post(address(scenario, 999, "confirm")),
        post(client_of(town.owner), scenario, trucks, "praise"),
        client_of(town.owner).get(f"/matching/{scenario.number}/export.docx"),
    ]

    assert [one.status_code for one in answers] == [404] * 7


def test_visitors_sign_in_first(client, scenario):
    assert client.get(address(scenario)).status_code == 302


def test_a_broker_sees_what_was_given_to_it_and_proposes(office, go_between, scenario, trucks):
    person, seat = go_between
    before = person.get(address(scenario))
    organisation = reach.brokers(scenario.city).get()
    given = office.post(address(scenario, "mandates"), {"broker": organisation.pk})

    empty = post(person, scenario, trucks, "propose", words="")
    done = post(person, scenario, trucks, "propose", words="同类港区已落地", capability=trucks.pk)

    assert (before.status_code, given.status_code) == (404, 302)
    assert (empty.status_code, done.status_code) == (422, 302)
    assert "同类港区已落地" in office.get(address(scenario)).content.decode()
    assert "同类港区已落地" in person.get("/matching/").content.decode()
    mandate = Mandate.objects.get(unit=seat)
    ended = office.post(address(scenario, "mandates", mandate.pk, "end"))
    assert ended.status_code == 302
    assert person.get(address(scenario)).status_code == 404
    assert office.post(address(scenario, "mandates"), {"broker": "0"}).status_code == 404


def test_the_file_has_the_rows_of_the_page(owner, scenario, trucks, drones):
    post(owner, scenario, drones, "reject", reason="field")

    said = owner.get(f"/matching/{scenario.number}/export.csv").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(said)))
    assert rows[0][:3] == ["Rank", "Supplier", "Capability"] or rows[0][1] == "供给单位"
    assert [row[1] for row in rows[1:]] == ["示例无人车有限公司", "示例无人机有限公司"]
    assert "无人驾驶集卡" in said


@pytest.mark.parametrize("kind", ["xlsx", "jsonl"])
def test_other_files_open_too(owner, scenario, trucks, kind):
    response = owner.get(f"/matching/{scenario.number}/export.{kind}")

    assert response.status_code == 200
    assert f".{kind}" in response["Content-Disposition"]


def test_teams_tell_who_covers_what(owner, scenario, trucks, drones):
    response = owner.get(address(scenario, "teams"))

    assert response.status_code == 200
    assert response.context["found"].points


def test_the_index_finds_by_words_and_says_when_there_is_nothing(owner, scenario):
    found = owner.get("/matching/?q=集卡")
    nothing = owner.get("/matching/?q=不存在")

    assert list(found.context["page"]) == [scenario]
    assert "Nothing found" in nothing.content.decode()


def test_a_broker_without_mandates_is_told_how_it_comes(go_between):
    person, _seat = go_between

    assert "No scenario was given to you yet" in person.get("/matching/").content.decode()


def test_the_page_asks_as_much_for_many_as_for_one(owner, town, scenario, trucks):
    one = queries_of(owner, address(scenario))
    for number in range(2):
        supplier(town, f"示例无人车{number}有限公司")

    assert queries_of(owner, address(scenario)) == one


def test_the_index_asks_as_much_for_many_as_for_one(owner, town, scenario):
    one = queries_of(owner, "/matching/")
    for _ in range(2):
        town.scenario(owner_unit=town.firm)

    assert queries_of(owner, "/matching/") == one


def test_the_way_stands_on_the_scenario_page_for_those_who_may(town, owner, client, scenario):
    link = f'href="/matching/{scenario.number}/"'

    pages = [
        one.get(f"/scenarios/{scenario.number}/").content.decode()
        for one in (owner, client, client_of(town.jimo_officer))
    ]

    assert [link in page for page in pages] == [True, False, False]
