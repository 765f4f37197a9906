"""What is recognised is found by the search, by kind and by type, and counts in what fits."""

import pytest
from django.urls import reverse

from citystage.stages.catalogue.actions.label import withdraw_label
from citystage.stages.catalogue.indexing import fill_left_out, rebuild
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.matchmaking.finding.supplies import supplies_of
from tests.catalogue.test_labels import given
from tests.web.public.making import organisation

KIND = SearchDocument.Kind.LAB


@pytest.fixture
def labs(town):
    maker = organisation(town)
    return [
        given(
            town,
            "无人机巡检场景应用实验室",
            kind="scenario_lab",
            direction="以无人机巡检地铁保护区，识别违章施工。",
            builder=maker,
            builder_name=maker.name,
            field=town.field,
            district=town.laoshan,
        ),
        given(town, "无人机低空基金", kind="fund", direction="投资无人机企业。"),
    ]


@pytest.mark.django_db
def test_a_recognition_is_found_at_once_by_everybody(town, labs, visitor):
    page = visitor.get("/search", {"q": "无人机", "kind": "lab"}).content.decode()

    assert [reverse("public:lab", args=[one.lab_id]) in page for one in labs] == [True, True]
    documents = SearchDocument.objects.filter(kind=KIND)
    assert {(one.public, tuple(one.audience)) for one in documents} == {(True, ("public",))}


@pytest.mark.django_db
def test_the_type_says_what_it_was_recognised_as(town, labs, visitor):
    page = visitor.get("/search", {"q": "无人机", "type": "as_fund"}).content.decode()

    lab, fund = (reverse("public:lab", args=[one.lab_id]) for one in labs)
    assert (lab in page, fund in page) == (False, True)


@pytest.mark.django_db
def test_documents_follow_and_can_be_made_anew(town, labs):
    before = SearchDocument.objects.get(kind=KIND, object_id=labs[0].lab_id)

    withdraw_label(labs[0], reason="停止建设。", stamp=town.stamp(town.city_officer))

    after = SearchDocument.objects.get(kind=KIND, object_id=labs[0].lab_id)
    assert after.transaction >= before.transaction
    SearchDocument.objects.filter(kind=KIND).delete()
    assert (fill_left_out(), fill_left_out()) == (2, 0)
    rebuild()
    assert SearchDocument.objects.filter(kind=KIND).count() == 2


@pytest.mark.django_db
def test_a_lab_counts_as_what_its_builder_can_do(town, labs):
    maker = labs[0].lab.builder

    offered = [supply for supply, _capability in supplies_of(maker)]

    assert [supply.id for supply in offered] == [f"lab:{labs[0].lab_id}"]
    assert "以无人机巡检地铁保护区，识别违章施工。" in {one.text for one in offered[0].texts}
