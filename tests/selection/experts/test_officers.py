"""Officers' own ties: declared once, found by the look for conflicts, locked out by them."""

import pytest
from django.urls import reverse

from citystage.kernel.refusals import NotAllowed
from citystage.stages.selection import standing
from citystage.stages.selection.actions.declare_own_relation import (
    declare_own_relation,
    end_own_relation,
)
from citystage.stages.selection.actions.find_conflicts import find_conflicts
from citystage.stages.selection.entries import Tie
from citystage.stages.selection.models import Conflict, Relation
from citystage.stages.selection.queries.relations import keeping_away
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import expert, organisation
from tests.web.bureau.people import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(town):
    made = programme(town)
    firm = organisation(town, "示例港口集团", seat=town.firm)
    return candidacy(town, made, organisation=firm)


def declared(town, person, kind="kin"):
    tie = Tie(kind=Relation.Kind(kind), organisation_name="示例港口集团", words="配偶任职")
    return declare_own_relation(tie=tie, stamp=town.stamp(person))


def look(town, case):
    return find_conflicts(case.programme, stamp=town.stamp(town.city_officer))


def test_a_district_officer_is_locked_out_without_a_word_on_the_candidacy(town, case):
    declared(town, town.officer)

    looked = look(town, case)

    conflict = standing.barred(town.stamp(town.officer).actor, case)
    assert looked.new == 1
    assert (conflict.kind, conflict.origin, conflict.user) == ("kin", "found", town.officer)
    assert [one.candidacy for one in keeping_away(town.stamp(town.officer).actor)] == [case]
    page = browser(town.officer).get(
        reverse("bureau:selection_candidacy", args=[case.programme_id, case.number])
    )
    assert page.status_code == 403


def test_an_ended_tie_is_not_found_and_what_was_found_stays(town, case):
    made = declared(town, town.officer, "adviser")
    look(town, case)

    end_own_relation(made, stamp=town.stamp(town.officer))
    again = look(town, case)

    assert (again.found, again.new) == (0, 0)
    assert Conflict.objects.get().standing == "bars"


def test_an_expert_who_is_an_officer_too_is_one_person(town, case):
    judge = expert(town, user=town.city_officer)
    declared(town, town.city_officer, "employer")

    look(town, case)

    (found,) = Conflict.objects.all()
    assert (found.expert, found.user) == (judge, None)


def test_only_officers_declare_and_only_their_own_is_ended(town, case):
    made = declared(town, town.officer)

    with pytest.raises(NotAllowed):
        declared(town, town.owner)
    with pytest.raises(NotAllowed):
        end_own_relation(made, stamp=town.stamp(town.city_officer))


def test_an_officer_declares_in_the_browser(town, case):
    client = browser(town.officer)
    address = reverse("bureau:own_relations")

    empty = client.get(address)
    wrong = client.post(address, {"kind": "kin", "organisation": ""})
    right = client.post(address, {"kind": "kin", "organisation": "示例港口集团"})
    made = Relation.objects.get()

    assert (empty.status_code, wrong.status_code, right.status_code) == (200, 422, 302)
    assert (made.user, made.source, made.organisation_name) == (
        town.officer,
        "declared",
        "示例港口集团",
    )
    assert "示例港口集团" in client.get(address).text
    ended = client.post(reverse("bureau:end_own_relation", args=[made.pk]))
    assert ended.status_code == 302
    other = browser(town.city_officer).post(reverse("bureau:end_own_relation", args=[made.pk]))
    assert other.status_code == 404
    assert browser(town.owner).get(address).status_code == 404
