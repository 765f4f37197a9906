"""What was shown to whom: for the office and the auditor all of it, for a company its own."""

import csv
import io
import json
from datetime import timedelta

import pytest

from citystage.foundation.access.roles import Role
from citystage.stages.matchmaking.actions.show import Shown, record_showing
from citystage.stages.matchmaking.models import Outcome, Profile, Showing
from tests.conftest import NOON
from tests.matchmaking.builders import member, supplier
from tests.matchmaking.outcomes import showing
from tests.web.matching.conftest import client_of
from tests.web.queries import queries_of

PAGE = "/matching/showings/"


@pytest.fixture
def offered(town):
    return supplier(town)


def seen(town, about, pairs, user=None, *, at=NOON):
    rows = [Shown(one.pk, other.pk, 0.8, {"need": 80, "place": None}) for one, other in pairs]
    record_showing(
        about, rows=rows, version="settings 1", stamp=town.stamp(user or town.owner, at=at)
    )


def abouts(response):
    return [row.showing.about for row, _kind in response.context["rows"]]


def test_the_office_browses_all_of_its_city(town, office, offered):
    scenario = town.scenario()
    firm = offered.organisation
    seen(town, scenario, [(scenario, firm)])
    seen(town, firm, [(scenario, firm)], member(town, firm))

    response = office.get(PAGE)

    assert abouts(response) == [f"organisation:{firm.pk}", f"scenario:{scenario.pk}"]
    page = response.content.decode()
    assert firm.name in page
    assert scenario.number in page
    assert "What was shown" in office.get("/matching/").content.decode()


def test_a_company_sees_what_was_shown_of_its_own(town, offered):
    scenario = town.scenario()
    firm, other = offered.organisation, supplier(town, "示例无人机有限公司").organisation
    profile = Profile.objects.create(
        organisation=firm, title="港口", made_at=NOON, changed_at=NOON, city=town.city
    )
    seen(town, scenario, [(scenario, firm)])
    seen(town, firm, [(scenario, firm)])
    seen(town, profile, [(scenario, firm)])
    seen(town, other, [(scenario, other)])

    client = client_of(member(town, firm))
    response = client.get(PAGE)

    assert abouts(response) == [f"profile:{profile.pk}", f"organisation:{firm.pk}"]
    stranger = Showing.objects.get(about=f"organisation:{other.pk}")
    assert client.get(f"{PAGE}{stranger.pk}/").status_code == 404
    assert "What was shown" in client.get("/company/fits/").content.decode()


def test_the_auditor_of_the_city_sees_all_and_others_nothing(town, offered):
    scenario = town.scenario()
    seen(town, scenario, [(scenario, offered.organisation)])
    auditor = client_of(town.person("auditor", Role.AUDIT_ADMINISTRATOR, town.city))

    found = auditor.get(PAGE)

    assert abouts(found) == [f"scenario:{scenario.pk}"]
    assert f'href="{PAGE}"' in found.content.decode()
    assert client_of(town.officer).get(PAGE).status_code == 404
    assert client_of(town.officer).get(f"{PAGE}export.csv").status_code == 404


def test_the_address_cuts_the_history(town, office, offered):
    port, clinic = town.scenario(), town.scenario(title="医院发药机器人")
    firm = offered.organisation
    seen(town, port, [(port, firm)])
    seen(town, clinic, [(clinic, firm)], town.officer, at=NOON + timedelta(days=3))
    seen(town, firm, [(port, firm)], at=NOON + timedelta(days=3))
    day = (NOON + timedelta(days=3)).date()

    def cut(query):
        return abouts(office.get(f"{PAGE}?{query}"))

    assert cut("kind=organisation") == [f"organisation:{firm.pk}"]
    assert cut(f"q={clinic.number}") == cut("q=发药") == [f"scenario:{clinic.pk}"]
    assert len(cut(f"q={firm.name}")) == 3
    assert cut("person=officer") == [f"scenario:{clinic.pk}"] or cut(
        f"person={town.officer.username}"
    ) == [f"scenario:{clinic.pk}"]
    assert len(cut(f"since={day}")) == 2
    assert cut(f"until={day - timedelta(days=1)}") == [f"scenario:{port.pk}"]
    assert "No page matches all of this" in office.get(f"{PAGE}?q=不存在").content.decode()
    wrong = office.get(f"{PAGE}?person=nobody")
    assert wrong.status_code == 422
    assert "Nobody has this user name or address." in wrong.content.decode()


def test_nothing_shown_yet_is_said(office):
    assert "Nothing was shown yet" in office.get(PAGE).content.decode()


def test_one_page_stands_as_it_was_seen_with_what_became_of_it(town, office, offered):
    scenario = town.scenario()
    firm = offered.organisation
    seen(town, scenario, [(scenario, firm)])
    Outcome.objects.create(
        scenario=scenario, organisation=firm, kind="agreed", at=NOON + timedelta(days=9)
    )

    response = office.get(f"{PAGE}{Showing.objects.get().pk}/")

    ((pair, values),) = response.context["rows"]
    assert (pair.rank, pair.score, values) == (1, 80, [80, None])
    assert [one.kind for one in pair.outcomes] == ["agreed"]
    assert "settings 1" in response.content.decode()


def test_what_is_gone_leaves_its_place_empty(town, office, offered):
    scenario = town.scenario()
    showing(town, scenario, [offered.organisation], [{"score": 0.5, "need": 50}]).save()
    gone = Showing(
        about="profile:987654",
        city=town.city,
        scenarios=[987654],
        organisations=[987654],
        scores=[500],
        version="settings 1",
        channel="web",
        at=NOON,
        day=NOON.date(),
        digest="gone",
    )
    gone.save()

    listed = office.get(PAGE)
    whole = office.get(f"{PAGE}{gone.pk}/")

    assert "profile:987654" in listed.content.decode()
    assert whole.status_code == 200


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_the_file_has_one_line_a_pair(town, office, offered, kind):
    scenario = town.scenario()
    other = supplier(town, "示例无人机有限公司").organisation
    seen(town, scenario, [(scenario, offered.organisation), (scenario, other)])

    response = office.get(f"{PAGE}export.{kind}?kind=scenario")

    assert f"showings.{kind}" in response["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [list(row.values())[6] for row in rows] == [offered.organisation.name, other.name]
    if kind == "jsonl":
        first = json.loads(response.content.decode().splitlines()[0])
        assert scenario.number in first.values()
    assert office.get(f"{PAGE}export.docx").status_code == 404


def test_a_long_history_comes_in_pieces(town, office, offered, monkeypatch):
    monkeypatch.setattr("citystage.stages.matchmaking.queries.showings._CHUNK", 2)
    scenarios = [town.scenario() for _each in range(3)]
    for scenario in scenarios:
        seen(town, scenario, [(scenario, offered.organisation)])

    lines = office.get(f"{PAGE}export.jsonl").content.decode().splitlines()

    assert len(lines) == 3


def test_the_list_asks_as_much_for_many_as_for_one(town, office, offered):
    first = town.scenario()
    seen(town, first, [(first, offered.organisation)])
    one = queries_of(office, PAGE)
    for _more in range(2):
        scenario = town.scenario()
        seen(town, scenario, [(scenario, offered.organisation)])

    assert queries_of(office, PAGE) == one
