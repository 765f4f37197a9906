"""The steering view: parts, refreshing, what is stuck, the brief on two pages, its cost."""

import io
from datetime import timedelta

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import Ask, FollowUp, Progress, Promise
from citystage.stages.docking.states.progress import ProgressStep
from citystage.stages.evaluation.models import Wall
from citystage.stages.evaluation.queries import wall
from tests.conftest import NOON
from tests.evaluation.plan.building import counted, read
from tests.evaluation.plan.test_reading import _target
from tests.web.bureau.people import FRAME, browser, cost

WALL = "/steering/"


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture(autouse=True)
def _counted_anew():
    wall.forget()


def landed(scenario, label="示例项目"):
    return Progress.objects.create(
        scenario=scenario,
        step=ProgressStep.LANDED,
        source=f"projects.project:{scenario.pk}",
        label=label,
        at=NOON,
        told_at=NOON,
    )


def late(town, scenario):
    FollowUp.objects.create(
        scenario=scenario,
        person_name="张三",
        next_on=NOON.date() - timedelta(days=3),
        changed_at=NOON,
    )
    Ask.objects.create(
        city=town.city,
        kind="scene",
        title="开放码头",
        text="x",
        asker=town.firm,
        filed_at=NOON,
        unit=town.transport,
        first_unit=town.transport,
        due_at=NOON - timedelta(days=5),
    )
    Promise.objects.create(
        city=town.city,
        giver=town.transport,
        taker=town.firm,
        what="提供样机",
        due_on=NOON.date() - timedelta(days=1),
        state="standing",
        noted_at=NOON,
        giver_agreed_at=NOON,
        taker_agreed_at=NOON,
    )


def planned_rows(town, targets=1):
    from citystage.stages.evaluation.models import Plan  # noqa: PLC0415 -- rows only here

    plan = Plan.objects.create(
        city=town.city, name="三年计划", from_year=2026, until_year=2028, made_at=NOON
    )
    for number in range(targets):
        _target(plan, f"目标{number}", 100)
    return plan


@pytest.mark.usefixtures("clock", "english")
def test_the_view_shows_the_plan_what_landed_and_what_is_stuck(town):
    counted(town)
    planned_rows(town)
    read(town, "2026-2028", 40)
    scenario = town.scenario(title="港区无人集卡")
    landed(town.scenario(title="智慧停车", state=ScenarioState.LANDED))
    late(town, scenario)

    page = browser(town.city_officer).get(WALL).text

    assert "目标0" in page
    assert 'stroke-dasharray="40 100"' in page
    assert "智慧停车" in page
    for kind in ("Asks not answered", "Promises not kept", "Follow-up overdue"):
        assert kind in page
    assert "5 days late" in page
    assert "张三" in page
    assert "审图号" in page


@pytest.mark.usefixtures("clock", "english")
def test_script_asks_for_the_board_alone(town):
    planned_rows(town)

    part = browser(town.city_officer).get(WALL, headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert "as of" in part.text
    assert "HX-Request" in part["Vary"]


@pytest.mark.usefixtures("clock")
def test_parts_are_kept_for_the_person_and_stand_in_the_address(town):
    office = browser(town.city_officer)
    planned_rows(town)

    sent = office.post(reverse("steering:arrange"), {"part": ["funnel", "map", "nonsense"]})

    assert sent["Location"] == f"{WALL}?part=funnel&part=map"
    assert Wall.objects.get().parts == ["funnel", "map"]
    assert "wall-stuck" not in office.get(WALL).text
    assert "wall-stuck" in office.get(f"{WALL}?part=stuck").text
    assert "wall-stuck" in browser(town.officer).get(WALL).text
    office.post(reverse("steering:arrange"), {"part": ["funnel", "map"]})
    office.post(reverse("steering:arrange"), {})
    assert len(Wall.objects.get().parts) == 5


def test_others_have_no_steering_view(town):
    owner = browser(town.owner)

    assert owner.get(WALL).status_code == 404
    assert owner.get(reverse("steering:brief", args=["pdf"])).status_code == 404
    assert owner.post(reverse("steering:arrange"), {"part": "map"}).status_code == 403
    assert browser(town.city_officer).get(f"{WALL}?city=elsewhere").status_code == 404


@pytest.mark.usefixtures("clock", "english")
def test_a_district_sees_its_own_scenarios(town):
    landed(town.scenario(title="崂山停车", state=ScenarioState.LANDED))
    landed(town.scenario(title="即墨停车", state=ScenarioState.LANDED, district=town.jimo))

    page = browser(town.officer).get(WALL).text

    assert "崂山停车" in page
    assert "即墨停车" not in page
    assert "崂山区, as of" in page


@pytest.mark.usefixtures("clock")
def test_the_wall_screen_stands_without_the_frame(town):
    page = browser(town.city_officer).get(reverse("steering:screen")).text

    assert 'class="rail"' not in page
    assert 'data-refresh="60"' in page


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_brief_has_two_pages_in_both_languages(town, language):
    counted(town)
    planned_rows(town, 4)
    read(town, "2026-2028", 40)
    for number in range(14):
        scenario = town.scenario(title=f"港区无人集卡第{number}号示范应用场景与配套设施建设")
        landed(scenario)
        FollowUp.objects.create(
            scenario=scenario,
            person_name="张三",
            next_on=NOON.date() - timedelta(days=number + 1),
            changed_at=NOON,
        )
    office = browser(town.city_officer, language)

    pdf = office.get(reverse("steering:brief", args=["pdf"]))
    word = office.get(reverse("steering:brief", args=["docx"]))

    pages = PdfReader(io.BytesIO(pdf.content)).pages
    assert len(pages) == 2
    assert "目标0" in pages[0].extract_text().replace(" ", "")
    assert "张三" in pages[1].extract_text()
    tables = docx.Document(io.BytesIO(word.content)).tables
    assert [len(table.rows) for table in tables[:2]] == [5, 10]
    assert office.get(reverse("steering:brief", args=["odt"])).status_code == 404


@pytest.mark.usefixtures("clock")
def test_an_empty_brief_still_has_two_pages(town):
    made = browser(town.city_officer).get(f"{reverse('steering:brief', args=['pdf'])}?part=map")

    assert len(PdfReader(io.BytesIO(made.content)).pages) == 2


@pytest.mark.usefixtures("clock")
def test_the_view_takes_the_same_queries_for_one_record_and_for_three(town):
    counted(town)
    planned_rows(town, 4)
    read(town, "2026-2028", 40)

    def fill():
        scenario = town.scenario()
        landed(town.scenario(state=ScenarioState.LANDED))
        late(town, scenario)

    fill()
    office = browser(town.city_officer)
    cost(office, WALL)
    one = cost(office, WALL)
    for _more in range(2):
        fill()

    assert cost(office, WALL) == one
    assert one <= FRAME + 16


@pytest.mark.usefixtures("clock")
def test_a_city_is_counted_once_in_a_refresh(town):
    office = browser(town.city_officer)
    town.scenario()
    cost(office, f"{WALL}?part=funnel")
    wall.forget()
    first = cost(office, f"{WALL}?part=funnel")
    town.scenario()

    assert cost(office, f"{WALL}?part=funnel") == first - 1
    wall.forget()
    assert cost(office, f"{WALL}?part=funnel") == first
