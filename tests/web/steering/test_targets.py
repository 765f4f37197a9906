"""Where targets begin, their words put right, and what of them belongs to a district."""

from decimal import Decimal

import pytest
from django.urls import reverse

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.actions.correct_target import Wording, correct_target
from citystage.stages.evaluation.models import Reading, Revision, Tally, Target
from citystage.stages.evaluation.plan_writing import NotAPlan, PlanChangedMeanwhile
from citystage.stages.evaluation.queries import plan as queries
from tests.conftest import NOON, Town
from tests.evaluation.plan import building
from tests.evaluation.plan.building import counted, planned, read, targeted
from tests.web.bureau.people import browser
from tests.web.steering.test_plans import target_form

LEVEL = "share of units of scenario_called with scenario_answered"


@pytest.fixture
def town(transactional_db):
    return Town()


@pytest.fixture
def plan(town):
    counted(town)
    return planned(town)


def set_from(town, plan, base="130", year="2025", **changes):
    form = target_form(milestones="", baseline=base, baseline_year=year, **changes)
    return browser(town.city_officer).post(reverse("steering:target_new", args=[plan.pk]), form)


def the_aim(town, plan):
    (aim,) = queries.aims_of(town.city, [plan], at=NOON)[plan.pk]
    return aim


def page_of(town, plan, person=None):
    address = reverse("steering:plan", args=[plan.pk])
    return browser(person or town.city_officer).get(address).text


def part_of(town, code, value, claimed=None):
    """What the figure reads in a district, over the plan."""
    place = {"city": town.city, "code": building.CODE, "period": "2026-2028"}
    place |= {"by": "district", "key": code}
    reading = Reading.objects.create(
        **place,
        number=1,
        kind=Reading.Kind.FIRST,
        value=value,
        claimed=value if claimed is None else claimed,
        evidence=value,
        formula="",
        made_at=NOON,
    )
    Tally.objects.create(**place, reading=reading)


def test_a_count_goes_on_from_its_baseline_and_growth_is_measured_from_there(town, plan):
    read(town, "2026-2028", 40)
    assert set_from(town, plan, at_least="220").status_code == 302

    aim = the_aim(town, plan)

    assert (aim.base, aim.reached) == (130, 170)
    observed, required = aim.growth
    assert observed == pytest.approx((170 / 130) ** (365.25 / 324) - 1)
    assert required == pytest.approx((220 / 130) ** (365.25 / 1096) - 1)
    assert aim.pace.share == pytest.approx(170 / 220)
    page = page_of(town, plan)
    assert "It goes on from 130 at the end of 2025; 40 are proven since." in page
    assert "a year are required" in page
    assert "from 130 at the end of 2025" in page


def test_a_level_is_measured_as_it_is(town):
    counted(town, formula=LEVEL)
    plan = planned(town)
    read(town, "2026-2028", 66)
    assert set_from(town, plan, base="60", year="2023", at_least="80").status_code == 302

    aim = the_aim(town, plan)

    assert (aim.base, aim.reached) == (0, 66)
    observed, _required = aim.growth
    assert observed == pytest.approx((66 / 60) ** (365.25 / 1055) - 1, rel=1e-3)
    assert "It begins from 60 at the end of 2023." in page_of(town, plan)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"base": ""}, "has a figure and a year"),
        ({"year": ""}, "has a figure and a year"),
        ({"base": "100"}, "lies below the target"),
        ({"year": "2026"}, "of a year before the plan"),
        ({"year": "2024"}, "from the end of the year before the plan"),
        ({"period": "year"}, "begins at nothing every year"),
    ],
)
def test_a_baseline_that_cannot_be_is_refused_with_why(town, plan, changes, told):
    base = changes.pop("base", "50")

    page = set_from(town, plan, base, **changes)

    assert page.status_code == 422
    assert told in page.text
    assert not Target.objects.exists()


def test_a_revision_keeps_the_baseline_in_its_form(town, plan):
    set_from(town, plan, "20", at_least="100")
    target = Target.objects.get()
    revise = reverse("steering:target_revise", args=[target.pk])
    office = browser(town.city_officer)
    said = {
        "at_least": "120",
        "baseline": "25",
        "baseline_year": "2025",
        "in_force_on": "2026-07-01",
        "reason": "普查更正",
        "_version": "1",
    }

    assert 'value="20"' in office.get(revise).text
    assert office.post(revise, said).status_code == 302

    assert [row.baseline for row in Revision.objects.order_by("number")] == [20, 25]


def test_words_are_corrected_with_a_reason_and_the_former_ones_stay_told(town, plan):
    target = targeted(town, plan)
    office = browser(town.city_officer)
    address = reverse("steering:target_words", args=[target.pk])
    said = {"name": "新技术新产品应用", "unit": "项", "counts": "累计", "_version": "1"}

    assert 'value="新技术新产品"' in office.get(address).text
    assert office.post(address, said | {"reason": ""}).status_code == 422
    assert office.post(address, said | {"reason": "与文件一致"}).status_code == 302
    stale = office.post(address, said | {"name": "别的", "reason": "重复"})

    assert stale.status_code == 409
    assert 'value="别的"' in stale.text
    page = page_of(town, plan)
    assert "<del>新技术新产品</del>" in page
    assert "与文件一致" in page
    target.refresh_from_db()
    assert (target.name, target.version, target.words_version) == ("新技术新产品应用", 1, 2)


def test_only_the_office_corrects_words_and_nothing_changed_is_no_correction(town, plan):
    target = targeted(town, plan)
    address = reverse("steering:target_words", args=[target.pk])
    same = Wording(name=target.name, unit=target.unit)

    def correct(words=same, reason="同上", version=1, person=None) -> None:
        stamp: Stamp = town.stamp(person or town.city_officer)
        correct_target(target, words=words, reason=reason, version=version, stamp=stamp)

    correct()
    assert Target.objects.get().words_version == 1
    assert browser(town.officer).get(address).status_code == 403
    with pytest.raises(Refusal):
        correct(person=town.officer)
    with pytest.raises(NotAPlan):
        correct(Wording(name=" ", unit="项"))
    with pytest.raises(NotAPlan):
        correct(reason=" ")
    with pytest.raises(PlanChangedMeanwhile):
        correct(version=2)


def test_a_district_sees_its_share_named_as_one(town, plan):
    targeted(town, plan)
    read(town, "2026-2028", 40)
    part_of(town, "laoshan", 10, claimed=13)

    own, other = page_of(town, plan, town.officer), page_of(town, plan, town.jimo_officer)

    assert "Share of 崂山区: 10 项, 25% of the city's; 3 more only claimed." in own.replace(
        "&#x27;", "'"
    )
    assert "by=district&amp;key=laoshan" in own
    assert "Share of 即墨区: 0 项, 0% of the city's." in other.replace("&#x27;", "'")
    assert "Share of" not in page_of(town, plan)
    assert "Share of 崂山区" in browser(town.officer).get("/steering/").text
    assert "Share of 崂山区" in browser(town.officer).get(reverse("steering:plans")).text


def test_a_level_of_a_district_stands_beside_that_of_the_city(town):
    counted(town, formula=LEVEL)
    plan = planned(town)
    targeted(town, plan)
    read(town, "2026-2028", 40)
    part_of(town, "laoshan", 62)

    assert "In 崂山区: 62 项." in page_of(town, plan, town.officer)
    assert "In 即墨区" not in page_of(town, plan, town.jimo_officer)
    assert Decimal(62) == the_share(town, plan)


def the_share(town, plan):
    (aim,) = queries.aims_of(town.city, [plan], at=NOON, area=town.laoshan)[plan.pk]
    return aim.share.value


def test_a_figure_that_is_not_cut_by_place_has_no_share(town):
    counted(town, splits=["chain"])
    plan = planned(town)
    targeted(town, plan)
    read(town, "2026-2028", 40, code=building.CODE)

    assert "Share of" not in page_of(town, plan, town.officer)
