"""What fits us: organisations, capabilities, profiles, what they learn and what they are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.notices.models import Mail, Notice
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.actions.describe_capability import describe_capability
from citystage.stages.catalogue.actions.publish import publish
from citystage.stages.catalogue.describing import Description
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.matchmaking import jobs
from citystage.stages.matchmaking.actions import profiles as acts
from citystage.stages.matchmaking.actions.unfit import (
    UnfitReasonNeeded,
    refuse_for_profile,
    take_refusal_back,
)
from citystage.stages.matchmaking.models import Profile, Run, Suggestion, ToldFit
from citystage.stages.matchmaking.queries import profiles
from citystage.stages.matchmaking.queries.scenarios import (
    fitting_capability,
    fitting_organisation,
    fitting_profile,
)
from citystage.stages.matchmaking.states import Telling, UnfitReason
from citystage.stages.matchmaking.wishing import Wish, wish_of
from tests.matchmaking.builders import (
    DRONES,
    PHARMACY,
    broker,
    matching,
    member,
    organisation_of,
    supplier,
)
from tests.settling import settle

HARBOUR = "希望以无人驾驶集卡替代外包司机，实现岸桥与堆场之间的自动接驳。"
WISH = Wish(title="港口自动化", words="无人驾驶集卡，岸桥与堆场之间的自动接驳")


def follow():
    settle()
    jobs.follow_catalogue.func()


@pytest.fixture
def trucks(town):
    matching(town)
    return supplier(town).organisation


@pytest.fixture
def keeper(town, trucks):
    return town.stamp(member(town, trucks))


@pytest.fixture
def profile(trucks, keeper):
    return acts.save_profile(trucks, wish=WISH, stamp=keeper)


def titles(found):
    return [row.scenario.title for row in found.rows]


def published(town, title="港区无人集卡", **fields):
    known = {"summary": HARBOUR, "state": ScenarioState.RESERVE, "published_on": None}
    scenario = town.scenario(title=title, **(known | fields))
    return publish(scenario, stamp=town.stamp(town.city_officer))


def test_a_company_sees_what_fits_all_it_has_described(town, trucks, keeper):
    town.scenario(title="药房发药", summary="需要药房自动发药机器人。")
    town.scenario(title="港区无人集卡", summary=HARBOUR)

    found = fitting_organisation(keeper.actor, trucks)

    assert titles(found)[0] == "港区无人集卡"
    assert found.described
    assert found.rows[0].reasons != ()
    assert found.verdict == found.rows[0].verdict


def test_a_capability_just_saved_is_shown_its_scenarios(town, trucks, keeper):
    town.scenario(title="工地巡检", summary="需要无人机自动巡检工地，识别违规作业。")
    described = Description(title="无人机巡检", description=DRONES, contact={})

    made = describe_capability(trucks, described=described, stamp=keeper)
    found = fitting_capability(made)

    assert titles(found) == ["工地巡检"]
    assert found.rows[0].capability == made


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_stays(town, trucks, keeper, number, django_assert_num_queries):
    for at in range(number):
        town.scenario(title=f"港区无人集卡{at}", summary=HARBOUR)
    fitting_organisation(keeper.actor, trucks)

    # One of them for the recognised labs of the organisation.
    with django_assert_num_queries(5):
        fitting_organisation(keeper.actor, trucks)


def test_who_described_nothing_is_told_so(town, trucks):
    newcomer = organisation_of(town, "示例新来者有限公司")

    found = fitting_organisation(town.stamp(member(town, newcomer, "new")).actor, newcomer)

    assert (found.described, found.rows, found.verdict) == (False, (), "none")


def test_only_its_own_people_and_the_office_see_what_fits_a_company(town, trucks):
    assert fitting_organisation(town.stamp(town.city_officer).actor, trucks).rows == ()
    for actor in (NOBODY, town.stamp(town.owner).actor, town.stamp(town.officer).actor):
        with pytest.raises(NotFound):
            fitting_organisation(actor, trucks)


def test_hidden_and_closed_scenarios_fit_nobody(town, trucks, keeper):
    town.scenario(title="储备", summary=HARBOUR, state=ScenarioState.RESERVE)
    town.scenario(title="已落地", summary=HARBOUR, state=ScenarioState.LANDED)
    yesterday = timezone.localdate() - timedelta(days=1)
    town.scenario(title="已截止", summary=HARBOUR, valid_until=yesterday)

    assert titles(fitting_organisation(keeper.actor, trucks)) == []


def test_the_conditions_of_a_profile_hold(town, trucks, keeper):
    town.laoshan.facts = {"centre": [36.1, 120.47]}
    town.laoshan.save()
    town.jimo.facts = {"centre": [36.39, 120.45]}
    town.jimo.save()
    town.scenario(title="崂山", summary=HARBOUR)
    town.scenario(title="即墨", summary=HARBOUR, district=town.jimo, field=None)

    def fitting(**parts):
        wish = Wish(title="条件", words=WISH.words, **parts)
        return set(titles(fitting_profile(acts.save_profile(trucks, wish=wish, stamp=keeper))))

    assert fitting() == {"崂山", "即墨"}
    assert fitting(fields=("port",)) == {"崂山"}
    assert fitting(districts=("jimo",)) == {"即墨"}
    assert fitting(latitude=36.1, longitude=120.47, radius_km=5) == {"崂山"}
    assert fitting(latitude=36.1, longitude=120.47, radius_km=50) == {"崂山", "即墨"}
    assert fitting(city=town.city, chains=("none",)) == set()


def test_a_profile_may_count_on_the_capabilities_of_its_organisation(town, trucks, keeper):
    town.scenario(title="港区无人集卡", summary=HARBOUR)
    wish = Wish(title="我们的能力", with_capabilities=True)
    saved = acts.save_profile(trucks, wish=wish, stamp=keeper)

    found = fitting_profile(saved)

    assert titles(found) == ["港区无人集卡"]
    assert found.rows[0].capability is not None


def test_least_cuts_what_is_shown(town, trucks, keeper):
    town.scenario(title="药房发药", summary="需要药房自动发药机器人。")
    town.scenario(title="港区无人集卡", summary=HARBOUR)

    wish = Wish(title="只看好的", words=WISH.words, least=40)
    found = fitting_profile(acts.save_profile(trucks, wish=wish, stamp=keeper))

    assert titles(found) == ["港区无人集卡"]


def test_not_for_us_hides_one_and_lowers_its_like_in_this_profile_alone(
    town, trucks, keeper, profile
):
    refused = town.scenario(title="港区无人集卡甲", summary=HARBOUR)
    town.scenario(title="港区无人集卡乙", summary=HARBOUR)
    other = acts.save_profile(trucks, wish=WISH, stamp=keeper)
    before = {row.scenario.title: row.score for row in fitting_profile(profile).rows}

    refuse_for_profile(profile, scenario=refused, reason=UnfitReason.PLACE, words="", stamp=keeper)

    found = fitting_profile(profile)
    assert titles(found) == ["港区无人集卡乙"]
    assert [one.scenario for one in found.refused] == [refused]
    assert found.rows[0].score == pytest.approx(before["港区无人集卡乙"] * 0.8)
    assert "港区无人集卡甲" in found.rows[0].lowered[0]
    assert len(fitting_profile(other).rows) == 2
    take_refusal_back(profile, scenario=refused, stamp=keeper)
    take_refusal_back(profile, scenario=refused, stamp=keeper)
    assert len(fitting_profile(profile).rows) == 2


def test_another_reason_needs_words(town, keeper, profile):
    scenario = town.scenario(summary=HARBOUR)

    with pytest.raises(UnfitReasonNeeded):
        refuse_for_profile(
            profile, scenario=scenario, reason=UnfitReason.OTHER, words=" ", stamp=keeper
        )


def test_profiles_are_kept_changed_and_deleted_by_their_keepers(town, trucks, keeper, profile):
    changed = acts.change_profile(
        profile, wish=Wish(title="港口", words="集卡", least=30), version=1, stamp=keeper
    )
    same = acts.change_profile(profile, wish=wish_of(changed), version=2, stamp=keeper)

    assert (changed.title, changed.version, same.version) == ("港口", 2, 2)
    assert [one.pk for one in profiles.own(keeper.actor)] == [profile.pk]
    assert profiles.organisations(keeper.actor) == [trucks]
    with pytest.raises(acts.ProfileMoved):
        acts.change_profile(profile, wish=WISH, version=1, stamp=keeper)
    acts.delete_profile(profile, stamp=keeper)
    with pytest.raises(NotFound):
        profiles.reach_profile(keeper.actor, profile.pk)
    with pytest.raises(acts.ProfileMoved):
        acts.delete_profile(profile, stamp=keeper)


def test_a_profile_is_out_of_reach_of_others(town, trucks, profile):
    person, _seat = broker(town)
    stamp = town.stamp(person)

    with pytest.raises(NotFound):
        profiles.reach_profile(stamp.actor, profile.pk)
    with pytest.raises(NotAllowed):
        acts.change_profile(profile, wish=WISH, version=1, stamp=stamp)
    with pytest.raises(NotAllowed):
        acts.save_profile(trucks, wish=WISH, stamp=stamp)
    with pytest.raises(NotAllowed):
        acts.save_profile(None, wish=WISH, stamp=Stamp(NOBODY, stamp.at, "web", stamp.request_id))


def test_a_person_keeps_a_profile_of_their_own(town, trucks):
    expert = town.stamp(town.person("expert", Role.EXPERT, town.city))
    saved = acts.save_profile(None, wish=WISH, stamp=expert)

    assert profiles.reach_profile(expert.actor, saved.pk) == saved
    assert fitting_profile(saved).rows == ()
    with pytest.raises(NotAllowed):
        acts.delete_profile(saved, stamp=town.stamp(town.owner))


@pytest.mark.parametrize(
    "wish",
    [
        Wish(title=" ", words="集卡"),
        Wish(title="空"),
        Wish(title="远", words="集卡", radius_km=5),
        Wish(title="远", words="集卡", latitude=91.0, longitude=0.0, radius_km=5),
        Wish(title="远", words="集卡", latitude=1.0, longitude=0.0, radius_km=0),
        Wish(title="高", words="集卡", least=101),
    ],
)
def test_a_profile_that_cannot_be_is_refused(trucks, keeper, wish):
    with pytest.raises(acts.NotWhole):
        acts.save_profile(trucks, wish=wish, stamp=keeper)


def test_nobody_keeps_more_profiles_than_anybody_reads(trucks, keeper, monkeypatch, profile):
    monkeypatch.setattr(acts, "MOST", 1)

    with pytest.raises(acts.TooMany):
        acts.save_profile(trucks, wish=WISH, stamp=keeper)


@pytest.mark.parametrize(("told", "in_digest"), [(Telling.AT_ONCE, False), (Telling.DAILY, True)])
def test_a_new_fit_is_told_once(transactional_db, told, in_digest):
    from tests.conftest import Town  # noqa: PLC0415 -- beside its use

    town = Town()
    matching(town)
    trucks = supplier(town).organisation
    keeper = town.stamp(member(town, trucks))
    wish = Wish(title="港口自动化", words=WISH.words, told=told)
    acts.save_profile(trucks, wish=wish, stamp=keeper)
    follow()
    scenario = published(town)
    published(town, "药房发药", summary="需要药房自动发药机器人。")

    follow()
    follow()

    notice = Notice.objects.get(person_id=keeper.actor.user_id)
    mail = Mail.objects.get(person_id=keeper.actor.user_id)
    assert notice.values == {"profile": "港口自动化", "title": "港区无人集卡"}
    assert notice.subject == f"catalogue.scenario:{scenario.pk}"
    assert mail.in_digest is in_digest
    assert ToldFit.objects.get().scenario == scenario


def test_several_new_fits_are_one_notice_and_never_means_never(transactional_db):
    from tests.conftest import Town  # noqa: PLC0415 -- beside its use

    town = Town()
    matching(town)
    trucks = supplier(town).organisation
    keeper = town.stamp(member(town, trucks))
    saved = acts.save_profile(trucks, wish=WISH, stamp=keeper)
    never = Wish(title="不提醒", words=WISH.words, told=Telling.NEVER)
    acts.save_profile(trucks, wish=never, stamp=keeper)
    mine = Wish(title="个人", words=WISH.words)
    acts.save_profile(None, wish=mine, stamp=town.stamp(town.clerk))
    published(town, "港区无人集卡甲")
    published(town, "港区无人集卡乙")

    follow()

    notice = Notice.objects.get(person_id=keeper.actor.user_id)
    assert notice.values["number"] == 2
    assert notice.subject == f"matchmaking.profile:{saved.pk}"
    assert Notice.objects.filter(person=town.clerk).count() == 1
    assert ToldFit.objects.count() == 4


def test_suggestions_follow_what_the_catalogue_changes(transactional_db):
    from tests.conftest import Town  # noqa: PLC0415 -- beside its use

    town = Town()
    matching(town)
    scenario = published(town)
    trucks = supplier(town)
    supplier(town, "示例药房设备有限公司", title="发药机器人", text=PHARMACY)
    follow()
    newcomer = organisation_of(town, "示例新来者有限公司")
    stamp = town.stamp(member(town, newcomer))
    described = Description(title="港区无人集卡", description=HARBOUR, contact={})

    describe_capability(newcomer, described=described, stamp=stamp)
    follow()

    found = Suggestion.objects.filter(scenario=scenario, current=True).order_by("rank")
    ranks = [(one.organisation.name, one.rank) for one in found]
    assert ranks[:2] == [("示例新来者有限公司", 1), (trucks.organisation.name, 2)]


def test_after_a_flood_of_changes_the_whole_city_is_matched(transactional_db, monkeypatch):
    from citystage.stages.matchmaking import following  # noqa: PLC0415 -- beside its use
    from tests.conftest import Town  # noqa: PLC0415 -- beside its use

    town = Town()
    matching(town)
    published(town, "甲")
    published(town, "乙")
    monkeypatch.setattr(following, "MOST", 1)

    follow()
    follow()

    run = Run.objects.get()
    assert (run.city, run.made_by, run.state) == (town.city, None, "waiting")
    assert Profile.objects.count() == 0
