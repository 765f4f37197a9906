"""What fits us: after describing, for the organisation, and for saved profiles."""

import pytest

from citystage.foundation.access.roles import Role
from citystage.stages.catalogue.models import Capability
from citystage.stages.matchmaking.finding import knowledge
from citystage.stages.matchmaking.models import Profile, Showing, Unfit
from tests.matchmaking.builders import DRONES, TRUCKS, matching, member, organisation_of, supplier
from tests.web.company.conftest import signed_in
from tests.web.queries import queries_of

NEED = "码头前沿至堆场之间的水平运输由外包司机完成，希望以无人驾驶集卡替代，实现自动接驳。"
FITS = "/company/fits/"
WISH = {"title": "港口自动化", "words": "无人驾驶集卡", "told": "at_once", "least": "0"}


@pytest.fixture(autouse=True)
def _knowledge_is_fresh():
    knowledge.forget()


@pytest.fixture
def scenario(town):
    matching(town)
    return town.scenario(summary=NEED, owner_unit=town.firm)


@pytest.fixture
def firm(town):
    return organisation_of(town, "示例无人车有限公司")


@pytest.fixture
def us(town, firm):
    return signed_in(member(town, firm))


def titles(response):
    return [line.row.scenario.title for line in response.context["lines"]]


def saved(us, **wish):
    us.post(f"{FITS}profiles/new/", WISH | wish)
    return Profile.objects.latest("pk")


def test_a_capability_shows_its_scenarios_as_soon_as_it_is_saved(us, scenario):
    answer = us.post(
        "/company/capabilities/new/", {"title": "无人集卡水平运输", "description": TRUCKS}
    )
    page = us.get(answer["Location"])

    assert titles(page) == ["港区无人集卡水平运输"]
    assert "无人驾驶集卡</mark>" in page.content.decode()
    assert Showing.objects.filter(about__startswith="organisation:").exists()


def test_what_is_no_longer_public_shows_none(us, scenario, firm, town):
    us.post("/company/capabilities/new/", {"title": "无人集卡", "description": TRUCKS})
    made = Capability.objects.get(organisation=firm)
    us.post(f"/company/capabilities/{made.pk}/public/", {"public": "0"})

    assert "found" not in us.get(f"/company/capabilities/{made.pk}/").context


def test_all_that_fits_the_organisation_is_ranked_with_reasons(town, scenario):
    ours = supplier(town)
    town.scenario(title="医院药房自动发药", summary="发药机器人，差错率低。")
    us = signed_in(member(town, ours.organisation))

    page = us.get(FITS)

    assert titles(page)[0] == "港区无人集卡水平运输"
    assert "Their words, and yours" in page.content.decode()


def test_interest_is_offered_to_those_who_may_show_it(town, scenario, firm):
    manager = organisation_of(town, "示例创投有限公司", kind="fund", introduction=TRUCKS)
    investor = town.person("investor", Role.FUND, manager.seat)
    supplier(town, "示例无人集卡有限公司")
    ours = Capability.objects.get().organisation

    seen = [signed_in(one).get(FITS).content.decode() for one in (member(town, ours), investor)]

    assert f"/docking/interest/{scenario.number}/{ours.pk}/" in seen[0]
    assert scenario.title in seen[1]
    assert "/docking/interest/" not in seen[1]


def test_who_has_described_nothing_is_asked_to(us, scenario):
    page = us.get(FITS).content.decode()

    assert "/company/capabilities/new/" in page


def test_a_profile_is_saved_shown_changed_and_deleted(us, scenario, firm):
    profile = saved(us)
    page = us.get(f"{FITS}profiles/{profile.pk}/")
    form = us.get(f"{FITS}profiles/{profile.pk}/edit/").context["form"]
    edit = f"{FITS}profiles/{profile.pk}/edit/"
    late = us.post(edit, WISH | {"title": "晚", "_version": "0"})
    changed = us.post(edit, WISH | {"title": "港口", "_version": str(profile.version)})
    gone = us.post(f"{FITS}profiles/{profile.pk}/delete/")

    assert profile.organisation == firm
    assert titles(page) == ["港区无人集卡水平运输"]
    assert form.initial["words"] == "无人驾驶集卡"
    assert [one.status_code for one in (late, changed, gone)] == [409, 302, 302]
    assert us.get(f"{FITS}profiles/{profile.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("wish", "field"),
    [({"title": ""}, "title"), ({"radius_km": "30"}, "radius_km"), ({"words": ""}, "__all__")],
)
def test_a_profile_that_is_not_whole_is_not_saved(us, scenario, wish, field):
    answer = us.post(f"{FITS}profiles/new/", WISH | wish)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Profile.objects.exists()


def test_a_profile_looks_around_a_place(us, scenario, town):
    town.laoshan.facts = {"centre": [36.1, 120.47]}
    town.laoshan.save()

    profile = saved(us, around="laoshan", radius_km="40", only_city="on", districts=["laoshan"])

    assert (profile.place, profile.latitude, profile.radius_km) == ("崂山区", 36.1, 40)
    assert (profile.city, profile.districts) == (town.city, ["laoshan"])
    form = us.get(f"{FITS}profiles/{profile.pk}/edit/").context["form"]
    assert form.initial["around"] == "laoshan"


def test_not_for_us_teaches_this_profile_and_can_be_taken_back(us, scenario):
    profile = saved(us)
    at = f"{FITS}profiles/{profile.pk}"

    empty = us.post(f"{at}/refuse/{scenario.number}/", {})
    vague = us.post(f"{at}/refuse/{scenario.number}/", {"reason": "other", "words": " "})
    done = us.post(f"{at}/refuse/{scenario.number}/", {"reason": "place", "words": "太远"})

    assert [one.status_code for one in (empty, vague, done)] == [422, 422, 302]
    page = us.get(f"{at}/")
    assert titles(page) == []
    assert "太远" in page.content.decode()
    us.post(f"{at}/welcome/{scenario.number}/")
    assert not Unfit.objects.exists()
    assert titles(us.get(f"{at}/")) == ["港区无人集卡水平运输"]


def test_profiles_of_others_are_not_found(us, town, scenario):
    profile = saved(us)
    other = signed_in(member(town, organisation_of(town, "示例别家有限公司"), "other"))
    at = f"{FITS}profiles/{profile.pk}"

    answers = [
        other.get(f"{at}/"),
        other.get(f"{at}/edit/"),
        other.post(f"{at}/delete/"),
        other.post(f"{at}/refuse/{scenario.number}/", {"reason": "place"}),
        us.post(f"{at}/refuse/XX-1/", {"reason": "place"}),
    ]

    assert [one.status_code for one in answers] == [404] * 5


def test_a_person_without_an_organisation_keeps_profiles_too(town, scenario):
    person = signed_in(town.person("reader"))

    empty = person.get(FITS)
    profile = saved(person)

    assert "Save a profile first" in empty.content.decode()
    assert (profile.organisation, profile.user.username) == (None, "reader")
    assert person.get(f"{FITS}profiles/{profile.pk}/").status_code == 200


def test_the_list_is_cut_by_the_address(town, scenario):
    ours = supplier(town)
    supplier(town, "示例无人机有限公司", title="无人机巡检", text=DRONES)
    us = signed_in(member(town, ours.organisation))
    verdict = us.get(FITS).context["lines"][0].row.verdict

    cut = us.get(f"{FITS}?show={verdict}")

    assert {line.row.verdict for line in cut.context["lines"]} == {verdict}


def test_the_page_asks_as_much_for_many_as_for_one(town, scenario):
    ours = supplier(town)
    us = signed_in(member(town, ours.organisation))
    one = queries_of(us, FITS)
    for number in range(2):
        town.scenario(title=f"港区无人集卡{number}", summary=NEED)

    assert queries_of(us, FITS) == one
