"""Members describe what their organisation can do; officers may correct it."""

import pytest

from citystage.engines.text.folding import fold
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.actions.describe_capability import (
    CapabilityMoved,
    change_capability,
    describe_capability,
    offer_capability,
    retire_capability,
)
from citystage.stages.catalogue.describing import Description
from citystage.stages.catalogue.models import Capability, SearchDocument
from citystage.web.company import capabilities as pages
from tests.web.company.conftest import signed_in

TYPED = {"title": "管网机器人检测", "description": "管径300至1200毫米。", "readiness": "8"}


@pytest.fixture
def organisation(town):
    return Organisation.objects.create(
        name="示例科技", folded_name=fold("示例科技"), seat=town.firm, city=town.city
    )


@pytest.fixture
def member(town, organisation):
    return town.person("member", Role.COMPANY_MEMBER, town.firm)


@pytest.fixture
def browser(member):
    return signed_in(member)


@pytest.fixture
def capability(town, member, organisation):
    described = Description(title="巡检", contact={"name": "李四", "wechat": "x"})
    return describe_capability(organisation, described=described, stamp=town.stamp(member))


def test_a_member_describes_a_capability_that_is_found(town, browser):
    shown = browser.get("/company/capabilities/new/")
    answer = browser.post(
        "/company/capabilities/new/", TYPED | {"field": town.field.pk, "contact_name": "李四"}
    )

    made = Capability.objects.get()
    assert (shown.status_code, answer.status_code) == (200, 302)
    assert (made.title, made.readiness, made.contact) == ("管网机器人检测", 8, {"name": "李四"})
    assert SearchDocument.objects.get(kind="capability").public
    assert "管径300至1200毫米。" in browser.get(answer["Location"]).content.decode()


def test_a_capability_needs_a_title(browser):
    assert browser.post("/company/capabilities/new/", {"title": ""}).status_code == 422


def test_who_has_no_organisation_describes_none(town):
    browser = signed_in(town.clerk)

    assert browser.get("/company/capabilities/new/").status_code == 404
    assert "Nothing described yet" in browser.get("/company/capabilities/").content.decode()


def test_a_member_of_two_chooses_for_which(town, member, organisation, browser):
    town.firm.parent = town.laoshan
    other = Organisation.objects.create(name="乙", folded_name="乙", seat=None, city=town.city)
    second = town.unit("organisation", "乙公司", "", parent=town.firm)
    other.seat = second
    other.save()

    browser.post("/company/capabilities/new/", TYPED | {"organisation": other.pk})

    assert Capability.objects.get().organisation == other


def test_changing_keeps_what_the_form_does_not_know(browser, capability):
    path = f"/company/capabilities/{capability.pk}/edit/"
    shown = browser.get(path)

    answer = browser.post(path, TYPED | {"_version": "1", "contact_phone": "0532"})
    stale = browser.post(path, TYPED | {"_version": "1"})

    capability.refresh_from_db()
    assert (shown.status_code, answer.status_code, stale.status_code) == (200, 302, 409)
    assert capability.contact == {"wechat": "x", "phone": "0532"}
    assert capability.version == 2


def test_saving_the_same_again_changes_nothing(town, member, capability):
    described = Description(title="巡检", contact=capability.contact)

    change_capability(capability, described=described, version=1, stamp=town.stamp(member))

    assert Entry.objects.filter(verb="catalogue.capability.changed").count() == 0


def test_what_was_said_anew_is_no_longer_unverified(town, member, capability):
    Capability.objects.update(unverified=["title", "cases"])
    described = Description(title="巡检二代", contact={})

    changed = change_capability(
        capability, described=described, version=1, stamp=town.stamp(member)
    )

    assert changed.unverified == ["cases"]
    with pytest.raises(CapabilityMoved):
        change_capability(capability, described=described, version=1, stamp=town.stamp(member))


def test_a_change_between_reading_and_saving_is_stale(
    town, member, browser, capability, monkeypatch
):
    real = pages.change_capability

    def outrun(record, **given):
        described = Description(title="别人改的", contact={})
        real(record, described=described, version=1, stamp=town.stamp(member))
        return real(record, **given)

    monkeypatch.setattr(pages, "change_capability", outrun)

    answer = browser.post(f"/company/capabilities/{capability.pk}/edit/", TYPED)

    assert answer.status_code == 409


def test_a_capability_is_taken_back_and_offered_again(town, member, browser, capability):
    path = f"/company/capabilities/{capability.pk}/public/"

    browser.post(path)
    retire_capability(capability, stamp=town.stamp(member))
    hidden = SearchDocument.objects.get(kind="capability").public
    page = browser.get(f"/company/capabilities/{capability.pk}/").content.decode()
    browser.post(path, {"public": "1"})
    offer_capability(capability, stamp=town.stamp(member))

    verbs = Entry.objects.filter(verb__startswith="catalogue.capability").values_list(
        "verb", flat=True
    )
    assert not hidden
    assert "Offer again" in page
    assert SearchDocument.objects.get(kind="capability").public
    assert sorted(verbs) == [
        "catalogue.capability.entered",
        "catalogue.capability.offered",
        "catalogue.capability.retired",
    ]


def test_the_office_corrects_and_strangers_do_not_reach_it(town, capability):
    office, stranger = signed_in(town.city_officer), signed_in(town.clerk)
    path = f"/company/capabilities/{capability.pk}/"

    assert office.get(path).status_code == 200
    assert office.post(f"{path}edit/", TYPED | {"_version": "1"}).status_code == 302
    assert stranger.get(path).status_code == 404
    with pytest.raises(NotAllowed):
        retire_capability(capability, stamp=town.stamp(town.clerk))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_any_number(
    town, organisation, browser, number, django_assert_num_queries
):
    for n in range(number):
        browser.post("/company/capabilities/new/", TYPED | {"title": f"能力{n}"})
    browser.get("/company/capabilities/")

    with django_assert_num_queries(QUERIES):
        answer = browser.get("/company/capabilities/", {"q": "能力"})

    assert answer.context["page"].paginator.count == number


QUERIES = 8
