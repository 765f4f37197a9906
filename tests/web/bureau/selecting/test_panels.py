"""Experts, conflicts and panels at the office, page by page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from citystage.stages.selection.models import AssignmentRun, Conflict, Seat, Shareholding
from tests.conftest import NOON
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import expert, seat
from tests.web.bureau.people import browser
from tests.web.queries import queries_of

pytestmark = pytest.mark.django_db
# With the frame, the tabs and what waits in them.
MOST = 24


@pytest.fixture
def made(town):
    return programme(town, panel={"seats": 2, "max_load": 4, "alternates": 1})


@pytest.fixture
def cases(town, made):
    return [candidacy(town, made, state="reviewing") for _ in range(2)]


@pytest.fixture
def judges(town):
    return [expert(town, f"专家{at}") for at in range(1, 5)]


@pytest.fixture
def office(town):
    return browser(town.city_officer)


def at(name, *args):
    return reverse(f"bureau:{name}", args=args)


def test_the_register_is_filtered_and_taken_out(town, office, judges):
    expert(town, "孙律师", kind="law")

    page = office.get(at("experts"), {"kind": "law"})
    nothing = office.get(at("experts"), {"q": "无此人"})
    files = [office.get(at("experts_export", kind)) for kind in ("xlsx", "csv", "jsonl", "exe")]

    assert "孙律师" in page.content.decode()
    assert "专家1" not in page.content.decode()
    assert "Nothing fits" in nothing.content.decode()
    assert [one.status_code for one in files] == [200, 200, 200, 404]
    assert "@" not in files[1].content.decode("utf-8-sig")


def test_the_register_asks_as_much_for_many_as_for_one(town, office):
    expert(town)
    one = queries_of(office, at("experts"))
    for name in ("甲", "乙"):
        expert(town, name)

    assert queries_of(office, at("experts")) == one <= MOST


def test_the_register_is_the_offices(town):
    client = browser(town.officer)

    addresses = [at("experts"), at("shareholdings"), at("experts_export", "csv")]

    assert [client.get(one).status_code for one in addresses] == [404, 404, 404]


def test_a_shareholding_is_entered_with_its_source_and_ended(office):
    said = {"holder": "示例资本", "held": "示例港口集团", "percent": "12.5", "source": "登记信息"}

    wrong = [
        office.post(at("shareholdings"), said | {"source": ""}),
        office.post(at("shareholdings"), said | {"held": "示例资本"}),
        office.post(at("shareholdings"), said | {"since": "2026-01-02", "until": "2026-01-01"}),
    ]
    office.post(at("shareholdings"), said)
    made = Shareholding.objects.get()
    office.post(at("end_share", made.pk))

    made.refresh_from_db()
    assert [one.status_code for one in wrong] == [422, 422, 422]
    assert made.ended_at is not None
    assert "示例资本" in office.get(at("shareholdings")).content.decode()
    assert office.post(at("end_share", 0)).status_code == 404


def test_conflicts_are_looked_for_judged_and_set(town, office, made, cases, judges):
    judges[0].employer_name = "示例港口集团"
    judges[0].save()

    office.post(at("selection_conflicts_look", made.pk))
    found = Conflict.objects.get(expert=judges[0], candidacy=cases[0])
    unsaid = office.post(
        at("selection_conflict_judge", made.pk, found.pk), {"standing": "noted", "words": ""}
    )
    office.post(
        at("selection_conflict_judge", made.pk, found.pk), {"standing": "noted", "words": "同名"}
    )
    office.post(
        at("selection_conflict_pin", made.pk),
        {
            "candidacy": cases[0].pk,
            "person": f"expert-{judges[1].pk}",
            "kind": "kin",
            "words": "亲属",
        },
    )
    unset = office.post(at("selection_conflict_pin", made.pk), {"kind": "kin"})

    page = office.get(at("selection_conflicts", made.pk))
    assert (unsaid.status_code, unset.status_code) == (422, 422)
    assert set(Conflict.objects.values_list("origin", "standing")) >= {
        ("found", "noted"),
        ("pinned", "bars"),
    }
    assert "works or worked there" in page.content.decode()
    assert office.get(at("selection_conflicts", made.pk), {"standing": "noted"}).status_code == 200
    none = office.get(at("selection_conflicts", made.pk), {"standing": "dismissed"})
    assert "Nothing fits" in none.content.decode()


def test_an_officer_in_conflict_is_told_and_kept_out(town, office, made, cases, judges):
    seat(cases[0], judges[0], "planned")
    Conflict.objects.create(
        candidacy=cases[0],
        user=town.city_officer,
        kind="kin",
        origin="declared",
        standing="bars",
        words="亲属任职",
        made_at=NOON,
    )

    pages = [
        office.get(at("selection_conflicts", made.pk)).content.decode(),
        office.get(at("selection_assignment", made.pk)).content.decode(),
    ]

    for page in pages:
        assert "亲属任职" in page
    assert office.get(at("selection_panel", made.pk, cases[0].number)).status_code == 404
    assert "专家1" not in office.get(at("selection_panels_export", made.pk)).content.decode()


def test_panels_are_computed_applied_and_asked(town, office, made, cases, judges):
    office.post(at("selection_compute", made.pk), {"seed": "5"})
    run = AssignmentRun.objects.get()
    shown = office.get(at("selection_assignment", made.pk)).content.decode()
    office.post(at("selection_apply_plan", made.pk, run.pk))
    office.post(at("selection_ask", made.pk))

    assert run.seed == 5
    assert "Make these the panels" in shown
    assert Seat.objects.filter(state="asked").count() == 4
    assert office.post(at("selection_apply_plan", made.pk, 0)).status_code == 404


def test_what_stands_in_the_way_is_told(town, office, made, cases):
    expert(town)

    office.post(at("selection_compute", made.pk))

    page = office.get(at("selection_assignment", made.pk)).content.decode()
    assert "no panels possible" in page
    assert "notice-warn" in page


def test_a_panel_is_changed_by_hand_with_the_effect_seen(town, office, made, cases, judges):
    held = seat(cases[0], judges[0], "planned")
    address = at("selection_panel", made.pk, cases[0].number)

    effect = office.get(address, {"into": judges[1].pk, "out": judges[0].pk})
    office.post(
        at("selection_seat", made.pk, cases[0].number),
        {"into": judges[1].pk, "out": judges[0].pk, "words": "更合适"},
    )
    came = Seat.objects.get(expert=judges[1])
    for verb in ("unpin", "pin", "chair", "remove"):
        office.post(at("selection_seat_act", made.pk, came.pk, verb), {"words": ""})

    held.refresh_from_db()
    came.refresh_from_db()
    assert "With 专家2" in effect.content.decode()
    assert (held.state, came.state) == ("removed", "removed")
    assert office.post(at("selection_seat_act", made.pk, came.pk, "burn")).status_code == 404
    assert office.post(at("selection_seat", made.pk, cases[0].number), {}).status_code == 404
    assert office.get(address, {"into": "x"}).status_code == 200


def test_panels_go_out_and_come_in_as_a_sheet(town, office, made, cases, judges):
    seat(cases[0], judges[0], "planned")
    address = at("selection_panels_import", made.pk)

    def bring(text):
        sheet = SimpleUploadedFile("panels.csv", text.encode("utf-8-sig"), "text/csv")
        return office.post(address, {"sheet": sheet})

    taken_out = office.get(at("selection_panels_export", made.pk)).content.decode("utf-8-sig")
    again = bring(taken_out)
    good = bring(f"candidacy,email\n{cases[1].number},{judges[1].email}\n")
    bad = bring(
        f"candidacy,email\n99,{judges[1].email}\n{cases[1].number},nobody@example.invalid\n"
    )
    headless = bring("a,b\n1,2\n")

    assert (again.status_code, good.status_code) == (302, 302)
    assert Seat.objects.filter(candidacy=cases[1], expert=judges[1], pinned=True).exists()
    assert bad.status_code == 422
    assert "Row 2" in bad.content.decode()
    assert "Row 3" in bad.content.decode()
    assert headless.status_code == 422


def test_the_panels_ask_as_much_for_many_as_for_one(town, office, made, judges):
    seat(candidacy(town, made, state="reviewing"), judges[0], "planned")
    one = queries_of(office, at("selection_assignment", made.pk))
    for judge in judges[1:3]:
        seat(candidacy(town, made, state="reviewing"), judge, "planned")

    assert queries_of(office, at("selection_assignment", made.pk)) == one <= MOST
