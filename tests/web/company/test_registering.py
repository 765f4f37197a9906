"""The pages of registering, seen from the person and from the district."""

import pytest
from django.test import Client

from citystage.foundation.directory.models import Organisation
from citystage.foundation.membership.models import Registration

USCC = "91370200163562681G"
SAID = {
    "uscc": USCC,
    "name": "青岛示例海洋装备有限公司",
    "kind": "company",
    "role": "company_member",
    "note": "法务",
}


@pytest.fixture
def applicant(town):
    client = Client()
    client.person = town.person("applicant")
    client.force_login(client.person)
    return client


@pytest.fixture
def officer(town):
    client = Client()
    client.force_login(town.officer)
    return client


def file(client, town, **more):
    return client.post("/company/registering/", SAID | {"district": town.laoshan.pk} | more)


def alike(**fields):
    name = "青岛示例海洋装备公司"
    return Organisation.objects.create(**({"name": name, "folded_name": name} | fields))


def test_filing_leads_to_the_page_of_the_registration(town, applicant):
    response = file(applicant, town)

    registration = Registration.objects.get()
    assert response["Location"] == f"/company/registering/{registration.pk}/"
    assert applicant.get(response["Location"]).status_code == 200
    assert applicant.get("/company/registering/").status_code == 200


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("9137", "4"),
        ("9137020016356268IG", "17"),
        ("81370200163562681G", "1"),
        ("91990200163562681G", "3"),
        ("913702001635626812", "18"),
    ],
)
def test_a_wrong_code_is_refused_with_its_place(town, applicant, code, words):
    response = file(applicant, town, uscc=code)

    (error,) = response.context["form"].errors["uscc"]
    assert (response.status_code, words in error) == (422, True)
    assert Registration.objects.count() == 0


def test_what_is_alike_is_shown_before_anything_is_filed(town, applicant):
    known = alike()

    response = file(applicant, town)

    assert (response.status_code, response.context["alike"]) == (409, [(known, True, False)])
    assert Registration.objects.count() == 0


def test_this_is_us_joins_the_known_organisation(town, applicant):
    known = alike()

    file(applicant, town, answer=str(known.pk))

    assert Registration.objects.get().organisation == known


def test_ours_is_a_different_one_enters_a_new_organisation(town, applicant):
    known = alike()

    file(applicant, town, answer="new")

    assert Registration.objects.get().organisation != known


def test_one_cannot_be_an_organisation_with_another_code(town, applicant):
    known = alike(uscc="91110000600037341L")

    response = file(applicant, town, answer=str(known.pk))

    assert (response.status_code, response.context["alike"]) == (409, [(known, False, False)])


def test_a_known_code_asks_to_join(town, applicant):
    known = alike(uscc=USCC)

    assert file(applicant, town).context["same"]
    file(applicant, town, answer=str(known.pk))

    assert Registration.objects.get().organisation == known


def test_the_person_takes_it_back(town, applicant):
    file(applicant, town)
    pk = Registration.objects.get().pk

    applicant.post(f"/company/registering/{pk}/withdraw/")

    assert Registration.objects.get().state == "withdrawn"
    assert applicant.get(f"/company/registering/{pk}/").context["may_withdraw"] is False


def test_a_stranger_finds_nothing(town, applicant):
    file(applicant, town)
    pk = Registration.objects.get().pk
    stranger = Client()
    stranger.force_login(town.owner)

    assert stranger.get(f"/company/registering/{pk}/").status_code == 404
    assert stranger.get("/bureau/registrations/").status_code == 404
    assert applicant.get(f"/bureau/registrations/{pk}/").status_code == 404


def test_the_district_approves(town, applicant, officer):
    file(applicant, town)
    pk = Registration.objects.get().pk

    shown = officer.get(f"/bureau/registrations/{pk}/")
    first = officer.post(f"/bureau/registrations/{pk}/approve/")
    second = officer.post(f"/bureau/registrations/{pk}/approve/")

    assert (shown.status_code, first.status_code, second.status_code) == (200, 302, 409)
    assert applicant.get("/work/").context["unit"].name == SAID["name"]
    assert officer.get("/bureau/registrations/").context["decided"][0].pk == pk


def test_the_district_declines_with_a_reason_only(town, applicant, officer):
    file(applicant, town)
    pk = Registration.objects.get().pk

    empty = officer.post(f"/bureau/registrations/{pk}/decline/", {"reason": " "})
    officer.post(f"/bureau/registrations/{pk}/decline/", {"reason": "材料不全"})

    assert empty.status_code == 422
    assert officer.post(f"/bureau/registrations/{pk}/dance/").status_code == 404
    assert "材料不全" in applicant.get(f"/company/registering/{pk}/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_waiting_list_takes_as_many_queries_for_three_as_for_one(
    town, officer, rows, django_assert_max_num_queries
):
    for number in range(rows):
        person = town.person(f"applicant{number}")
        organisation = Organisation.objects.create(
            name=f"公司{number}", folded_name=f"公司{number}"
        )
        Registration.objects.create(
            person=person,
            organisation=organisation,
            decider=town.laoshan,
            role="company_member",
            filed_at=town.call.opens_at,
        )

    with django_assert_max_num_queries(12):
        response = officer.get("/bureau/registrations/")

    assert len(response.context["page"].object_list) == rows
